package io.kosh.bench;

import java.time.Duration;

/// Decides when the virtual machine is hot: when the rate of a window differs by less than a twentieth from the rate of
/// the window before it, and after the longest time in any case. Not for use by two threads.
final class WarmUp {
    private static final Duration WINDOW = Duration.ofSeconds(2);
    private static final double STEADY = 0.05;

    private final long longest;
    private final long window;
    private final long began;
    private long windowBegan;
    private long doneBefore;
    private double rateBefore = -1;

    /// @param now the moment at which the load begins, on the clock of [System#nanoTime]
    WarmUp(Duration longest, long now) {
        this.longest = longest.toNanos();
        this.window = Math.min(WINDOW.toNanos(), Math.max(1, longest.toNanos() / 2));
        this.began = now;
        this.windowBegan = now;
    }

    /// Whether measuring may begin.
    ///
    /// @param done how much was done since the load began
    boolean over(long now, long done) {
        if (now - began >= longest) {
            return true;
        }
        if (now - windowBegan < window) {
            return false;
        }
        double rate = (done - doneBefore) / (double) (now - windowBegan);
        boolean steady = rateBefore > 0 && Math.abs(rate - rateBefore) < STEADY * rateBefore;
        rateBefore = rate;
        windowBegan = now;
        doneBefore = done;
        return steady;
    }
}
