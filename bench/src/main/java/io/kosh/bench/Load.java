package io.kosh.bench;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/// A closed loop: each of so many workers asks again as soon as it was answered. First it runs unmeasured, to warm up.
final class Load {
    private static final long LONGEST_MICROS = 120_000_000;

    private final Duration warmUp;
    private final Duration measured;

    Load(Duration warmUp, Duration measured) {
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /// What one worker does again and again; false where it was refused.
    interface Worker extends AutoCloseable {
        boolean once() throws Exception;

        @Override
        void close() throws SQLException;
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

    /// When what counts begins and ends, on the clock of [System#nanoTime].
    private record Window(long start, long end) {
        /// An answer counts where it came, so that slow ones are not left out.
        boolean holds(long answered) {
            return answered - start >= 0 && answered - end <= 0;
        }
    }

    Result run(String what, int connections, Workers workers) throws Exception {
        List<Worker> made = new ArrayList<>();
        try {
            for (int i = 0; i < connections; i++) {
                made.add(workers.make(i));
            }
            long now = System.nanoTime();
            Window window = new Window(
                    now + warmUp.toNanos(), now + warmUp.plus(measured).toNanos());
            List<Future<Tally>> running = new ArrayList<>();
            try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
                for (Worker worker : made) {
                    running.add(executor.submit(() -> loop(worker, window)));
                }
            }
            return sum(what, connections, running);
        } finally {
            for (Worker worker : made) {
                worker.close();
            }
        }
    }

    /// One worker's share.
    private record Tally(Histogram micros, long failed) {}

    private static Tally loop(Worker worker, Window window) throws Exception {
        Histogram micros = new Histogram(LONGEST_MICROS, 3);
        long failed = 0;
        while (true) {
            long began = System.nanoTime();
            if (began - window.end() >= 0) {
                return new Tally(micros, failed);
            }
            boolean good = worker.once();
            long ended = System.nanoTime();
            if (window.holds(ended)) {
                if (good) {
                    micros.recordValue(Math.min(LONGEST_MICROS, (ended - began) / 1000));
                } else {
                    failed++;
                }
            }
            if (!good) {
                // A refusal is quick; asking on at full speed would measure refusals.
                LockSupport.parkNanos(10_000_000);
            }
        }
    }

    private Result sum(String what, int connections, List<Future<Tally>> running) throws Exception {
        Histogram all = new Histogram(LONGEST_MICROS, 3);
        long failed = 0;
        for (Future<Tally> each : running) {
            try {
                all.add(each.get().micros());
                failed += each.get().failed();
            } catch (ExecutionException e) {
                throw new BenchFailure(what + " failed: " + e.getCause());
            }
        }
        return new Result(what, connections, all.getTotalCount(), failed, measured.toNanos() / 1e9, all);
    }
}
