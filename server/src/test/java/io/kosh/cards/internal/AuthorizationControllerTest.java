package io.kosh.cards.internal;

import static io.kosh.cards.internal.SpendingCard.approved;
import static io.kosh.cards.internal.SpendingCard.declined;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import io.kosh.vault.Vault;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Spending over HTTP, down to the books.
@Tag("store")
class AuthorizationControllerTest {
    private final SpendingCard card = SpendingCard.with(1000);

    @AfterEach
    void theBooksBalance() {
        card.assertBooksBalance();
    }

    @Test
    void aHoldLeavesTheBalanceAndIsClearedOnce() {
        Reply held = card.hold("S1", "250.50");
        String id = approved(held);
        assertThat(id).matches("ECA[0-9A-Z]{10}");
        assertThat(held.text("approvalCode")).matches("[0-9A-Z]{6}");
        assertThat(held.text("available")).isEqualTo("749.5");

        Reply cleared = card.capture(id, "S2", "250.50", true);
        assertThat(cleared.text("amount")).isEqualTo("250.5");
        assertThat(cleared.text("available")).isEqualTo("749.5");
        declined(card.capture(id, "S3", "1", true), "ORIGINAL_CLOSED", "null", "0");

        Reply story = card.story(id);
        assertThat(story.text("authorization.state")).isEqualTo("CLEARED");
        assertThat(story.text("authorization.clearedAmount")).isEqualTo("250.5");
        assertThat(story.json().get("steps")).hasSize(2);
        assertThat(story.text("steps.1.reason")).isEqualTo("ORIGINAL_CLOSED");
    }

    @Test
    void aPartIsClearedAndTheRestStaysHeldUntilTheLast() {
        String id = approved(card.hold("S1", 100));

        assertThat(card.capture(id, "S2", 30, false).text("available")).isEqualTo("900");
        assertThat(card.story(id).text("authorization.heldAmount")).isEqualTo("70");
        assertThat(card.capture(id, "S3", 20, true).text("available")).isEqualTo("950");

        assertThat(card.story(id).text("authorization.clearedAmount")).isEqualTo("50");
        assertThat(card.available()).isEqualTo("950");
    }

    @Test
    void aClearingAboveTheHoldIsPostedEvenBelowZero() {
        String id = approved(card.hold("S1", 900));

        Reply cleared = card.capture(id, "S2", 1100, true);

        assertThat(approved(cleared)).isEqualTo(id);
        assertThat(cleared.text("available")).isEqualTo("-100");
        declined(card.buy("S3", 1), "INSUFFICIENT_FUNDS", "balance", "0");
    }

    @Test
    void anAdviceIsPostedWhateverTheCardHas() {
        card.controls(Map.of("posAllowed", false, "dtd", 10));

        assertThat(card.advise("S1", 1500).text("available")).isEqualTo("-500");

        assertThat(card.left("dtd")).as("it counts").isEqualTo("0");
        assertThat(card.advise("S1", 1500).text("replayed")).isEqualTo("true");
        assertThat(card.available()).isEqualTo("-500");
    }

    @Test
    void aReversalGivesTheLimitsBackAndARefundDoesNot() {
        card.controls(Map.of("dtd", 300, "dtdCount", 2));
        String held = approved(card.hold("S1", 200));
        declined(card.hold("S2", 101), "AMOUNT_LIMIT", "dtd", "100");
        assertThat(card.reverse(held, "S3", 50).text("amount")).isEqualTo("50");
        assertThat(card.left("dtd")).isEqualTo("150");
        assertThat(card.left("dtdCount")).isEqualTo("1");
        card.reverse(held, "S4");
        assertThat(card.left("dtd")).isEqualTo("300");
        assertThat(card.left("dtdCount")).isEqualTo("2");
        assertThat(card.story(held).text("authorization.state")).isEqualTo("REVERSED");
        declined(card.reverse(held, "S5"), "ORIGINAL_CLOSED", "null", "0");

        String bought = approved(card.buy("S6", 300));
        approved(card.reverse(bought, "S7", 100));
        assertThat(card.left("dtd")).isEqualTo("100");
        assertThat(card.left("dtdCount")).isEqualTo("1");
        approved(card.refund(bought, "S8", 150));
        assertThat(card.left("dtd")).as("a refund is not spent again").isEqualTo("100");
        declined(card.refund(bought, "S9", 51), "EXCEEDS_ORIGINAL", "null", "50");
        approved(card.reverse(bought, "S10"));
        declined(card.refund(bought, "S11", 1), "ORIGINAL_CLOSED", "null", "0");
        assertThat(card.available()).isEqualTo("1000");
    }

