package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("store")
class CoinControllerTest {
    private static final String CREATE = "/api/v0/enkash-coins/create-coins-config";
    private static final String ALLOCATE = "/api/v0/enkash-coins/allocate-coin";

    private final Fixture shop = Api.of(TestServer.shared()).newCompany(2);
    private final Fixture other = Api.of(TestServer.shared()).newCompany(1);
    private final String user = shop.userIds().getFirst();

    @AfterEach
    void theBooksBalance() {
        assertThat(shop.api().get("/api/v1/ledger/audit").json().get("balanced").asBoolean())
                .isTrue();
    }

    private Map<String, Object> draft(Object amount) {
        return Map.of("configuration", "CUSTOM", "companyId", shop.companyId(), "event", "WELCOME", "amount", amount);
    }

    private String create(Object amount) {
        Reply made = shop.api().post(CREATE, draft(amount));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made.text("payload.coinConfigId");
    }

    private Reply allocate(String requestId) {
        return shop.api().post(ALLOCATE, allocation("WELCOME", requestId, user));
    }

    private Map<String, Object> allocation(String event, String requestId, String userId) {
        return Map.of("companyId", shop.companyId(), "event", event, "requestId", requestId, "userId", userId);
    }

    private long balance(String userId) {
        return shop.api()
                .get("/api/v0/coins/balance?userId=" + userId)
                .json()
                .get("payload")
                .asLong();
    }

