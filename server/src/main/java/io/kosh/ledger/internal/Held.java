package io.kosh.ledger.internal;

import io.kosh.ledger.HoldState;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hold as [Decider] finds and leaves it.
///
/// @param template the template that its legs fit
/// @param endedBy  the transfer that ended it, null while it is held
record Held(
        long transfer,
        HoldState state,
        String template,
        Instant dueAt,
        List<HeldLeg> legs,
        @Nullable Long endedBy) {
    Held ended(HoldState to, List<HeldLeg> as, long by) {
        return new Held(transfer, to, template, dueAt, as, by);
    }
}
