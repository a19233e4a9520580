package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.bench.Load.Result;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoadTest {
    private static final Load BRIEF = new Load(Duration.ofMillis(10), Duration.ofMillis(50));

    @Test
    void whatIsDoneIsCountedAndWorkersAreClosed() throws Exception {
        AtomicInteger closed = new AtomicInteger();

        Result result = BRIEF.run("busy", 3, _ -> worker(closed, true));

        assertThat(result.done()).isPositive().isEqualTo(result.micros().getTotalCount());
        assertThat(result.failed()).isZero();
        assertThat(closed).hasValue(3);
    }

    @Test
    void refusalsAreCountedApart() throws Exception {
        Result result = BRIEF.run("refused", 2, _ -> worker(new AtomicInteger(), false));

        assertThat(result.done()).isZero();
        assertThat(result.failed()).isPositive();
        assertThat(result.rate()).isZero();
    }

    @Test
    void aWorkerThatBreaksEndsTheRunWithASentence() {
        assertThatThrownBy(() -> BRIEF.run("broken", 1, _ -> new Load.Worker() {
                    @Override
                    public boolean once() {
                        throw new IllegalStateException("no");
                    }

                    @Override
                    public void close() {}
                }))
                .isInstanceOf(BenchFailure.class)
                .hasMessageContaining("broken failed");
    }

    @Test
    void theDiskIsAskedSoManyTimesAndNothingIsLeftThere(@TempDir Path folder) throws Exception {
        assertThat(Disk.syncMicros(folder, 7).getTotalCount()).isEqualTo(7);
        try (var files = Files.list(folder)) {
            assertThat(files).isEmpty();
        }
    }

    private static Load.Worker worker(AtomicInteger closed, boolean good) {
        return new Load.Worker() {
            @Override
            public boolean once() throws InterruptedException {
                Thread.sleep(Duration.ofMillis(1));
                return good;
            }

            @Override
            public void close() {
                closed.incrementAndGet();
            }
        };
    }
}
