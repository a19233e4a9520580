package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a card may do.
///
/// @param perTransaction the most of one purchase in hundredths, null for no limit
/// @param limits         the most of each limit that there is, in hundredths or times
/// @param shadow         limits that decline nothing
record SpendControls(
        boolean pos,
        boolean online,
        boolean atm,
        boolean international,
        boolean contactless,
        @Nullable Long perTransaction,
        Map<SpendLimit, Long> limits,
        ShadowLimits shadow) {
    static final String PER_TRANSACTION = "perTxnLimit";

    /// Of a card of which nothing was said. Prepaid cards are for domestic use, unless somebody says
    /// otherwise.
    static final SpendControls USUAL =
            new SpendControls(true, true, true, false, true, null, Map.of(), ShadowLimits.NONE);

    SpendControls trying(ShadowLimits tried) {
        return new SpendControls(pos, online, atm, international, contactless, perTransaction, limits, tried);
    }

    boolean allows(PurchaseChannel channel) {
        return switch (channel) {
            case POS -> pos;
            case ONLINE -> online;
            case ATM -> atm;
            case CONTACTLESS -> contactless;
        };
    }

    /// The documented name of the switch of a channel.
    static String switchOf(PurchaseChannel channel) {
        return switch (channel) {
            case POS -> "posAllowed";
            case ONLINE -> "onlineAllowed";
            case ATM -> "atmAllowed";
            case CONTACTLESS -> "contactlessAllowed";
        };
    }
}
