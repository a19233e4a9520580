package io.kosh.kernel;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// The documented shape of an id that begins with its moment: a prefix, the 13 digits of the epoch millisecond, and 5
/// letters or digits, such as `ORD1784195236818VZuxB`. The caller keeps ids apart by a unique constraint.
public record MomentId(String prefix) {
    private static final int RANDOM = 5;
    private static final IdShape REST = IdShape.token(RANDOM);

    public String mint(Instant at, RandomGenerator random) {
        return prefix + at.toEpochMilli() + REST.mint(random);
    }
}
