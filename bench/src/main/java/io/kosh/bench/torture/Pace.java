package io.kosh.bench.torture;

import java.time.Duration;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;

/// How fast the clients of a round ask: a moderate rate, so that every id can be looked at afterwards, and as fast as
/// they can around the moment of the fault, so that it hits many calls at once.
final class Pace {
    private static final long BREATH_NANOS = 40_000_000;
    private static final long FAR_NANOS = Duration.ofDays(1).toNanos();
    private static final long RUSH_NANOS = 250_000_000;

    private final long pauseNanos;
    private volatile long strikeAt = System.nanoTime() + FAR_NANOS;
    private final AtomicBoolean over = new AtomicBoolean();

    /// @param rate calls a second of all clients together
    Pace(int clients, int rate) {
        this.pauseNanos = 1_000_000_000L * clients / rate;
    }

    /// Says when the fault will be, from now.
    void strikeIn(long millis) {
        strikeAt = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// Waits for the next call's turn; false where the load is over.
    boolean next(Random dice) {
        long untilStrike = strikeAt - System.nanoTime();
        if (untilStrike > RUSH_NANOS || untilStrike < 0) {
            LockSupport.parkNanos((long) (pauseNanos * 2 * dice.nextDouble()));
        }
        return !over.get();
    }

    /// Waits a little before what was not answered is tried again; false where the load is over.
    boolean breathe() {
        if (!over.get()) {
            LockSupport.parkNanos(BREATH_NANOS);
        }
        return !over.get();
    }

    void end() {
        over.set(true);
    }
}
