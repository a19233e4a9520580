package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Limits of a card that are tried: they decide and are kept with the decision, and decline nothing.
///
/// @param perTransaction the most of one purchase in hundredths, null for no limit
/// @param limits         the most of each limit that there is, in hundredths or times
record ShadowLimits(@Nullable Long perTransaction, Map<SpendLimit, Long> limits) {
    static final ShadowLimits NONE = new ShadowLimits(null, Map.of());

    boolean sayNothing() {
        return perTransaction == null && limits.isEmpty();
    }

    /// The documented names of those that would decline a purchase.
    ///
    /// @param used what was used of a limit before it, in the period that it counts in
    List<String> wouldDecline(PurchaseChannel by, long amount, ToLongFunction<SpendLimit> used) {
        List<String> rules = new ArrayList<>();
        if (perTransaction != null && amount > perTransaction) {
            rules.add(SpendControls.PER_TRANSACTION);
        }
        for (SpendLimit limit : SpendLimit.values()) {
            Long most = limits.get(limit);
            if (most != null
                    && limit.concerns(by)
                    && limit.of(amount) > Math.subtractExact(most, used.applyAsLong(limit))) {
                rules.add(limit.field());
            }
        }
        return rules;
    }

    /// What was decided, with those of these limits that would have declined it.
    ///
    /// @param left knows what was decided before and this already
    Authorization tried(Authorization done, SpendLeft left) {
        boolean counted = done.outcome().verdict() == null;
        long amount = counted ? done.sums().approved() : done.sums().asked();
        return done.inShadow(wouldDecline(
                done.use().channel(),
                amount,
                limit -> left.used(done.card().ledgerAccount(), limit, done.counted())
                        - (counted ? limit.of(amount) : 0)));
    }
}