    @Test
    void aPartialCaptureGivesBackWhatItLeaves() {
        card.controls(Map.of("dtd", 300, "dtdCount", 1));
        String id = approved(card.hold("S1", 300));

        approved(card.capture(id, "S2", 120, true));

        assertThat(card.left("dtd")).isEqualTo("180");
        declined(card.hold("S3", 1), "COUNT_LIMIT", "dtdCount", "0");
    }

    @Test
    void theSameSourceGetsTheFirstAnswerAndAnotherBodyAConflict() {
        Reply first = card.buy("S1", 10);
        Reply again = card.buy("S1", 10);
        assertThat(again.text("authorizationId")).isEqualTo(approved(first));
        assertThat(again.text("approvalCode")).isEqualTo(first.text("approvalCode"));
        assertThat(again.text("replayed")).isEqualTo("true");
        assertThat(card.buy("S1", 11).status()).isEqualTo(409);
        assertThat(card.capture(first.text("authorizationId"), "S1", 10, true).status())
                .isEqualTo(409);

        Reply none = card.buy("S2", 5000);
        declined(none, "INSUFFICIENT_FUNDS", "balance", "990");
        card.advise("S3", 1);
        Reply still = card.buy("S2", 5000);
        declined(still, "INSUFFICIENT_FUNDS", "balance", "990");
        assertThat(still.text("authorizationId")).isEqualTo(none.text("authorizationId"));

        String held = approved(card.hold("S4", 100));
        Reply captured = card.capture(held, "S5", 100, true);
        assertThat(card.capture(held, "S5", 100, true).text("available")).isEqualTo(captured.text("available"));
        assertThat(card.available()).isEqualTo("889");
    }

    @Test
    void aReversalThatComesFirstIsKeptAndItsOriginalDeclined() {
        Reply early = card.reverseBlindly("LATE", "R1");
        String id = approved(early);
        assertThat(early.text("amount")).isEqualTo("0");

        declined(card.buy("LATE", 100), "REVERSED_BEFORE", "null", "null");
        assertThat(card.reverseBlindly("LATE", "R1").text("authorizationId")).isEqualTo(id);
        assertThat(card.available()).isEqualTo("1000");

        approved(card.buy("LOST", 100));
        assertThat(card.reverseBlindly("LOST", "R2").text("amount")).isEqualTo("100");
        assertThat(card.available()).isEqualTo("1000");
    }

    @Test
    void theCardsOfOthersAreNotThere() {
        SpendingCard other = SpendingCard.with(100);
        String theirs = approved(other.hold("S1", 10));
        Map<String, Object> wish = other.wish("S2", 10);

        assertThat(card.send(wish).status()).isEqualTo(404);
        assertThat(card.story(theirs).status()).isEqualTo(404);
        assertThat(card.capture(theirs, "S3", 10, true).status()).isEqualTo(404);
        assertThat(card.reverse(theirs, "S4").status()).isEqualTo(404);
        assertThat(card.refund(theirs, "S5", 10).status()).isEqualTo(404);
        assertThat(card.api()
                        .get("/api/v1/cards/" + other.card().id() + "/remaining-limits")
                        .status())
                .isEqualTo(404);
        assertThat(other.available()).isEqualTo("90");
    }

    @Test
    void lessIsApprovedWhereLessIsTaken() {
        Map<String, Object> wish = card.buying("S1", 1200);
        wish.put("partial", true);

        Reply part = card.send(wish);

        approved(part);
        assertThat(part.text("amount")).isEqualTo("1000");
        assertThat(part.text("available")).isEqualTo("0");
        assertThat(card.send(wish).text("amount")).isEqualTo("1000");
    }

    @Test
    void thePinIsCheckedAndLocks() {
        var company = card.company();
        TestServer.shared()
                .bean(Database.class)
                .inCompany(
                        company,
                        () -> TestServer.shared()
                                .bean(Vault.class)
                                .setPin(company, card.card().token(), new Secret<>("4711")));
        Map<String, Object> cash = card.wish("S1", 100);
        cash.put("channel", "ATM");
        declined(card.send(cash), "PIN_REQUIRED", "null", "null");
        for (int i = 2; i < 4; i++) {
            cash.putAll(Map.of("source", "S" + i, "pin", "0000"));
            declined(card.send(cash), "PIN_WRONG", "null", "null");
            declined(card.send(cash), "PIN_WRONG", "null", "null");
        }
        cash.putAll(Map.of("source", "S4", "pin", "4711"));
        approved(card.send(cash));
        for (int i = 5; i < 8; i++) {
            cash.putAll(Map.of("source", "S" + i, "pin", "0000"));
            card.send(cash);
        }
        cash.putAll(Map.of("source", "S8", "pin", "4711"));
        declined(card.send(cash), "PIN_LOCKED", "null", "null");
    }

