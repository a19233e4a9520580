package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.bench.Load.Result;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReentrantLock;
import org.junit.jupiter.api.Test;

class OpenLoopTest {
    private final OpenLoop loop = new OpenLoop(1_000, Duration.ofMillis(50), Duration.ofMillis(200));

    @Test
    void everyArrivalOfTheMeasuredTimeCounts() {
        AtomicInteger served = new AtomicInteger();
        AtomicInteger began = new AtomicInteger();

        Result result = loop.run("quick", () -> served.incrementAndGet() > 0, began::incrementAndGet);

        assertThat(result.done()).isEqualTo(200);
        assertThat(served).hasValue(250);
        assertThat(began).hasValue(1);
    }

    @Test
    void waitingForTheOnesBeforeCountsIntoTheLatency() {
        ReentrantLock oneAtATime = new ReentrantLock();

        Result result = loop.run(
                "slow",
                () -> {
                    oneAtATime.lock();
                    try {
                        Thread.sleep(Duration.ofMillis(4));
                        return true;
                    } finally {
                        oneAtATime.unlock();
                    }
                },
                () -> {});

        assertThat(result.done()).isEqualTo(200);
        assertThat(result.p99Millis())
                .as("250 times 4 ms in a quarter of the time")
                .isGreaterThan(500);
    }

    @Test
    void refusalsAndFailuresAreCountedApart() {
        AtomicInteger number = new AtomicInteger();

        Result result = loop.run(
                "refused",
                () -> {
                    if (number.incrementAndGet() % 2 == 0) {
                        throw new IllegalStateException("no");
                    }
                    return false;
                },
                () -> {});

        assertThat(result.done()).isZero();
        assertThat(result.failed()).isEqualTo(200);
    }
}
