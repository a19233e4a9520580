package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.CoinExpiryJob.CoinExpiry;
import io.kosh.platform.RecurringJob;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What business time does to coins. The server is this class's own, since its clock is moved.
@Tag("store")
class CoinTimeTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);

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

    private static void runJob(String name) {
        SERVER.beans(RecurringJob.class).stream()
                .filter(job -> job.name().equals(name))
                .forEach(job -> job.work().run());
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

        SERVER.bean(CoinExpiry.class).run();
        SERVER.bean(CoinExpiry.class).run();
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

        runJob("ledger.hold-timeouts");
        assertThat(number("available")).as("not due yet").isZero();
        CLOCK.advance(Duration.ofSeconds(60));
        assertThat(shop.api()
                        .post("/api/v1/coins/burns/" + burn + "/commit", "")
                        .status())
                .isEqualTo(409);
        runJob("ledger.hold-timeouts");

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