    private static void refused(Reply reply, int status, String words) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json().get("response_code").asInt()).isEqualTo(1);
        assertThat(reply.text("response_message")).contains(words);
        assertThat(reply.text("payload")).isEqualTo(reply.text("response_message"));
    }

    @Test
    void aConfigurationIsCreatedReadAndChangedInTheDocumentedShape() {
        String id = create(6);
        assertThat(id).matches("WCC\\d+");

        Reply read = shop.api().get("/api/v0/enkash-coins/" + id);
        Reply changed = shop.api().patch("/api/v0/enkash-coins/" + id, Map.of("amount", 10));

        assertThat(read.text("payload.amount")).isEqualTo("6");
        assertThat(changed.body())
                .isEqualTo("{\"payload\":{\"coinConfigId\":\"" + id
                        + "\",\"configuration\":\"CUSTOM\",\"event\":\"WELCOME\",\"amount\":10},"
                        + "\"response_code\":0,\"response_message\":\"Success\"}");
    }

    @Test
    void anAllocationIsTwoLedgerLinesAndABalance() {
        create(6);

        Reply allocated = allocate("R1");

        assertThat(allocated.body())
                .isEqualTo("{\"payload\":\"Successfully allocated enkash Coins\",\"response_code\":0,"
                        + "\"response_message\":\"Success\"}");
        assertThat(balance(user)).isEqualTo(6);
        Reply journal = shop.api().get("/api/v1/ledger/transfers?sourceKind=coins.allocate&sourceId=R1");
        assertThat(journal.text("items.0.entries.0.account")).isEqualTo("coins.issuance");
        assertThat(journal.text("items.0.entries.0.debit")).isEqualTo("6");
        assertThat(journal.text("items.0.entries.1.account")).isEqualTo("coins.user");
        assertThat(journal.text("items.0.entries.1.credit")).isEqualTo("6");
    }

    @Test
    void theSameRequestIdGivesTheFirstAnswerAndNoSecondCoin() {
        String id = create(6);
        allocate("R1");
        shop.api().patch("/api/v0/enkash-coins/" + id, Map.of("amount", 10));

        assertThat(allocate("R1").status()).isEqualTo(200);
        shop.api().post("/api/v1/coins/events/" + id + "/deactivate", Map.of());
        assertThat(allocate("R1").status()).isEqualTo(200);

        assertThat(balance(user)).isEqualTo(6);
        refused(
                shop.api()
                        .post(
                                ALLOCATE,
                                allocation("WELCOME", "R1", shop.userIds().get(1))),
                409,
                "requestId");
    }

    @Test
    void whatIsUnknownOrNotAllowedSaysWhich() {
        create(6);
        refused(shop.api().post(ALLOCATE, allocation("NO_SUCH_EVENT", "R1", user)), 404, "NO_SUCH_EVENT");
        refused(shop.api().post(ALLOCATE, allocation("WELCOME", "R1", "EK000000")), 404, "EK000000");
        refused(
                shop.api()
                        .post(
                                ALLOCATE,
                                allocation("WELCOME", "R1", other.userIds().getFirst())),
                404,
                "there is no user");
        refused(other.api().post(ALLOCATE, allocation("WELCOME", "R1", user)), 403, "may not act for");
        refused(other.api().get("/api/v0/coins/balance?userId=" + user), 404, "there is no user");
        refused(shop.api().get("/api/v0/coins/balance"), 400, "userId is required");
        refused(Api.of(TestServer.shared()).post(ALLOCATE, allocation("WELCOME", "R1", user)), 401, "Authorization");
    }

    @Test
    void aSecondActiveConfigurationForAnEventIsAConflict() {
        String id = create(6);
        refused(shop.api().post(CREATE, draft(7)), 409, "WELCOME");

        shop.api().post("/api/v1/coins/events/" + id + "/deactivate", Map.of());
        create(7);
        refused(shop.api().patch("/api/v0/enkash-coins/" + id, Map.of("amount", 8)), 422, "deactivated");
    }

    @Test
    void aCompanyCannotTakeTheDefault() {
        String id = create(6);
        refused(
                shop.api().patch("/api/v0/enkash-coins/" + id, Map.of("configuration", "DEFAULT")),
                422,
                "DEFAULT is the platform's");
        refused(
                shop.api()
                        .post(
                                CREATE,
                                Map.of(
                                        "configuration",
                                        "DEFAULT",
                                        "companyId",
                                        shop.companyId(),
                                        "event",
                                        "X",
                                        "amount",
                                        1)),
                422,
                "DEFAULT is the platform's");
    }

    @Test
    void aConfigurationNeverMovesToAnotherCompanyAndIsNotSeenByIt() {
        String id = create(6);

        refused(
                shop.api().patch("/api/v0/enkash-coins/" + id, Map.of("companyId", other.companyId())),
                403,
                "may not act for");
        assertThat(shop.api()
                        .patch("/api/v0/enkash-coins/" + id, Map.of("companyId", shop.companyId()))
                        .status())
                .isEqualTo(200);
        refused(other.api().get("/api/v0/enkash-coins/" + id), 404, "no such coin configuration");
        refused(other.api().patch("/api/v0/enkash-coins/" + id, Map.of("amount", 1)), 404, "no such");
        assertThat(other.api().get("/api/v1/coins/events/" + id + "/changes").status())
                .isEqualTo(404);
    }

    @Test
    void aPatchKeepsWhatIsAbsentAndRefusesNull() {
        String id = create(6);
        Reply unchanged = shop.api().patch("/api/v0/enkash-coins/" + id, "{}");
        assertThat(unchanged.text("payload.amount")).isEqualTo("6");

        refused(shop.api().patch("/api/v0/enkash-coins/" + id, "{\"amount\":null}"), 400, "amount may not be null");
        refused(shop.api().patch("/api/v0/enkash-coins/" + id, "{\"event\":null}"), 400, "event may not be null");
        Reply changes = shop.api().get("/api/v1/coins/events/" + id + "/changes");
        assertThat(changes.json().get("items").size()).isEqualTo(1);
    }

    @Test
    void everyChangeIsKeptWithWhoWhenFromAndTo() {
        String id = create(6);
        shop.api().patch("/api/v0/enkash-coins/" + id, Map.of("amount", 10));

        Reply changes = shop.api().get("/api/v1/coins/events/" + id + "/changes");

        assertThat(changes.text("items.1.number")).isEqualTo("2");
        assertThat(changes.text("items.1.actor")).isEqualTo(shop.username());
        assertThat(changes.text("items.1.changes.0.field")).isEqualTo("amount");
        assertThat(changes.text("items.1.changes.0.from")).isEqualTo("6");
        assertThat(changes.text("items.1.changes.0.to")).isEqualTo("10");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"0", "-1", "1.5", "\"ten\"", "true", "1000000001", "9223372036854775808", "1e400", "null", "[]"})
    void anAmountThatIsNotAWholeNumberInRangeIsRefusedByName(String amount) {
        String body = "{\"configuration\":\"CUSTOM\",\"companyId\":\"" + shop.companyId()
                + "\",\"event\":\"WELCOME\",\"amount\":" + amount + "}";
        refused(shop.api().post(CREATE, body), 400, "amount");
        assertThat(shop.api().get("/api/v1/coins/events?active=true").body()).doesNotContain("WELCOME");
    }

    @Test
    void numericTextIsTakenWithACompatNote() {
        Reply made = shop.api().post(CREATE, draft("10"));
        assertThat(made.text("payload.amount")).isEqualTo("10");
        assertThat(made.header("Kosh-Compat-Note")).contains("amount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"CUSTOM\":true}", "{\"value\":\"CUSTOM\"}", "\"CUSTOM\""})
    void configurationMayBeATextOrAnObjectAroundIt(String configuration) {
        String body = "{\"configuration\":" + configuration + ",\"companyId\":\"" + shop.companyId()
                + "\",\"event\":\"WELCOME\",\"amount\":3}";
        assertThat(shop.api().post(CREATE, body).text("payload.configuration")).isEqualTo("CUSTOM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "\"OTHER\"", "7", "{\"a\":\"DEFAULT\",\"b\":\"CUSTOM\"}", "[\"CUSTOM\"]"})
    void anyOtherConfigurationIsRefusedByName(String configuration) {
        String body = "{\"configuration\":" + configuration + ",\"companyId\":\"" + shop.companyId()
                + "\",\"event\":\"WELCOME\",\"amount\":3}";
        refused(shop.api().post(CREATE, body), 400, "configuration must be DEFAULT or CUSTOM");
    }

    @Test
    void aBodyThatIsNoJsonOfTheShapeIsRefused() {
        refused(shop.api().post(CREATE, "{\"amount\":1,\"amount\":2}"), 400, "not valid JSON");
        refused(shop.api().post(CREATE, "[]"), 400, "");
        refused(shop.api().post(CREATE, ""), 400, "JSON body");
        refused(shop.api().post(CREATE, "{\"event\":\"a\\u0000b\"}"), 400, "event may not hold a NUL");
        refused(shop.api().post(CREATE, "{\"event\":\"a\\ud800b\"}"), 400, "surrogate");
        refused(shop.api().post(CREATE, "{\"x\":" + "[".repeat(100_000)), 400, "not valid JSON");
        refused(shop.api().post(CREATE, "\"" + "x".repeat(2_000_000) + "\""), 413, "larger");
    }

    @Test
    void textIsDataAndNothingElse() {
        String event = "'; drop table loyalty.coin_event; -- <script>alert(1)</script> ../../etc";
        Reply made = shop.api()
                .post(
                        CREATE,
                        Map.of(
                                "configuration",
                                "CUSTOM",
                                "companyId",
                                shop.companyId(),
                                "event",
                                event.substring(0, 60),
                                "amount",
                                1));
        assertThat(made.status()).isEqualTo(200);
        assertThat(made.text("payload.event")).isEqualTo(event.substring(0, 60));
        refused(shop.api().get("/api/v0/enkash-coins/" + UUID.randomUUID()), 404, "no such");
        refused(shop.api().get("/api/v0/enkash-coins/'%20or%201=1"), 404, "no such");
    }
}
