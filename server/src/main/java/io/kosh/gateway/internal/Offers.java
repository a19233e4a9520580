package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.PaymentMode;
import io.kosh.rails.CardKind.Scheme;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// What payers may choose from: what a merchant offers, as far as there is a rail for it.
@Component
final class Offers {
    private final GatewayRails rails;

    Offers(GatewayRails rails) {
        this.rails = rails;
    }

    /// What a merchant's payers may choose from for an amount. A rail may be asked: called outside transactions.
    Options of(MerchantProfile profile, long amountMinor) {
        boolean upi = isOffered(PaymentMode.UPI, profile);
        return new Options(
                upi,
                upi,
                schemes(profile),
                isOffered(PaymentMode.NET_BANKING, profile) ? rails.netBanking().banks() : List.of(),
                isOffered(PaymentMode.WALLET, profile) ? rails.wallet().wallets() : List.of(),
                isOffered(PaymentMode.PAY_LATER, profile) ? rails.payLater().options(amountMinor) : List.of());
    }

    private Map<PaymentMode, List<Scheme>> schemes(MerchantProfile profile) {
        Map<PaymentMode, List<Scheme>> schemes = new EnumMap<>(PaymentMode.class);
        for (PaymentMode mode : PaymentMode.values()) {
            if (mode.isCard() && isOffered(mode, profile)) {
                schemes.put(mode, List.of(Scheme.values()));
            }
        }
        return schemes;
    }

    private boolean isOffered(PaymentMode mode, MerchantProfile profile) {
        return profile.modes().contains(mode) && rails.of(mode).isThere();
    }
}
