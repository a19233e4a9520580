package io.kosh.bench;

import io.kosh.bench.Load.Result;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/// An open loop inside this program: a virtual thread an arrival, at the times of a [Schedule], whatever became of the
/// ones before; latency counts from when the arrival was due. What comes while far too much is under way is dropped
/// and counts as failed, so that an engine that cannot keep up is told from one that can.
final class OpenLoop {
    private static final int MOST_UNDER_WAY = 60_000;
    private static final long GLANCE_NANOS = 100_000;

    private final double perSecond;
    private final Duration warmUp;
    private final Duration measured;

    OpenLoop(double perSecond, Duration warmUp, Duration measured) {
        this.perSecond = perSecond;
        this.warmUp = warmUp;
        this.measured = measured;
    }

    /// One arrival; false where it was refused.
    interface Arrival {
        boolean serve() throws Exception;
    }

    /// @param began runs in a thread of its own when what counts begins
    Result run(String what, Arrival arrival, Runnable began) {
        Histogram micros = new ConcurrentHistogram(Load.LONGEST_MICROS, 3);
        LongAdder failed = new LongAdder();
        AtomicInteger underWay = new AtomicInteger();
        long warm = Math.round(perSecond * warmUp.toNanos() / 1e9);
        long last = warm + Math.round(perSecond * measured.toNanos() / 1e9);
        try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
            Schedule schedule = new Schedule(System.nanoTime(), perSecond);
            for (long number = 0; number < last; number++) {
                while (schedule.at(number) - System.nanoTime() > 0) {
                    LockSupport.parkNanos(GLANCE_NANOS);
                }
                if (number == warm) {
                    executor.execute(began);
                }
                boolean counts = number >= warm;
                if (underWay.get() >= MOST_UNDER_WAY) {
                    if (counts) {
                        failed.increment();
                    }
                    continue;
                }
                underWay.incrementAndGet();
                long due = schedule.at(number);
                executor.execute(() -> {
                    boolean good = served(arrival);
                    long nanos = System.nanoTime() - due;
                    underWay.decrementAndGet();
                    if (counts && good) {
                        micros.recordValue(Math.clamp(nanos / 1000, 0, Load.LONGEST_MICROS));
                    } else if (counts) {
                        failed.increment();
                    }
                });
            }
        }
        return new Result(what, 0, micros.getTotalCount(), failed.sum(), measured.toNanos() / 1e9, micros);
    }

    private static boolean served(Arrival arrival) {
        try {
            return arrival.serve();
        } catch (Exception _) {
            return false;
        }
    }
}
