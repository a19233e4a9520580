package io.kosh.cards.internal;

import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import io.kosh.vault.Vault;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CardReplacementControllerTest {
    private final TestServer server = TestServer.shared();
    private final PrepaidAccount account = PrepaidAccount.funded(100_000);

    @AfterEach
    void theBooksBalance() {
        account.of().assertBooksBalance();
    }

    @Test
    void theCardStaysAndItsNumberIsAnother() {
        String card = account.minimum(MOBILE);
        account.load(card, "R1", 6_000);
        Map<String, Object> rule = new HashMap<>(Map.of(
                "companyId", account.companyId(), "cardAccountId", account.id(), "enKashCardIds", List.of(card)));
        rule.putAll(Map.of("dtd", 77, "mtdCount", 3, "atmAllowed", false));
        assertThat(account.api().post(FAMILY + "/velocity/rule", rule).text("code"))
                .isEqualTo("0");
        Reply before = account.search(card);

        Reply after = account.replace(card);

        assertThat(after.text("code")).as(after.body()).isEqualTo("0");
        assertThat(after.text("payload.enKashCardId")).isEqualTo(card);
        assertThat(after.text("payload.token")).isNotEqualTo(before.text("payload.data.0.token"));
        assertThat(after.text("payload.otbBalance")).isEqualTo("6000");
        assertThat(account.search(card).json().at("/payload/data/0"))
                .isEqualTo(after.json().get("payload"));
        assertThat(account.gates(card).text("usable")).isEqualTo("true");
        rule.put("enKashCardId", card);
        Reply kept = account.api().post(FAMILY + "/velocity/rule/get", rule);
        assertThat(kept.text("payload.dtd")).isEqualTo("77");
        assertThat(kept.text("payload.mtdCount")).isEqualTo("3");
        assertThat(kept.text("payload.atmAllowed")).isEqualTo("false");
        // What was loaded before counts on.
        refused(account.load(card, "R2", "4000.01"), 200, "in a month");
        assertThat(account.load(card, "R2", 4_000).text("code")).isEqualTo("0");
        assertThat(account.of().transactions(Map.of("enKashCardId", card)).text("payload.recordsCount"))
                .isEqualTo("2");
    }

    @Test
    void theOldNumberLeadsToNoCard() {
        String card = account.full(MOBILE);
        String old = account.found(card, "token");
        String now = account.replace(card).text("payload.token");
        CompanyKey company = account.of().shop().company().key();
        Vault vault = server.bean(Vault.class);
        Database database = server.bean(Database.class);
        CardStore cards = server.bean(CardStore.class);

        var number = database.inCompany(company, () -> Objects.requireNonNull(vault.face(company, old)))
                .number();
        var holder = Objects.requireNonNull(vault.holderOf(number));

        assertThat(holder.token()).isEqualTo(old);
        Optional<Card> dead =
                database.inCompany(company, () -> Optional.ofNullable(cards.byToken(company, holder.token())));
        Optional<Card> alive = database.inCompany(company, () -> Optional.ofNullable(cards.byToken(company, now)));
        assertThat(dead).isEmpty();
        assertThat(alive).map(Card::id).contains(card);
    }

    @Test
    void aLockIsLiftedAndABlockIsNot() {
        String card = account.full(MOBILE);
        account.block(card, "L");
        assertThat(account.replace(card).text("payload.cardStatus.name")).isEqualTo("UL");
        account.block(card, "BL");
        refused(account.replace(card), 200, "Blocked");
    }

    @Test
    void plasticIsMadeAgainForTheNewNumber() {
        String card = account.full(MOBILE);
        Map<String, Object> order = Map.of("companyId", account.companyId(), "enKashCardId", card);
        account.api().post(FAMILY + "/physical", order);
        Api operator = Api.of(server).newOperator();
        String moves = "/api/v1/cards/" + card + "/physical-order/moves?companyId=" + account.companyId();
        List.of("PRINTED", "DISPATCHED").forEach(step -> operator.post(moves, Map.of("state", step)));
        String first =
                account.api().get("/api/v1/cards/" + card + "/physical-order").text("physicalOrderId");

        account.replace(card);

        Reply again = account.api().get("/api/v1/cards/" + card + "/physical-order");
        assertThat(again.text("physicalOrderId")).isNotEqualTo(first);
        assertThat(again.text("state")).isEqualTo("ORDERED");
        assertThat(account.found(card, "cardStatus/name")).isEqualTo("UL");
    }

    @Test
    void theHolderIsAsked() {
        String card = account.full(MOBILE);
        String token = account.found(card, "token");
        Map<String, Object> guess = Map.of(
                "enKashCardId", card, "otpMedium", "MOBILE", "otpRequestId", "CHL0000000000000", "otp", "123456");

        Reply guessed = account.api().post(FAMILY + "/replaceCard", guess);

        assertThat(guessed.status()).as(guessed.body()).isBetween(400, 422);
        refused(account.api().post(FAMILY + "/replaceCard", Map.of("enKashCardId", card)), 400, "otpMedium");
        assertThat(account.found(card, "token")).isEqualTo(token);
    }

    @Test
    void aCardOfAnotherCompanyOrWithoutANumberIsNotReplaced() {
        String card = account.full(MOBILE);
        PrepaidAccount other = PrepaidAccount.funded(1);
        refused(
                other.api().post(FAMILY + "/replaceCard", Map.of("enKashCardId", card, "otpRequired", false)),
                404,
                "there is no card");
        RewardAccount points = RewardAccount.funded(1);
        refused(
                points.api()
                        .post(
                                FAMILY + "/replaceCard",
                                Map.of("enKashCardId", points.primaryCard(), "otpRequired", false)),
                422,
                "has no number");
    }
}
