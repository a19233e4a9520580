package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder.Merchant;
import io.kosh.gateway.PaymentMode;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// How a company is paid: what payers see of it, what they may choose, and how long its orders last.
///
/// @param name        as payers read it
/// @param logo        a path on this server, null where there is none
/// @param colour      `#rrggbb`, null for the usual one
/// @param origins     where its own pages stand: they may embed and call the checkout
/// @param modes       what payers may choose, as far as rails are there
/// @param upiMerchant as what it is verified for UPI
/// @param maxAttempts how many payments of one order may begin
/// @param idle        an order to which nothing happens for so long expires
/// @param life        how long an order lasts, whatever happens
record MerchantProfile(
        String name,
        @Nullable String logo,
        @Nullable String colour,
        List<String> origins,
        Set<PaymentMode> modes,
        UpiMerchant upiMerchant,
        int maxAttempts,
        Duration idle,
        Duration life) {

    static final int USUAL_ATTEMPTS = 10;
    static final Duration USUAL_IDLE = Duration.ofMinutes(15);
    static final Duration USUAL_LIFE = Duration.ofHours(24);

    MerchantProfile {
        origins = List.copyOf(origins);
        modes = Set.copyOf(modes);
    }

    /// Of a company that has set nothing.
    static MerchantProfile usual(String name) {
        return new MerchantProfile(
                name,
                null,
                null,
                List.of(),
                EnumSet.allOf(PaymentMode.class),
                UpiMerchant.USUAL,
                USUAL_ATTEMPTS,
                USUAL_IDLE,
                USUAL_LIFE);
    }

    /// As payers may see it.
    Merchant shown() {
        return new Merchant(name, logo, colour, Set.copyOf(origins));
    }
}
