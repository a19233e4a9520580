package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What business time does to coins. The server is this class's own, since its clock is moved.
@Tag("store")
class CoinTimeTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final Api OPERATOR = Api.of(SERVER).newOperator();

    private final Fixture shop = Api.of(SERVER).newCompany(1);
    private final String user = shop.userIds().getFirst();

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void theBooksBalance() {
        assertThat(shop.api().get("/api/v1/ledger/audit").body()).contains("\"balanced\":true");
    }

    private void give(String event, String requestId) {
        var given = shop.api()
                .post(
                        "/api/v0/enkash-coins/allocate-coin",
                        Map.of("companyId", shop.companyId(), "event", event, "requestId", requestId, "userId", user));
        assertThat(given.status()).as(given.body()).isEqualTo(200);
    }

    private void event(String event, int expiresAfterDays) {
        shop.api()
                .post(
                        "/api/v1/coins/events",
                        Map.of("event", event, "amount", 10, "expiresAfterDays", expiresAfterDays));
    }

    private long number(String field) {
        return shop.api().get("/api/v1/coins/users/" + user).json().get(field).asLong();
    }

    private List<Fired> runDue() {
        return SERVER.bean(DueWorks.class)
                .runDue(shop.company().key(), CLOCK.now(shop.company().key()));
    }

    private Instant begin(int daysFromNow) {
        return CLOCK.today(shop.company().key())
                .plusDays(daysFromNow)
                .atStartOfDay(BusinessClock.ZONE)
                .toInstant();
    }

    private Optional<Instant> next() {
        return SERVER.bean(DueWorks.class).next(shop.company().key());
    }

    private static long due(String name) {
        for (JsonNode job : OPERATOR.get("/api/v1/jobs").json().get("jobs")) {
            if (job.get("name").asString().equals(name)) {
                return job.get("due").asLong();
            }
        }
        throw new AssertionError("no job " + name);
    }

    @Test
    void coinsThatEndedAreNotCountedAndThenPostedOnce() {
        event("SHORT", 2);
        event("LONG", 30);
        give("SHORT", "R1");
        give("LONG", "R2");
        assertThat(number("available")).isEqualTo(20);

        CLOCK.advance(Duration.ofDays(2));
        assertThat(number("available")).isEqualTo(10);
        assertThat(number("balance")).isEqualTo(20);

        assertThat(next()).contains(begin(0));
        assertThat(runDue()).singleElement().satisfies(fired -> {
            assertThat(fired.work()).isEqualTo("loyalty.coin-expiry");
            assertThat(fired.done()).isTrue();
            assertThat(fired.outcome()).isEqualTo("10 coins expired");
        });
        assertThat(runDue()).isEmpty();
        assertThat(next()).as("the other lot").contains(begin(28));
        assertThat(number("available")).isEqualTo(10);
        assertThat(number("balance")).isEqualTo(10);
        assertThat(shop.api().get("/api/v1/coins/liability").text("expired")).isEqualTo("10");
    }

    @Test
    void soonestToExpireIsSpentFirst() {
        event("SHORT", 2);
        event("LONG", 30);
        give("LONG", "R1");
        give("SHORT", "R2");
        String burn = shop.api()
                .post("/api/v1/coins/burns", Map.of("userId", user, "amount", 10, "requestId", "B1"))
                .text("burnId");
        shop.api().post("/api/v1/coins/burns/" + burn + "/commit", "");

        CLOCK.advance(Duration.ofDays(3));

        assertThat(number("available")).isEqualTo(10);
    }

    @Test
    void aReservationThatIsNeverEndedIsReleasedByItsTime() {
        event("LONG", 30);
        give("LONG", "R1");
        String burn = shop.api()
                .post("/api/v1/coins/burns", Map.of("userId", user, "amount", 10, "requestId", "B1", "holdSeconds", 60))
                .text("burnId");
        assertThat(number("available")).isZero();

        assertThat(runDue()).as("not due yet").isEmpty();
        CLOCK.advance(Duration.ofSeconds(60));
        assertThat(shop.api()
                        .post("/api/v1/coins/burns/" + burn + "/commit", "")
                        .status())
                .isEqualTo(409);
        assertThat(due("ledger.hold-timeouts")).isEqualTo(1);
        assertThat(runDue())
                .extracting(Fired::work, Fired::outcome)
                .containsExactly(tuple("ledger.hold-timeouts", "released"));
        assertThat(due("ledger.hold-timeouts")).isZero();

        assertThat(number("available")).isEqualTo(10);
        assertThat(shop.api().get("/api/v1/coins/burns/" + burn).text("state")).isEqualTo("TIMED_OUT");
    }

    @Test
    void anAllocationWhoseCoinsExpiredIsNotReversedOutOfOthers() {
        event("SHORT", 2);
        event("LONG", 30);
        give("SHORT", "R1");
        give("LONG", "R2");
        CLOCK.advance(Duration.ofDays(2));

        var refused = shop.api().post("/api/v1/coins/reversals", Map.of("requestId", "R1"));

        assertThat(refused.text("title")).isEqualTo("ALLOCATION_EXPIRED");
        assertThat(number("available")).isEqualTo(10);
    }

    @Test
    void aDailyCapStartsAnewWithTheIndianDay() {
        shop.api().post("/api/v1/coins/events", Map.of("event", "CAP", "amount", 10, "dailyUserCap", 10));
        give("CAP", "R1");

        CLOCK.advance(Duration.ofDays(1));

        give("CAP", "R2");
        assertThat(number("available")).isEqualTo(20);
    }
}
