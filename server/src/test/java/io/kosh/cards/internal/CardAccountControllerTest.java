package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@Tag("store")
class CardAccountControllerTest {
    private final RewardAccount account = RewardAccount.funded(1000);
    private final Fixture shop = account.shop();

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance();
    }

    @Test
    void aPointAccountIsOpenedWithItsAdministratorsCard() {
        Reply made = RewardAccount.create(shop, "CHANNEL_INCENTIVE");

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(made.text("response_code")).isEqualTo("0");
        assertThat(made.text("payload.cardAccountId")).matches("CA[A-Z0-9]{7}");
        assertThat(made.text("payload.primaryEnKashCard.enKashCardId")).matches("EKC[A-Z0-9]{7}");
        assertThat(made.text("payload.primaryEnKashCard.userId")).matches("EK[A-Z0-9]{6}");
        assertThat(made.text("payload.primaryEnKashCard.token")).matches("[0-9a-f]{20}");
        assertThat(made.text("payload.primaryEnKashCard.maskedNumber")).isEqualTo("XXXX XXXX XXXX 0003");
        assertThat(made.text("payload.totalCards")).isEqualTo("1");
        assertThat(made.text("payload.usedCreditLimit")).isEqualTo("0");
        assertThat(made.header("Kosh-Compat-Note")).contains("partnerId");
        // The administrator of two accounts is one person.
        assertThat(made.text("payload.primaryEnKashCard.userId")).isEqualTo(account.figure("primaryEnKashCard.userId"));
    }

    @ParameterizedTest
    @EnumSource(AccountType.class)
    void everyDocumentedTypeIsOpenedAndFunded(AccountType type) {
        RewardAccount any = RewardAccount.of(type.name(), "10.50");

        assertThat(any.figure("availableBalance")).isEqualTo("10.5");
        assertThat(any.get().json().at("/payload/primaryEnKashCard").isNull())
                .isEqualTo(type.asset().decimals() == 2 && type.asset() != io.kosh.ledger.Asset.POINT);
        assertThat(any.api().get("/api/v1/card-accounts/" + any.id()).text("accountType"))
                .isEqualTo(type.name());
        any.assertBooksBalance();
    }

    @Test
    void theAdministratorMayBeAPersonOfTheCompany() {
        Map<String, Object> draft = RewardAccount.draft(shop, "EMPLOYEE_REWARDS");
        draft.put("userId", shop.userIds().getFirst());
        draft.put("mobile", "9000000044");

        assertThat(shop.api().post(FAMILY + "/cardAccount/create", draft).text("payload.primaryEnKashCard.userId"))
                .isEqualTo(shop.userIds().getFirst());

        draft.put("userId", "EK000000");
        assertThat(shop.api().post(FAMILY + "/cardAccount/create", draft).status())
                .isEqualTo(404);
    }

    @Test
    void anAccountCountsWhatItWasOpenedFor() {
        var database = TestServer.shared().bean(io.kosh.platform.Database.class);
        var jdbc = TestServer.shared().bean(org.springframework.jdbc.core.simple.JdbcClient.class);
        database.inCompany(
                shop.company().key(),
                () -> jdbc.sql("update cards.card_account set type = 'MEAL' where public_id = ?")
                        .param(account.id())
                        .update());

        assertThat(account.figure("accountType")).isEqualTo("MEAL");
        assertThat(account.figure("availableBalance")).isEqualTo("1000");
        assertThat(account.give("R1", 10, "9600098867").text("code")).isEqualTo("0");
    }

    @Test
    void everyFigureFollowsTheLedger() {
        account.give("R1", "92.44", "9600098867");
        account.give("R2", 7.56, "9600098868");
        account.take("R3", 10, "9600098867");
        redeem("9600098867", 2_000);

        Reply reply = account.get();

        assertThat(reply.body())
                .startsWith("{\"payload\":{\"cardAccountId\":\"" + account.id() + "\",\"companyId\":\""
                        + shop.companyId() + "\",\"companyName\":\"Example Traders\"");
        assertThat(reply.text("payload.creditLimit")).isEqualTo("0");
        assertThat(reply.text("payload.dynamicLimit")).isEqualTo("0");
        assertThat(reply.text("payload.availableBalance")).isEqualTo("910");
        assertThat(reply.text("payload.availableCardBalance")).isEqualTo("70");
        assertThat(reply.text("payload.usedCreditLimit")).isEqualTo("-980");
        assertThat(reply.text("payload.totalCards")).isEqualTo("3");
        assertThat(reply.text("payload.activeCards")).isEqualTo("3");
        assertThat(reply.text("payload.totalAllocationPoint")).isEqualTo("100");
        assertThat(reply.text("payload.totalRedemptionPoint")).isEqualTo("20");
        assertThat(reply.text("payload.currentMonthAllocationPoint")).isEqualTo("100");
        assertThat(reply.text("payload.currentMonthRedemptionPoint")).isEqualTo("20");
    }

    /// A holder spends, by the template that spending uses.
    private void redeem(String mobile, long hundredths) {
        var database = TestServer.shared().bean(io.kosh.platform.Database.class);
        var ledger = TestServer.shared().bean(io.kosh.ledger.Ledger.class);
        var cards = TestServer.shared().bean(CardStore.class);
        var key = shop.company().key();
        database.inCompany(key, () -> {
            Card card = cards.page(key, database.inCompany(key, () -> accountKey()), 0, 100).stream()
                    .filter(each -> mobile.equals(each.holder().mobile()))
                    .findFirst()
                    .orElseThrow();
            CardBook book = card.account().book();
            return ledger.post(
                    key,
                    new io.kosh.ledger.Command.Post(
                            new io.kosh.ledger.SourceKey("points.redeem", "spent"),
                            "",
                            book.spend(),
                            List.of(io.kosh.ledger.Leg.of(
                                    card.ledgerAccount(),
                                    book.spentOf(card.account().key()),
                                    hundredths)),
                            List.of(),
                            Map.of(),
                            false));
        });
    }

    private long accountKey() {
        CardAccount found = TestServer.shared()
                .bean(CardAccountStore.class)
                .find(shop.company().key(), account.id());
        return found == null ? 0 : found.key();
    }

    @Test
    void aFundingIsOneEffectAReferenceAndReversedOnce() {
        Reply first = account.fund("0.05", "F1");
        Reply again = account.fund("0.05", "F1");

        assertThat(first.text("availableBalance")).isEqualTo("1000.05");
        assertThat(first.text("replayed")).isEqualTo("false");
        assertThat(again.text("transferId")).isEqualTo(first.text("transferId"));
        assertThat(again.text("replayed")).isEqualTo("true");
        assertThat(account.fund("0.06", "F1").status()).isEqualTo(409);

        Reply reversed = shop.api().post(account.fundings() + "/F1/reversal", Map.of());
        Reply reversedAgain = shop.api().post(account.fundings() + "/F1/reversal", Map.of());
        assertThat(reversed.status()).as(reversed.body()).isEqualTo(201);
        assertThat(reversed.text("availableBalance")).isEqualTo("1000");
        assertThat(reversedAgain.text("transferId")).isEqualTo(reversed.text("transferId"));
        assertThat(account.figure("totalAllocationPoint")).isEqualTo("0");
        assertThat(shop.api().get(account.fundings()).json().get("items"))
                .extracting(line -> line.get("reference").asString() + " "
                        + line.get("what").asString())
                .containsExactly("F1 REVERSED", "F1 FUNDED", "F0 FUNDED");
    }

    @Test
    void aFundingThatWasGivenAwayIsNotReversed() {
        account.give("R1", 1, "9600098867");

        Reply reply = shop.api().post(account.fundings() + "/F0/reversal", Map.of());

        assertThat(reply.status()).isEqualTo(422);
        assertThat(reply.text("title")).isEqualTo("CARD_ACCOUNT_INSUFFICIENT");
        assertThat(shop.api()
                        .post(account.fundings() + "/NONE/reversal", Map.of())
                        .status())
                .isEqualTo(404);
        RewardAccount second = RewardAccount.funded(1);
        assertThat(shop.api()
                        .post("/api/v1/card-accounts/" + second.id() + "/fundings/F0/reversal", Map.of())
                        .status())
                .isEqualTo(404);
    }

    @ParameterizedTest
    @CsvSource({"0", "-1", "1.001", "10000000000", "'\"1e3\"'", "'\"ten\"'", "true", "null"})
    void anAmountThatIsNoneIsRefusedWithItsField(String amount) {
        Reply reply = shop.api().post(account.fundings(), "{\"reference\":\"X\",\"amount\":" + amount + "}");

        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("amount");
    }

    @Test
    void aFieldThatIsWrongIsNamed() {
        for (String field :
                List.of("companyId", "companyName", "planMasterId", "email", "mobile", "accountTitle", "accountType")) {
            Map<String, Object> draft = RewardAccount.draft(shop, "MEAL");
            draft.remove(field);
            Reply reply = shop.api().post(FAMILY + "/cardAccount/create", draft);
            assertThat(reply.status()).as(reply.body()).isEqualTo(400);
            assertThat(reply.text("response_message")).isEqualTo(field + " is required");
        }
        Map<String, Object> draft = RewardAccount.draft(shop, "LOTTERY");
        assertThat(shop.api().post(FAMILY + "/cardAccount/create", draft).text("response_message"))
                .contains("accountType");
    }

    @Test
    void anotherCompanysAccountIsNotThere() {
        Fixture other = Api.of(TestServer.shared()).newCompany(1);
        Map<String, String> theirs = Map.of("companyId", other.companyId(), "cardAccountId", account.id());
        Map<String, String> ours = Map.of("companyId", shop.companyId(), "cardAccountId", account.id());

        assertThat(other.api().post(FAMILY + "/cardAccount/get", theirs).status())
                .isEqualTo(404);
        assertThat(other.api().post(FAMILY + "/cardAccount/get", ours).status()).isEqualTo(403);
        assertThat(other.api().get("/api/v1/card-accounts/" + account.id()).status())
                .isEqualTo(404);
        assertThat(other.api().get("/api/v1/card-accounts").json().get("items")).isEmpty();
        assertThat(other.api().get(account.fundings()).status()).isEqualTo(404);
        assertThat(other.api()
                        .post(account.fundings(), Map.of("amount", 1, "reference", "X"))
                        .status())
                .isEqualTo(404);
        assertThat(shop.api().get("/api/v1/card-accounts").json().get("items")).hasSize(1);
    }
}
