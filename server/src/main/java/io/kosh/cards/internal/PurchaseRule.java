package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Lifecycle;
import io.kosh.platform.BusinessClock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// A company's own reason to decline: what fits all its conditions is declined, or would be.
///
/// @param id `CRL` + 7
record PurchaseRule(String id, String name, Mode mode, Conditions conditions, String createdBy, Instant createdAt) {
    static final IdShape ID = IdShape.alphanumeric("CRL", 7);

    /// Whether a rule counts.
    enum Mode {
        /// Decides and is kept with the decision, and declines nothing.
        SHADOW,
        ENFORCED,
        OFF;

        static final Lifecycle<Mode> LIFECYCLE = Lifecycle.of(
                Mode.class,
                Map.of(
                        SHADOW, Set.of(ENFORCED, OFF),
                        ENFORCED, Set.of(SHADOW, OFF),
                        OFF, Set.of(SHADOW, ENFORCED)));
    }

    /// What a purchase is told by; null and empty say nothing.
    ///
    /// @param above an amount in hundredths that the purchase is above
    record Conditions(
            List<String> categories,
            List<PurchaseChannel> channels,
            @Nullable Long above,
            @Nullable Hours hours,
            @Nullable Boolean international) {

        boolean saysNothing() {
            return categories.isEmpty()
                    && channels.isEmpty()
                    && above == null
                    && hours == null
                    && international == null;
        }

        boolean fit(Spend spend) {
            return (categories.isEmpty() || Categories.include(categories, spend.category()))
                    && (channels.isEmpty() || channels.contains(spend.channel()))
                    && (above == null || spend.amount() > above)
                    && (hours == null
                            || hours.includes(
                                    spend.at().atZone(BusinessClock.ZONE).toLocalTime()))
                    && (international == null || international == spend.international());
        }
    }

    /// What rules see of a purchase.
    record Spend(long amount, PurchaseChannel channel, boolean international, String category, Instant at) {}

    boolean declines(Spend spend) {
        return mode == Mode.ENFORCED && conditions.fit(spend);
    }

    boolean wouldDecline(Spend spend) {
        return mode == Mode.SHADOW && conditions.fit(spend);
    }
}
