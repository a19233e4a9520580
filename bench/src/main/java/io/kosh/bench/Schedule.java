package io.kosh.bench;

/// When the arrivals of an open loop are due: at even distances, whatever became of the ones before. Latency
/// counts from these times, so that a server that stands still is charged for everything that should have come
/// meanwhile.
///
/// @param start     the first arrival, on the clock of [System#nanoTime]
/// @param perSecond arrivals a second
record Schedule(long start, double perSecond) {
    private static final double NANOS = 1e9;

    Schedule {
        if (perSecond <= 0) {
            throw new IllegalArgumentException("an open loop needs a rate above 0");
        }
    }

    /// When the arrival of a number is due, counted from 0.
    long at(long number) {
        return start + (long) (number * (NANOS / perSecond));
    }

    /// How many arrivals are due by a moment.
    long due(long now) {
        if (now < start) {
            return 0;
        }
        long guess = (long) ((now - start) * perSecond / NANOS);
        while (at(guess) - now <= 0) {
            guess++;
        }
        return guess;
    }
}