    @Test
    void theLongestReferenceIsFoundAgain() {
        String source = "S".repeat(100);
        approved(card.buy(source, 10));

        for (Map<String, Object> filter : List.<Map<String, Object>>of(
                Map.of("pgReferenceNumber", source), Map.of("pgReferenceNumbers", List.of(source)))) {
            Reply found = card.account().transactions(filter);
            assertThat(found.text("payload.data.0.pgReferenceNumber"))
                    .as(found.body())
                    .isEqualTo(source);
        }
        assertThat(card.account()
                        .transactions(Map.of("pgReferenceNumber", source + "S"))
                        .status())
                .isEqualTo(400);
    }

    @Test
    void aGiftPaysOutNoCash() {
        SpendingCard gift = SpendingCard.of(TestServer.shared(), "GIFT", 1000);
        var company = gift.company();
        TestServer.shared()
                .bean(Database.class)
                .inCompany(
                        company,
                        () -> TestServer.shared()
                                .bean(Vault.class)
                                .setPin(company, gift.card().token(), new Secret<>("4711")));
        Map<String, Object> cash = gift.wish("S1", 100);
        cash.putAll(Map.of("channel", "ATM", "pin", "4711"));
        declined(gift.send(cash), "CHANNEL_NOT_ALLOWED", "cash:GIFT", "null");
        Map<String, Object> back = gift.wish("S2", 100);
        back.putAll(Map.of("cashBack", true, "pin", "4711"));
        declined(gift.send(back), "CHANNEL_NOT_ALLOWED", "cash:GIFT", "null");
        back.put("cashBack", false);
        assertThat(gift.send(back).status()).isEqualTo(409);

        approved(gift.buy("S3", 100));
        assertThat(gift.remaining().json().get("channels"))
                .filteredOn(each -> each.get("channel").asString().equals("ATM"))
                .extracting(each ->
                        each.get("most").asString() + " " + each.get("binding").asString())
                .containsExactly("0 cash:GIFT");
        gift.assertBooksBalance();
    }

    @Test
    void theSecurityCodeIsCheckedAndItsTriesAreCounted() {
        var company = card.company();
        String code = TestServer.shared()
                .bean(Database.class)
                .inCompany(
                        company,
                        () -> Objects.requireNonNull(TestServer.shared()
                                .bean(Vault.class)
                                .securityCode(company, card.card().token())))
                .value();
        String wrong = code.equals("000") ? "001" : "000";
        Map<String, Object> wish = card.wish("S0", 1);
        wish.put("channel", "ONLINE");
        wish.put("securityCode", code);
        wish.put("expiry", "11/31");
        approved(card.send(wish));
        for (int i = 1; i < SecurityCodes.TRIES; i++) {
            wish.putAll(Map.of("source", "S" + i, "securityCode", wrong));
            declined(card.send(wish), "SECURITY_CODE_WRONG", "null", "null");
        }
        wish.putAll(Map.of("source", "S8", "securityCode", wrong));
        declined(card.send(wish), "SECURITY_CODE_LOCKED", "null", "null");
        wish.putAll(Map.of("source", "S9", "securityCode", code));
        declined(card.send(wish), "SECURITY_CODE_LOCKED", "null", "null");
        wish.putAll(Map.of("source", "S10", "expiry", "12/31"));
        wish.remove("securityCode");
        declined(card.send(wish), "EXPIRY_WRONG", "null", "null");
    }

    @Test
    void whatWasPaidStandsAmongTheMovements() {
        String bought = approved(card.buy("S1", 100));
        approved(card.reverse(bought, "S2", 30));
        approved(card.refund(bought, "S3", 20));
        String held = approved(card.hold("S4", 50));
        approved(card.reverse(held, "S5"));

        Reply all =
                card.account().transactions(Map.of("enKashCardId", card.card().id()));

        assertThat(all.text("payload.recordsCount")).as(all.body()).isEqualTo("3");
        assertThat(all.text("payload.data.0.type")).isEqualTo("REFUND");
        assertThat(all.text("payload.data.0.cardTransactionType")).isEqualTo("CR");
        assertThat(all.text("payload.data.1.type")).isEqualTo("REVERSAL");
        assertThat(all.text("payload.data.2.type")).isEqualTo("SALE");
        assertThat(all.text("payload.data.2.cardTransactionType")).isEqualTo("DR");
        assertThat(all.text("payload.data.2.amount")).isEqualTo("100");
        assertThat(all.text("payload.data.2.otbBalance")).isEqualTo("900");
        assertThat(card.account().figure("totalRedemptionPoint")).isEqualTo("50");
    }

