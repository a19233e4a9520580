package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.platform.ItemProblem;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// `Idempotency-Key` over HTTP, on routes whose effect and answer the test decides and on those of the products.
@Tag("store")
class IdempotencyTest {
    private static final TestServer SERVER = TestServer.start(Map.of("kosh.test.probe", "true"));
    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final String WITH = "/api/v1/probe/with-effect";
    private static final String AFTER = "/api/v1/probe/after-effect";

    private final Database database = SERVER.bean(Database.class);
    private final Fixture shop = Api.of(SERVER).newCompany(1);
    private final String key = "key-" + COUNT.incrementAndGet();

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private static Reply send(String token, String path, Object body, String... keys) {
        String text = body instanceof String raw ? raw : new JsonMapper().writeValueAsString(body);
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(path))
                .header("Authorization", "Bearer " + token)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(text));
        for (String key : keys) {
            request.header(Idempotency.HEADER, key);
        }
        return Api.of(SERVER).send(request);
    }

    private Reply send(String path, Object body) {
        return send(shop.token(), path, body, key);
    }

    private static void behave(IntFunction<String> behaviour) {
        ProbeController.CALLS.set(0);
        ProbeController.behaviour = behaviour;
    }

    private static String operator() {
        return Api.of(SERVER)
                .newOperator()
                .get("/api/v1/ping")
                .response()
                .request()
                .headers()
                .firstValue("Authorization")
                .orElseThrow()
                .substring("Bearer ".length());
    }

    private static void isReplay(Reply again, Reply first) {
        assertThat(again.header(Idempotency.REPLAYED)).as(again.body()).isEqualTo("true");
        assertThat(first.header(Idempotency.REPLAYED)).isEmpty();
        assertThat(again.status()).isEqualTo(first.status());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.header("Content-Type")).isEqualTo(first.header("Content-Type"));
        assertThat(again.header("X-Request-Id")).isNotEqualTo(first.header("X-Request-Id"));
    }

    private boolean exists(String effect) {
        return database.inRegistry(() -> SERVER.bean(JdbcClient.class)
                        .sql("select count(*) from platform.public_id where id = ?")
                        .param(effect)
                        .query(Long.class)
                        .single())
                == 1;
    }

    private long kept(CompanyKey company) {
        return database.inCompany(
                company,
                () -> SERVER.bean(JdbcClient.class)
                        .sql("select count(*) from platform.idempotent_answer where company_id = ?")
                        .param(company.value())
                        .query(Long.class)
                        .single());
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH, AFTER})
    void aRepeatedCallGetsTheFirstAnswerByteForByte(String path) {
        behave(call -> "call " + call + " \u20b9");

        Reply first = send(path, Map.of("items", List.of("a")));
        Reply again = send(path, Map.of("items", List.of("a")));

        assertThat(first.status()).isEqualTo(201);
        assertThat(first.body()).contains("call 0 \u20b9");
        isReplay(again, first);
        assertThat(ProbeController.CALLS).hasValue(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH, AFTER})
    void anotherBodyOrAddressUnderTheSameKeyIsRefused(String path) {
        behave(call -> "call " + call);
        Reply first = send(path, Map.of("items", List.of("a")));

        Reply other = send(path, Map.of("items", List.of("b")));
        Reply elsewhere = send(path + "?more=1", Map.of("items", List.of("a")));

        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("title")).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        assertThat(other.text("field")).isEqualTo("Idempotency-Key");
        assertThat(elsewhere.status()).isEqualTo(422);
        isReplay(send(path, Map.of("items", List.of("a"))), first);
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH, AFTER})
    void whileACallIsUnderWayItsKeyIsRefused(String path) throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        behave(call -> {
            inside.countDown();
            return await(go) ? "done" : "not awaited";
        });

        CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> send(path, Map.of()));
        assertThat(inside.await(10, TimeUnit.SECONDS)).isTrue();
        Reply meanwhile = send(path, Map.of());
        go.countDown();

        assertThat(meanwhile.status()).isEqualTo(409);
        assertThat(meanwhile.text("title")).isEqualTo("IDEMPOTENCY_KEY_IN_FLIGHT");
        assertThat(meanwhile.header("Retry-After")).isEqualTo("1");
        Reply done = first.get(10, TimeUnit.SECONDS);
        assertThat(done.text("said")).isEqualTo("done");
        isReplay(send(path, Map.of()), done);
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH, AFTER})
    void aRefusalIsKeptAndItsEffectIsNot(String path) {
        behave(_ -> {
            throw Refusal.of(CommonError.FIELD_INVALID, "no");
        });
        String effect = "P" + key + path.length();

        Reply refused = send(path, Map.of("effect", effect));
        behave(call -> "call " + call);
        Reply again = send(path, Map.of("effect", effect));

        assertThat(refused.status()).isEqualTo(400);
        isReplay(again, refused);
        assertThat(ProbeController.CALLS).hasValue(0);
        if (path.equals(WITH)) {
            assertThat(exists(effect)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {WITH, AFTER})
    void whatIsOurFaultOrTooMuchIsNotKept(String path) {
        behave(call -> switch (call) {
            case 0 -> throw Refusal.of(CommonError.CONTENDED, "later");
            case 1 -> throw Refusal.of(CommonError.RATE_LIMITED, "slower");
            case 2 -> throw new IllegalStateException("a bug");
            default -> "done";
        });

        assertThat(send(path, Map.of()).status()).isEqualTo(503);
        assertThat(send(path, Map.of()).status()).isEqualTo(429);
        assertThat(send(path, Map.of()).status()).isEqualTo(500);
        Reply done = send(path, Map.of());
        assertThat(done.status()).isEqualTo(201);
        assertThat(done.header(Idempotency.REPLAYED)).isEmpty();
        isReplay(send(path, Map.of()), done);
    }

    @Test
    void anAnswerWithAnItemWhoseOutcomeIsNotKnownIsNotKept() {
        behave(call -> {
            if (call == 0) {
                ItemProblem.of(Refusal.retryAfter(CommonError.CONTENDED, "not known yet", Duration.ofSeconds(1)));
            }
            return "call " + call;
        });

        assertThat(send(AFTER, Map.of()).text("said")).isEqualTo("call 0");
        Reply again = send(AFTER, Map.of());
        assertThat(again.text("said")).isEqualTo("call 1");
        isReplay(send(AFTER, Map.of()), again);
    }

    @Test
    void anEffectIsRolledBackWithItsAnswer() {
        behave(call -> {
            if (call == 0) {
                throw new IllegalStateException("a bug behind the effect");
            }
            return "done";
        });
        Map<String, String> body = Map.of("effect", "R" + key);

        assertThat(send(WITH, body).status()).isEqualTo(500);
        assertThat(exists("R" + key)).isFalse();
        assertThat(send(WITH, body).status()).isEqualTo(201);
        assertThat(exists("R" + key)).isTrue();
        assertThat(send(WITH, body).status()).as("not made twice").isEqualTo(201);
    }

    @Test
    void aCallWhoseServerDiedIsMadeAnewOnceItsTimeIsOver() {
        behave(call -> "call " + call);
        send(AFTER, Map.of());
        Instant now = Clock.systemUTC().instant().truncatedTo(ChronoUnit.MILLIS);
        var jdbc = SERVER.bean(JdbcClient.class);
        CompanyKey company = shop.company().key();
        String died = "update platform.idempotent_answer set status = null, headers = null, body = null,"
                + " claimed_until = ?::timestamptz where company_id = ?";

        database.inCompany(
                company,
                () -> jdbc.sql(died)
                        .params(now.plusSeconds(60).toString(), company.value())
                        .update());
        assertThat(send(AFTER, Map.of()).status()).isEqualTo(409);
        database.inCompany(
                company,
                () -> jdbc.sql(died)
                        .params(now.minusSeconds(1).toString(), company.value())
                        .update());
        Reply anew = send(AFTER, Map.of());

        assertThat(anew.text("said")).isEqualTo("call 1");
        isReplay(send(AFTER, Map.of()), anew);
    }

    @Test
    void aLargeBodyIsToldFromOthersAndItsAnswerIsKept() {
        behave(call -> "call " + call);
        List<String> items = Collections.nCopies(900, "x".repeat(1_000));

        Reply first = send(WITH, Map.of("items", items));
        isReplay(send(WITH, Map.of("items", items)), first);

        assertThat(first.body()).hasSizeGreaterThan(900_000);
        assertThat(send(WITH, Map.of("items", items.subList(1, 900))).status()).isEqualTo(422);
        assertThat(send(shop.token(), WITH, Map.of("items", Collections.nCopies(1_100, "x".repeat(1_000))), "large")
                        .status())
                .isEqualTo(413);
    }

    @Test
    void anotherCompanyWithTheSameKeyIsAnotherCall() {
        Fixture other = Api.of(SERVER).newCompany(0);

        Reply ours = send("/api/v1/users", Map.of("name", "Asha"));
        Reply theirs = send(other.token(), "/api/v1/users", Map.of("name", "Asha"), key);

        assertThat(theirs.status()).isEqualTo(201);
        assertThat(theirs.text("userId")).isNotEqualTo(ours.text("userId"));
        assertThat(theirs.header(Idempotency.REPLAYED)).isEmpty();
    }

    @Test
    void aUserIsCreatedOnce() {
        Reply first = send("/api/v1/users", Map.of("name", "Asha"));

        isReplay(send("/api/v1/users", Map.of("name", "Asha")), first);
        assertThat(shop.api().get("/api/v1/users?limit=200").json().get("items"))
                .filteredOn(user -> user.get("name").asString().equals("Asha"))
                .hasSize(1);
    }

    @Test
    void aRefusalOfACompatibleRouteIsKeptInItsEnvelope() {
        Map<String, Object> body = Map.of(
                "companyId", shop.companyId(), "configuration", "CUSTOM", "event", "INVOICE_PAYMENT", "amount", 10);
        String create = "/api/v0/enkash-coins/create-coins-config";
        Reply made = send(shop.token(), create, body, "first");

        Reply refused = send(create, body);
        shop.api().post("/api/v1/coins/events/" + made.text("payload.coinConfigId") + "/deactivate", "");

        assertThat(made.status()).isEqualTo(200);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.text("response_code")).isEqualTo("1");
        isReplay(send(create, body), refused);
        assertThat(send(shop.token(), create, body, "another").status()).isEqualTo(200);
    }

    @Test
    void hotRoutesKeepTheirAnswersToo() {
        shop.api().post("/api/v1/coins/events", Map.of("event", "HOT", "amount", 10));
        String user = shop.userIds().getFirst();
        Map<String, Object> one =
                Map.of("companyId", shop.companyId(), "event", "HOT", "requestId", "R1", "userId", user);
        Map<String, Object> many = Map.of("items", List.of(Map.of("event", "HOT", "requestId", "R2", "userId", user)));

        twice(shop.token(), "/api/v0/enkash-coins/allocate-coin", one);
        twice(shop.token(), "/api/v1/coins/allocations/bulk", many);
        Map<String, Object> burn = Map.of("userId", user, "amount", 10, "requestId", "B1");
        Reply reserved = twice(shop.token(), "/api/v1/coins/burns", burn);
        Reply committed = twice(shop.token(), "/api/v1/coins/burns/" + reserved.text("burnId") + "/commit", "");
        assertThat(committed.text("state")).isEqualTo("COMMITTED");
        assertThat(shop.api().get("/api/v1/coins/users/" + user).text("available"))
                .isEqualTo("10");
    }

    private Reply twice(String token, String path, Object body) {
        Reply first = send(token, path, body, key);
        isReplay(send(token, path, body, key), first);
        return first;
    }

    @Test
    void operatorsKeepAnswersAboutACompanyAndAboutNone() {
        String operator = operator();
        Map<String, String> user = Map.of("companyId", shop.companyId(), "name", "Ravi");
        Map<String, String> partner = Map.of("name", "Partner " + key);

        Reply made = twice(operator, "/api/v1/users", user);
        assertThat(made.status()).isEqualTo(201);
        assertThat(twice(operator, "/api/v1/partners", partner).status()).isEqualTo(201);
        Map<String, String> login = Map.of(
                "companyId",
                shop.companyId(),
                "userId",
                made.text("userId"),
                "username",
                key + "@example.com",
                "password",
                "correct horse battery");
        assertThat(twice(operator, "/api/v1/logins", login).status()).isEqualTo(201);
    }

    @Test
    void aCompanyThatTheTokenMayNotActForIsRefusedAlsoForAKeyThatIsKnown() {
        Fixture other = Api.of(SERVER).newCompany(0);
        Map<String, String> body = Map.of("companyId", other.companyId(), "name", "Asha");

        assertThat(send("/api/v1/users", body).status()).isEqualTo(403);
        assertThat(kept(shop.company().key())).isZero();
    }

    @Test
    void withoutAKeyNothingIsKept() {
        shop.api().post("/api/v1/users", Map.of("name", "Asha"));
        send("/api/v1/users", "not json");

        assertThat(kept(shop.company().key())).isZero();
    }
}
