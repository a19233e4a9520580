package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CardSearchControllerTest {
    private final RewardAccount account = RewardAccount.funded(100);
    private String card = "";
    private String first = "";

    @BeforeEach
    void twoHolders() {
        Reply given = account.give("R1", 10, "6667778889");
        card = given.text("payload.enKashCardId");
        first = given.text("payload.enkashCardTxnId");
        account.give("R2", 20, "6667778890");
        account.take("R3", "2.5", "6667778889");
    }

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance();
    }

    private Reply search(Map<String, String> body) {
        return account.api().post(FAMILY + "/search", body);
    }

    @Test
    void oneCardIsAnsweredInBothDocumentedShapes() {
        Reply reply = search(
                Map.of("companyId", account.shop().companyId(), "cardAccountId", account.id(), "enKashCardId", card));

        assertThat(reply.text("code") + reply.text("response_code")).isEqualTo("00");
        assertThat(reply.text("message")).isEqualTo("Success").isEqualTo(reply.text("response_message"));
        assertThat(reply.text("payload.enKashCardId")).isEqualTo(card);
        assertThat(reply.text("payload.maskedNumber")).isEqualTo("XXXX XXXX XXXX 8889");
        assertThat(reply.text("payload.recordsCount")).isEqualTo("1");
        String data = "payload.data.0.";
        assertThat(reply.text(data + "enKashCardId")).isEqualTo(card);
        assertThat(reply.text(data + "expiryMonth")).isEmpty();
        assertThat(reply.text(data + "expiryYear")).isEmpty();
        assertThat(reply.text(data + "mobile")).isEqualTo("6667778889");
        assertThat(reply.text(data + "title")).isEqualTo("Mr");
        assertThat(reply.text(data + "firstName")).isEqualTo("Asha");
        assertThat(reply.text(data + "otbBalance")).isEqualTo("7.5");
        assertThat(reply.text(data + "cardStatus.name")).isEqualTo("UL");
    }

    @Test
    void theUsersOfAnAccountAreItsCardsInTheirOrder() {
        Reply all = account.search();
        Reply part = account.api()
                .post(
                        FAMILY + "/search?offset=1&limit=1",
                        Map.of("companyId", account.shop().companyId(), "cardAccountId", account.id()));

        assertThat(all.text("payload.recordsCount")).isEqualTo("3");
        assertThat(all.json().at("/payload/data"))
                .extracting(each -> each.get("mobile").asString())
                .containsExactly("9000000003", "6667778889", "6667778890");
        assertThat(all.json().at("/payload").has("enKashCardId")).isFalse();
        assertThat(part.text("payload.recordsCount")).isEqualTo("3");
        assertThat(part.json().at("/payload/data")).hasSize(1);
        assertThat(part.text("payload.data.0.enKashCardId")).isEqualTo(card);
    }

    @Test
    void anotherCompanyFindsNothing() {
        Fixture other = Api.of(TestServer.shared()).newCompany(1);
        Map<String, String> theirs = Map.of("companyId", other.companyId(), "cardAccountId", account.id());
        Map<String, String> ours = Map.of("companyId", account.shop().companyId(), "cardAccountId", account.id());

        for (String path : List.of("/search", "/transaction/all")) {
            refused(other.api().post(FAMILY + path, theirs), 404, "Card account not found");
            refused(other.api().post(FAMILY + path, ours), 403, "may not act for");
        }
        RewardAccount second = RewardAccount.funded(1);
        refused(
                second.api()
                        .post(
                                FAMILY + "/search",
                                Map.of(
                                        "companyId", second.shop().companyId(),
                                        "cardAccountId", second.id(),
                                        "enKashCardId", card)),
                404,
                "there is no card");
    }

    private List<String> found(Map<String, Object> filter) {
        Reply reply = account.transactions(filter);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        List<String> references = reply.json()
                .at("/payload/data")
                .valueStream()
                .map(each -> each.get("pgReferenceNumber").asString())
                .toList();
        assertThat(reply.text("payload.recordsCount")).isEqualTo(Integer.toString(references.size()));
        return references;
    }

    @Test
    void everyDocumentedFilterNarrows() {
        assertThat(found(Map.of())).containsExactly("R3", "R2", "R1");
        assertThat(found(Map.of("enKashCardId", card))).containsExactly("R3", "R1");
        assertThat(found(Map.of("pgReferenceNumber", "R2"))).containsExactly("R2");
        assertThat(found(Map.of("pgReferenceNumbers", List.of("R1", "R2")))).containsExactly("R2", "R1");
        assertThat(found(Map.of("enKashTransactionId", first))).containsExactly("R1");
        assertThat(found(Map.of("enKashTransactionIds", List.of(first, "ECT0000000000", "other"))))
                .containsExactly("R1");
        assertThat(found(Map.of("cardTransactionType", "DR"))).containsExactly("R3");
        assertThat(found(Map.of("amountFrom", "2.5", "amountTo", 10))).containsExactly("R3", "R1");
        assertThat(found(Map.of("cardHolderName", "ASH"))).hasSize(3);
        assertThat(found(Map.of("cardHolderName", "nobody"))).isEmpty();
        assertThat(found(Map.of("companyName", "example traders"))).hasSize(3);
        assertThat(found(Map.of("companyName", "Other"))).isEmpty();
        assertThat(found(Map.of("status", "CREATED"))).hasSize(3);
        assertThat(found(Map.of("status", "FAILED"))).isEmpty();
        assertThat(found(Map.of("txnDateFrom", "2025-01-24T08:47:01.505Z"))).hasSize(3);
        assertThat(found(Map.of("txnDateTo", "2025-01-24"))).isEmpty();
        assertThat(found(Map.of("userId", "EK000000"))).isEmpty();
    }

    @Test
    void aMovementTellsItsCardItsBalanceAndItsState() {
        Reply reply = account.transactions(Map.of("pgReferenceNumber", "R3"));

        String one = "payload.data.0.";
        assertThat(reply.text(one + "enKashTransactionId")).matches("ECT[0-9A-Z]{10}");
        assertThat(reply.text(one + "enKashCardId")).isEqualTo(card);
        assertThat(reply.text(one + "cardTransactionType")).isEqualTo("DR");
        assertThat(reply.text(one + "type")).isEqualTo("UNALLOCATE_POINT");
        assertThat(reply.text(one + "amount")).isEqualTo("2.5");
        assertThat(reply.text(one + "otbBalance")).isEqualTo("7.5");
        assertThat(reply.text(one + "status")).isEqualTo("CREATED");
    }

    @Test
    void aFilterThatIsWrongIsNamed() {
        refused(account.transactions(Map.of("txnDateFrom", "yesterday")), 400, "txnDateFrom");
        refused(account.transactions(Map.of("amountTo", "1.234")), 400, "amountTo");
        refused(account.transactions(Map.of("cardTransactionType", "UP")), 400, "cardTransactionType");
        refused(account.transactions(Map.of("enKashCardId", "EKC0000000")), 404, "there is no card");
    }

    @Test
    void aSignInTokenWorksOnceForItsCompanyAlone() {
        Map<String, String> body =
                Map.of("companyId", account.shop().companyId(), "cardAccountId", account.id(), "enkashCardId", card);
        String token = account.api().post(FAMILY + "/sso-token", body).text("payload.access_token");
        Fixture other = Api.of(TestServer.shared()).newCompany(1);

        assertThat(token).matches("[A-Za-z0-9]{26}");
        assertThat(other.api()
                        .post("/api/v1/card-sign-ins", Map.of("token", token))
                        .status())
                .isEqualTo(422);
        Reply used = account.api().post("/api/v1/card-sign-ins", Map.of("token", token));
        assertThat(used.status()).as(used.body()).isEqualTo(200);
        assertThat(used.text("enKashCardId")).isEqualTo(card);
        assertThat(used.text("administrator")).isEqualTo("false");
        assertThat(account.api()
                        .post("/api/v1/card-sign-ins", Map.of("token", token))
                        .text("title"))
                .isEqualTo("CARD_SIGN_IN_INVALID");
    }

    @Test
    void aMomentOutsideTheYearsThatAreTakenIsRefused() {
        for (String moment : List.of("+999999-01-01T00:00:00Z", "-999999-01-01T00:00:00Z", "0001-01-01")) {
            for (String field : List.of("txnDateFrom", "txnDateTo")) {
                refused(account.transactions(Map.of(field, moment)), 400, field + " must lie between the years");
            }
        }
        assertThat(found(Map.of("txnDateFrom", "1970-01-02", "txnDateTo", "9999-12-31")))
                .hasSize(3);
    }

    private Reply open() {
        return account.api()
                .post(
                        FAMILY + "/sso-token",
                        Map.of(
                                "companyId", account.shop().companyId(),
                                "cardAccountId", account.id(),
                                "enkashCardId", card));
    }

    private Reply use(Reply opened) {
        return account.api().post("/api/v1/card-sign-ins", Map.of("token", opened.text("payload.access_token")));
    }

    @Test
    void aLockedCardSignsNobodyIn() {
        Reply opened = open();
        lock("LOCKED");

        assertThat(use(opened).text("title")).isEqualTo("CARD_NOT_ACTIVE");
        refused(open(), 200, "Card is not active");

        lock("ACTIVE");
        assertThat(use(opened).status()).isEqualTo(200);
    }

    private void lock(String state) {
        var jdbc = TestServer.shared().bean(org.springframework.jdbc.core.simple.JdbcClient.class);
        TestServer.shared()
                .bean(io.kosh.platform.Database.class)
                .inCompany(
                        account.shop().company().key(),
                        () -> jdbc.sql("update cards.card set state = ? where public_id = ?")
                                .params(state, card)
                                .update());
    }

    @Test
    void anInactivePersonIsNotSignedIn() {
        Reply opened = open();
        String user = account.transactions(Map.of("enKashCardId", card)).text("payload.data.0.userId");
        account.api().patch("/api/v1/users/" + user, Map.of("status", "INACTIVE"));

        assertThat(use(opened).text("title")).isEqualTo("CARD_USER_INACTIVE");
        refused(open(), 200, "inactive");

        account.api().patch("/api/v1/users/" + user, Map.of("status", "ACTIVE"));
        assertThat(use(opened).status()).isEqualTo(200);
    }

    @Test
    void aTokenIsForACardOfTheAccount() {
        RewardAccount second = RewardAccount.funded(1);

        refused(
                second.api()
                        .post(
                                FAMILY + "/sso-token",
                                Map.of(
                                        "companyId", second.shop().companyId(),
                                        "cardAccountId", second.id(),
                                        "enkashCardId", card)),
                404,
                "there is no card");
        refused(
                second.api()
                        .post(
                                FAMILY + "/sso-token",
                                Map.of("companyId", second.shop().companyId())),
                400,
                "required");
    }
}
