package io.kosh.sandbox.internal;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// How a company's business time stands to the infrastructure's.
///
/// @param frozenAt where it stands still, null while it runs
/// @param offset   how far ahead it runs
/// @param version  counts the changes
record ClockState(@Nullable Instant frozenAt, Duration offset, long version) {
    static final ClockState UNMOVED = new ClockState(null, Duration.ZERO, 0);

    Instant at(Instant now) {
        return frozenAt != null ? frozenAt : now.plus(offset);
    }

    boolean frozen() {
        return frozenAt != null;
    }

    ClockState frozenAt(Instant moment) {
        return new ClockState(moment, offset, version + 1);
    }

    /// Running on from a moment.
    ClockState runningFrom(Instant moment, Instant now) {
        return new ClockState(null, Duration.between(now, moment), version + 1);
    }
}
