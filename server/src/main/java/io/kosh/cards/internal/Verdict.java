package io.kosh.cards.internal;

import io.kosh.cards.DeclineReason;
import org.jspecify.annotations.Nullable;

/// Why a purchase is declined.
///
/// @param rule what refused, null where the reason says all
/// @param left what it would have let through, null where that is no number
record Verdict(
        DeclineReason reason,
        @Nullable String rule,
        @Nullable Long left) {
    static Verdict of(DeclineReason reason) {
        return new Verdict(reason, null, null);
    }

    static Verdict of(DeclineReason reason, String rule) {
        return new Verdict(reason, rule, null);
    }
}