    @Test
    void authorisationsAreListedNewestFirstWithTheirDeclines() {
        approved(card.buy("S1", 1));
        declined(card.buy("S2", 9999), "INSUFFICIENT_FUNDS", "balance", "999");
        approved(card.hold("S3", 2));

        Reply page = card.api()
                .get("/api/v1/cards/authorizations?limit=2&enKashCardId="
                        + card.card().id());
        assertThat(page.text("items.0.source")).isEqualTo("S3");
        assertThat(page.text("items.1.reason")).isEqualTo("INSUFFICIENT_FUNDS");
        Reply rest = card.api().get("/api/v1/cards/authorizations?limit=2&cursor=" + page.text("nextCursor"));
        assertThat(rest.json().get("items")).hasSize(1);
        assertThat(card.api()
                        .get("/api/v1/cards/authorizations?state=DECLINED")
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void aRuleIsTriedInShadowReplayedAndPutInForce() {
        Map<String, Object> conditions = Map.of("amountAbove", 100, "categories", List.of("5811-5814"));
        Reply made = card.api().post("/api/v1/cards/rules", Map.of("name", "Large meals", "conditions", conditions));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        assertThat(made.text("mode")).isEqualTo("SHADOW");
        String rule = made.text("ruleId");
        String large = approved(card.buy("S1", 150));
        approved(card.buy("S2", 100));
        assertThat(card.story(large).text("authorization.shadowRules.0")).isEqualTo(rule);

        Reply replay = card.api().post("/api/v1/cards/rules/replays", Map.of("ruleId", rule));
        assertThat(replay.text("examined")).as(replay.body()).isEqualTo("2");
        assertThat(replay.text("wouldDecline")).isEqualTo("1");
        assertThat(replay.text("amount")).isEqualTo("150");
        assertThat(replay.text("authorizationIds.0")).isEqualTo(large);

        Reply forced = card.api().put("/api/v1/cards/rules/" + rule + "/mode", Map.of("mode", "ENFORCED"));
        assertThat(forced.text("mode")).as(forced.body()).isEqualTo("ENFORCED");
        declined(card.buy("S3", 150), "RULE_REFUSED", rule, "null");
        assertThat(card.api()
                        .put("/api/v1/cards/rules/" + rule + "/mode", Map.of("mode", "ENFORCED"))
                        .status())
                .isEqualTo(422);
        assertThat(SpendingCard.with(1).api().get("/api/v1/cards/rules").json().get("items"))
                .isEmpty();
    }

    @Test
    void aMealCardBuysMealsAndItsCompanyMaySayOtherwise() {
        SpendingCard meal = SpendingCard.of(TestServer.shared(), "MEAL", 100);
        Map<String, Object> television = meal.buying("S1", 10);
        television.put("merchant", Map.of("category", "5732"));
        declined(meal.send(television), "CATEGORY_NOT_ALLOWED", "category:MEAL", "null");

        Reply said = meal.api()
                .put(
                        "/api/v1/cards/category-rules",
                        Map.of("accountType", "MEAL", "validFrom", "2020-01-01", "categories", List.of("5700-5799")));
        assertThat(said.status()).as(said.body()).isEqualTo(200);
        television.put("source", "S2");
        approved(meal.send(television));
        declined(meal.buy("S3", 10), "CATEGORY_NOT_ALLOWED", "category:MEAL", "null");
        assertThat(meal.api().get("/api/v1/cards/category-rules").text("items.0.categories.0"))
                .isEqualTo("5700-5799");
        meal.assertBooksBalance();
    }

    @Test
    void whatIsNoWishIsRefusedByField() {
        for (var wrong : List.<Map<String, Object>>of(
                Map.of("amount", "1.001"),
                Map.of("amount", -5),
                Map.of("amount", 0),
                Map.of("channel", "FAX"),
                Map.of("source", "a b"),
                Map.of("pin", "12345"),
                Map.of("securityCode", "12"),
                Map.of("expiry", "13/31"),
                Map.of("localTime", "noon"),
                Map.of("merchant", Map.of("category", "58")))) {
            Map<String, Object> wish = card.wish("S1", 1);
            wish.putAll(wrong);
            assertThat(card.send(wish).status()).as(wrong.toString()).isEqualTo(400);
        }
        assertThat(card.available()).isEqualTo("1000");
        assertThat(Api.of(TestServer.shared())
                        .post("/api/v1/cards/authorizations", card.wish("S1", 1))
                        .status())
                .isEqualTo(401);
    }
}
