package io.kosh.ledger.internal;

import io.kosh.ledger.HoldState;
import io.kosh.ledger.LimitUse;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A hold as [Decider] finds and leaves it.
///
/// @param template the template that its legs fit
/// @param limits   what it counts against, and what it would give back of each; how much they allow is not
///                 kept
/// @param endedBy  the transfer that ended it, null while it is held
record Held(
        long transfer,
        HoldState state,
        String template,
        Instant dueAt,
        List<HeldLeg> legs,
        List<LimitUse> limits,
        @Nullable Long endedBy) {
    Held ended(HoldState to, List<HeldLeg> as, long by) {
        return new Held(transfer, to, template, dueAt, as, List.of(), by);
    }

    Held goingOn(List<HeldLeg> as, List<LimitUse> still) {
        return new Held(transfer, state, template, dueAt, as, still, endedBy);
    }

    long amount() {
        long sum = 0;
        for (HeldLeg leg : legs) {
            sum = Math.addExact(sum, leg.amount());
        }
        return sum;
    }
}
