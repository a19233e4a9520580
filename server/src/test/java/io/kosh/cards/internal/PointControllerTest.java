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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Tag("store")
class PointControllerTest {
    private static final String MOBILE = "9600098867";

    private final RewardAccount account = RewardAccount.funded(100);

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance();
    }

    @Test
    void aNewHolderBecomesAUserWithACardAndPointsInOneGo() {
        Reply reply = account.give("TEST234236", 11, MOBILE);

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.body())
                .matches("\\{\"code\":0,\"message\":\"Success\",\"payload\":\\{\"enKashCardId\":\"EKC[A-Z0-9]{7}\","
                        + "\"userId\":\"EK[A-Z0-9]{6}\",\"cardAccountId\":\"" + account.id()
                        + "\",\"token\":\"[0-9a-f]{20}\",\"maskedNumber\":\"XXXX XXXX XXXX 8867\","
                        + "\"email\":\"p9600098867@example.com\",\"mobile\":\"9600098867\",\"title\":\"Mr\","
                        + "\"firstName\":\"Asha\",\"gender\":\"M\",\"otbBalance\":11,"
                        + "\"enkashCardTxnId\":\"ECT[A-Z0-9]{10}\",\"pgReferenceNumber\":\"TEST234236\"}}");
        Reply user = account.api().get("/api/v1/users/" + reply.text("payload.userId"));
        assertThat(user.text("name")).isEqualTo("Asha");
        assertThat(account.figure("availableBalance")).isEqualTo("89");
    }

    @Test
    void aTopUpIsTwoLedgerLinesOnTheSameCard() {
        Reply first = account.give("R1", 11, MOBILE);
        Reply second = account.give("R2", "0.25", MOBILE);

        assertThat(second.text("payload.enKashCardId")).isEqualTo(first.text("payload.enKashCardId"));
        assertThat(second.text("payload.otbBalance")).isEqualTo("11.25");
        assertThat(second.header("Kosh-Compat-Note")).contains("loadAmount: a text was taken as a number");
        Reply journal = account.api().get("/api/v1/ledger/transfers?sourceKind=cards.reference&sourceId=R2");
        assertThat(journal.text("items.0.template")).isEqualTo("points.allocate");
        assertThat(journal.text("items.0.entries.0.account")).isEqualTo("points.account");
        assertThat(journal.text("items.0.entries.0.debit")).isEqualTo("25");
        assertThat(journal.text("items.0.entries.1.account")).isEqualTo("points.card");
        assertThat(journal.text("items.0.entries.1.credit")).isEqualTo("25");
    }

    @Test
    void theCardAloneOrTheMobileAloneTellsTheHolder() {
        String card = account.give("R1", 10, MOBILE).text("payload.enKashCardId");
        Map<String, Object> short1 = account.move("R2", 1, MOBILE);
        List.of("cardAccountId", "email", "mobile", "title", "firstName", "gender")
                .forEach(short1::remove);
        short1.put("enkashCardId", card);
        Map<String, Object> short2 = account.takeBack("R3", 2, MOBILE);
        List.of("email", "title", "firstName", "gender").forEach(short2::remove);
        Map<String, Object> short3 = account.move("R4", 3, MOBILE);
        List.of("mobile", "title", "firstName", "gender").forEach(short3::remove);
        short3.put("email", "P9600098867@Example.com");

        assertThat(account.send(short1).text("payload.otbBalance")).isEqualTo("11");
        assertThat(account.send(short2).text("payload.otbBalance")).isEqualTo("9");
        assertThat(account.send(short3).text("payload.otbBalance")).isEqualTo("12");
        assertThat(account.search().text("payload.recordsCount")).isEqualTo("2");
    }

    @Test
    void bothSpellingsOfTheReferenceAndTheGuidesPathAreUnderstood() {
        Map<String, Object> body = account.move("R1", 10, MOBILE);
        body.remove("uniqueReferenceNum");
        body.put("uniqueReferenceNumber", "R1");

        Reply reply = account.api().post(FAMILY + "/points/allocate", body);

        assertThat(reply.text("payload.pgReferenceNumber")).isEqualTo("R1");
        assertThat(account.give("R1", 10, MOBILE).body()).isEqualTo(reply.body());
        body.put("uniqueReferenceNum", "R2");
        refused(account.send(body), 400, "uniqueReferenceNum differs");
    }

    @Test
    void aRepeatedReferenceGivesTheFirstAnswerAndAnotherBodyIsRefused() {
        Reply first = account.give("R1", 10, MOBILE);
        account.give("R2", 5, MOBILE);

        Reply again = account.give("R1", 10, MOBILE);

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.text("payload.otbBalance")).isEqualTo("10");
        refused(account.give("R1", 11, MOBILE), 409, "uniqueReferenceNumber");
        refused(account.take("R1", 10, MOBILE), 409, "uniqueReferenceNumber");
        refused(account.give("R1", 10, "9600098868"), 409, "uniqueReferenceNumber");
        assertThat(account.search().text("payload.recordsCount")).isEqualTo("2");
        assertThat(account.figure("availableCardBalance")).isEqualTo("15");
    }

    @Test
    void whatABalanceDeclinesIsAnsweredAsDocumentedAndChangesNothing() {
        Reply tooMuch = account.give("R1", 101, MOBILE);

        refused(tooMuch, 200, "Insufficient balance in card account");
        assertThat(tooMuch.text("message")).isEqualTo("Insufficient balance in card account");
        assertThat(account.search().text("payload.recordsCount")).isEqualTo("1");

        account.give("R2", 10, MOBILE);
        refused(account.take("R3", "10.01", MOBILE), 200, "Insufficient balance in card");
        assertThat(account.figure("availableCardBalance")).isEqualTo("10");
        // A reference that was declined may be tried again.
        assertThat(account.give("R1", 1, MOBILE).text("code")).isEqualTo("0");
    }

    @Test
    void pointsComeBackToTheAccount() {
        account.give("R1", 10, MOBILE);

        Reply back = account.take("R2", "2.5", MOBILE);

        assertThat(back.text("payload.otbBalance")).isEqualTo("7.5");
        assertThat(account.figure("availableBalance")).isEqualTo("92.5");
        assertThat(account.figure("totalAllocationPoint")).isEqualTo("10");
        refused(account.take("R3", 1, "9600000000"), 404, "holds a card");
        Map<String, Object> otherMobile = account.takeBack("R4", 1, "9600000000");
        otherMobile.put("email", "p9600098867@example.com");
        refused(account.send(otherMobile), 404, "nobody with this mobile holds a card of the account " + account.id());
    }

    @Test
    void aHolderIsCheckedAgainstWhatIsKnown() {
        account.give("R1", 10, MOBILE);
        Map<String, Object> otherMail = account.move("R2", 1, MOBILE);
        otherMail.put("email", "else@example.com");
        Map<String, Object> otherMobile = account.move("R3", 1, "9600098868");
        otherMobile.put("email", "p9600098867@example.com");

        refused(account.send(otherMail), 422, "holder");
        refused(account.send(otherMobile), 422, "holder");
        assertThat(account.figure("totalCards")).isEqualTo("2");
    }

    @Test
    void aNewHolderNeedsANameAndBothAddresses() {
        for (String field : List.of("title", "firstName", "email")) {
            Map<String, Object> body = account.move("R-" + field, 1, MOBILE);
            body.remove(field);
            refused(account.send(body), 400, field + " is required");
        }
        assertThat(account.figure("totalCards")).isEqualTo("1");
    }

    @ParameterizedTest
    @CsvSource({
        "loadAmount, 0, greater than 0",
        "loadAmount, -1, from 0.01",
        "loadAmount, 1.001, two decimals",
        "loadAmount, 1e2, exponent",
        "transactionCode, PRINCIPLE, ALLOCATION",
        "transactionType, XX, wrong type",
        "type, UNALLOCATE_POINT, with CR",
        "mobile, 12345, ten digits",
        "email, nobody, e-mail",
        "gender, X, M",
        "uniqueReferenceNum, '', required",
        "companyId, '', required",
        "cardAccountId, '', required",
    })
    void aFieldThatIsWrongIsNamed(String field, String value, String words) {
        Map<String, Object> body = account.move("R1", 1, MOBILE);
        body.put(field, value);

        Reply reply = account.send(body);

        refused(reply, 400, words);
        assertThat(reply.text("message")).contains(field.equals("uniqueReferenceNum") ? "uniqueReference" : field);
    }

    @Test
    void pointsMoveInPointAccountsOnly() {
        RewardAccount meals = RewardAccount.of("MEAL", 100);

        refused(meals.give("R1", 1, MOBILE), 422, "counts rupees");
        meals.assertBooksBalance();
    }

    @Test
    void aCardThatIsNotActiveReceivesNothingAndGivesBack() {
        String card = account.give("R1", 10, MOBILE).text("payload.enKashCardId");
        execute("update cards.card set state = 'LOCKED' where public_id = '" + card + "'");

        refused(account.give("R2", 1, MOBILE), 200, "Card is not active");
        assertThat(account.take("R3", 1, MOBILE).text("payload.otbBalance")).isEqualTo("9");
        assertThat(account.figure("activeCards")).isEqualTo("1");
        assertThat(account.figure("totalCards")).isEqualTo("2");
    }

    private void execute(String sql) {
        var database = TestServer.shared().bean(io.kosh.platform.Database.class);
        var jdbc = TestServer.shared().bean(org.springframework.jdbc.core.simple.JdbcClient.class);
        database.inCompany(account.shop().company().key(), () -> jdbc.sql(sql).update());
    }

    @Test
    void anInactiveUserReceivesNothing() {
        String user = account.give("R1", 10, MOBILE).text("payload.userId");
        account.api().patch("/api/v1/users/" + user, Map.of("status", "INACTIVE"));

        refused(account.give("R2", 1, MOBILE), 200, "inactive");
        assertThat(account.take("R3", 1, MOBILE).text("code")).isEqualTo("0");
    }

    @Test
    void whatHappenedIsToldOnce() {
        Reply made = account.api()
                .post(
                        "/api/v1/webhooks",
                        Map.of(
                                "url",
                                "http://localhost:9/",
                                "events",
                                List.of("card.*", "points.*", "card_account.*")));
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        String transaction = account.give("R1", 10, MOBILE).text("payload.enkashCardTxnId");
        account.give("R1", 10, MOBILE);
        account.give("R2", 1000, "9600098868");
        account.take("R3", 1, MOBILE);
        account.fund(1, "F1");
        account.fund(1, "F1");

        assertThat(account.api().get("/api/v1/webhooks/deliveries").json().get("items"))
                .extracting(each -> each.get("type").asString())
                .containsExactlyInAnyOrder(
                        "card.created", "points.allocated", "points.unallocated", "card_account.funded");
        Reply ofIt = account.api().get("/api/v1/webhooks/deliveries?resourceId=" + transaction);
        assertThat(ofIt.text("items.0.type")).isEqualTo("points.allocated");
        assertThat(ofIt.text("items.0.resourceType")).isEqualTo("card_transaction");
    }

    @Test
    void anotherCompanysAccountAndCardAreNotThere() {
        Fixture other = Api.of(TestServer.shared()).newCompany(1);
        String card = account.give("R1", 10, MOBILE).text("payload.enKashCardId");
        Map<String, Object> body = account.move("R2", 1, MOBILE);

        refused(other.api().post(FAMILY + "/create-allocate-points", body), 403, "may not act for");
        body.put("companyId", other.companyId());
        refused(
                other.api().post(FAMILY + "/create-allocate-points", body),
                404,
                "Card account not found for companyId: [" + other.companyId() + "] and cardAccountId: [" + account.id()
                        + "]");
        body.remove("cardAccountId");
        body.put("enkashCardId", card);
        refused(other.api().post(FAMILY + "/create-allocate-points", body), 404, "card");
        refused(Api.of(TestServer.shared()).post(FAMILY + "/create-allocate-points", body), 401, "Authorization");

        RewardAccount second = RewardAccount.funded(10);
        Map<String, Object> mixed = second.move("R2", 1, MOBILE);
        mixed.put("enkashCardId", card);
        refused(second.send(mixed), 404, "card");
    }
}
