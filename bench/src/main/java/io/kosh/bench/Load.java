package io.kosh.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// A closed loop on virtual threads: each of so many workers asks again as soon as it was answered. First it runs
/// unmeasured, until the virtual machine is hot.
final class Load {
    static final long LONGEST_MICROS = 120_000_000;
    private static final long GLANCE_NANOS = 20_000_000;

    private final Duration warmUp;
    private final Duration measured;

    /// @param warmUp the longest that it may take, see [WarmUp]
    Load(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    Duration warmUp() {
        return warmUp;
    }

    Duration measured() {
        return measured;
    }

    /// What one worker does again and again; false where it was refused.
    @FunctionalInterface
    interface Worker extends AutoCloseable {
        boolean once() throws Exception;

        @Override
        default void close() throws SQLException {}
    }

    /// Makes a worker.
    interface Workers {
        Worker make(int number) throws Exception;
    }

    /// What a phase came to.
    record Result(String what, int connections, long done, long failed, double seconds, Histogram micros) {
        double rate() {
            return done / seconds;
        }

        double p50Millis() {
            return micros.getValueAtPercentile(50) / 1000.0;
        }

        double p99Millis() {
            return micros.getValueAtPercentile(99) / 1000.0;
        }
    }

    Result run(String what, int connections, Workers workers) throws Exception {
        return run(what, connections, workers, () -> {});
    }

    /// @param began runs when the warm-up is over and what counts begins
    Result run(String what, int connections, Workers workers, Runnable began) throws Exception {
        List<Worker> made = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                made.add(workers.make(i));
            }
            Tally tally = new Tally();
            List<Future<Boolean>> running = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Worker worker : made) {
                    running.add(executor.submit(() -> {
                        try {
                            return tally.loop(worker);
                        } catch (Exception e) {
                            tally.broken = true;
                            throw e;
                        }
                    }));
                }
                WarmUp heat = new WarmUp(warmUp, System.nanoTime());
                while (!tally.broken && !heat.over(System.nanoTime(), tally.all.sum())) {
                    LockSupport.parkNanos(GLANCE_NANOS);
                }
                tally.begin(measured);
                began.run();
            }
            for (Future<Boolean> each : running) {
                check(what, each);
            }
            return tally.result(what, connections, measured);
        } finally {
            for (Worker worker : made) {
                worker.close();
            }
        }
    }

    private static void check(String what, Future<Boolean> each) throws InterruptedException {
        try {
            each.get();
        } catch (ExecutionException e) {
            throw new BenchFailure(what + " failed: " + e.getCause());
        }
    }

    /// What all workers did, and when it counts.
    private static final class Tally {
        final LongAdder all = new LongAdder();
        volatile boolean broken;
        private final Histogram micros = new ConcurrentHistogram(LONGEST_MICROS, 3);
        private final LongAdder failed = new LongAdder();
        private volatile Window window = Window.NOT_YET;

        void begin(Duration measured) {
            long now = System.nanoTime();
            window = new Window(true, now, now + measured.toNanos());
        }

        /// An answer counts where it came, so that slow ones are not left out.
        boolean loop(Worker worker) throws Exception {
            while (true) {
                long began = System.nanoTime();
                if (window.past(began) || broken) {
                    return true;
                }
                boolean good = worker.once();
                long ended = System.nanoTime();
                all.increment();
                if (window.holds(ended)) {
                    if (good) {
                        micros.recordValue(Math.min(LONGEST_MICROS, (ended - began) / 1000));
                    } else {
                        failed.increment();
                    }
                }
                if (!good) {
                    // A refusal is quick; asking on at full speed would measure refusals.
                    LockSupport.parkNanos(10_000_000);
                }
            }
        }

        Result result(String what, int connections, Duration measured) {
            return new Result(
                    what, connections, micros.getTotalCount(), failed.sum(), measured.toNanos() / 1e9, micros);
        }
    }

    /// When what counts begins and ends, on the clock of [System#nanoTime].
    private record Window(boolean known, long start, long end) {
        static final Window NOT_YET = new Window(false, 0, 0);

        boolean holds(long moment) {
            return known && moment - start >= 0 && moment - end <= 0;
        }

        boolean past(long moment) {
            return known && moment - end >= 0;
        }
    }
}
