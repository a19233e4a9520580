package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.PaymentMode;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.CardRail;
import io.kosh.rails.NetBankingRail;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.PaymentRail;
import io.kosh.rails.UpiRail;
import io.kosh.rails.WalletRail;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What payers may choose from: what a merchant offers, as far as there is a rail for it.
@Component
final class Offers {
    private final ObjectProvider<UpiRail> upi;
    private final ObjectProvider<CardRail> cards;
    private final ObjectProvider<NetBankingRail> banks;
    private final ObjectProvider<WalletRail> wallets;
    private final ObjectProvider<PayLaterRail> lenders;

    Offers(
            ObjectProvider<UpiRail> upi,
            ObjectProvider<CardRail> cards,
            ObjectProvider<NetBankingRail> banks,
            ObjectProvider<WalletRail> wallets,
            ObjectProvider<PayLaterRail> lenders) {
        this.upi = upi;
        this.cards = cards;
        this.banks = banks;
        this.wallets = wallets;
        this.lenders = lenders;
    }

    /// What a merchant's payers may choose from for an amount. A rail may be asked: called outside transactions.
    Options of(MerchantProfile profile, long amountMinor) {
        Set<PaymentMode> modes = profile.modes();
        boolean byUpi = modes.contains(PaymentMode.UPI) && isThere(upi);
        return new Options(
                byUpi,
                byUpi,
                schemes(modes),
                listed(modes, PaymentMode.NET_BANKING, banks, NetBankingRail::banks),
                listed(modes, PaymentMode.WALLET, wallets, WalletRail::wallets),
                listed(modes, PaymentMode.PAY_LATER, lenders, rail -> rail.options(amountMinor)));
    }

    private Map<PaymentMode, List<Scheme>> schemes(Set<PaymentMode> modes) {
        Map<PaymentMode, List<Scheme>> schemes = new EnumMap<>(PaymentMode.class);
        if (isThere(cards)) {
            modes.stream().filter(PaymentMode::isCard).forEach(mode -> schemes.put(mode, List.of(Scheme.values())));
        }
        return schemes;
    }

    private static boolean isThere(ObjectProvider<? extends PaymentRail> rails) {
        return rails.stream().anyMatch(PaymentRail::isThere);
    }

    private static <R extends PaymentRail, T> List<T> listed(
            Set<PaymentMode> modes, PaymentMode mode, ObjectProvider<R> rails, Function<R, List<T>> list) {
        if (!modes.contains(mode)) {
            return List.of();
        }
        return rails.stream()
                .filter(PaymentRail::isThere)
                .flatMap(rail -> list.apply(rail).stream())
                .toList();
    }
}
