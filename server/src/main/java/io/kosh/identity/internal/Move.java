package io.kosh.identity.internal;

import java.time.Instant;

/// One change of a state: when, by whom, from what, to what.
record Move(Instant at, String by, String from, String to) {
    static Move of(Instant at, String by, Enum<?> from, Enum<?> to) {
        return new Move(at, by, from.name(), to.name());
    }
}
