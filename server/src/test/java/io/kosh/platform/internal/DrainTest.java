package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.DueWork;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Ten thousand pieces of one company's work fall due at once, and another company goes on asking.
@Tag("store")
class DrainTest {
    private static final Logger LOG = LoggerFactory.getLogger(DrainTest.class);
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final int USERS = 200;
    private static final int DAYS = 50;
    /// Other builds on the machine make single answers slow; what the drain alone costs is in docs/reliability.md.
    private static final Duration FLOOR = Duration.ofMillis(100);

    private final Fixture busy = Api.of(SERVER).newCompany(USERS);
    private final Fixture other = Api.of(SERVER).newCompany(1);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    /// A lot for each user and day.
    private void allocate() {
        for (int day = 1; day <= DAYS; day++) {
            busy.api().post("/api/v1/coins/events", Map.of("event", "D" + day, "amount", 1, "expiresAfterDays", day));
        }
        List<Map<String, String>> items = new ArrayList<>();
        for (String user : busy.userIds()) {
            for (int day = 1; day <= DAYS; day++) {
                items.add(Map.of("event", "D" + day, "requestId", user + day, "userId", user));
            }
        }
        for (int from = 0; from < items.size(); from += 1_000) {
            var given = busy.api()
                    .post("/api/v1/coins/allocations/bulk", Map.of("items", items.subList(from, from + 1_000)));
            assertThat(given.text("allocated")).as(given.body()).isEqualTo("1000");
        }
    }

    private Duration slowestButOne(BooleanSupplier goOn) {
        String path = "/api/v0/coins/balance?userId=" + other.userIds().getFirst();
        List<Long> nanos = new ArrayList<>();
        while (goOn.getAsBoolean()) {
            long began = System.nanoTime();
            assertThat(other.api().get(path).status()).isEqualTo(200);
            nanos.add(System.nanoTime() - began);
        }
        long[] sorted = nanos.stream().mapToLong(Long::longValue).sorted().toArray();
        LOG.warn(
                "{} answers, p50 {} us, p99 {} us, max {} us",
                sorted.length,
                sorted[sorted.length / 2] / 1_000,
                sorted[sorted.length * 99 / 100] / 1_000,
                Arrays.stream(sorted).max().orElse(0) / 1_000);
        return Duration.ofNanos(sorted[sorted.length * 99 / 100]);
    }

    @Test
    void tenThousandDuePiecesDrainWhileOthersAreServed() throws Exception {
        allocate();
        DueWork expiry = SERVER.beans(DueWork.class).stream()
                .filter(work -> work.name().equals("loyalty.coin-expiry"))
                .findFirst()
                .orElseThrow();
        long warm = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        slowestButOne(() -> System.nanoTime() < warm);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(3);
        Duration idle = slowestButOne(() -> System.nanoTime() < until);

        CLOCK.advance(Duration.ofDays(DAYS + 1));
        Duration draining;
        long began = System.nanoTime();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> tick = threads.submit(() -> SERVER.bean(DueRuns.class).tick(expiry));
            draining = slowestButOne(() -> !tick.isDone());
            tick.get(1, TimeUnit.SECONDS);
        }
        LOG.warn("drained in {} ms", (System.nanoTime() - began) / 1_000_000);

        assertThat(busy.api().get("/api/v1/coins/liability").text("expired")).isEqualTo(Integer.toString(USERS * DAYS));
        assertThat(busy.api().get("/api/v1/ledger/audit").body()).contains("\"balanced\":true");
        assertThat(draining).isLessThan(idle.multipliedBy(2).plus(FLOOR));
    }
}
