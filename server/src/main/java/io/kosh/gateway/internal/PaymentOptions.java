package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Refusal;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.WalletRail.Wallet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What may be chosen to pay an order: what the merchant offers and rails can do, less what the order rules out.
@Component
final class PaymentOptions {
    private static final String WRONG_SCHEME = "Card scheme type is invalid";

    private final GatewayRails rails;

    PaymentOptions(GatewayRails rails) {
        this.rails = rails;
    }

    /// What a payer of an order may choose. Called outside transactions, because rails are asked.
    Options of(PaymentOrder order, MerchantProfile merchant) {
        return of(order.terms().restricted(), order.amountMinor(), merchant);
    }

    /// What payers of a merchant may choose for an amount.
    Options of(long amountMinor, MerchantProfile merchant) {
        return of(Map.of(), amountMinor, merchant);
    }

    private Options of(Map<String, List<String>> restricted, long amountMinor, MerchantProfile merchant) {
        boolean upi = isOffered(PaymentMode.UPI, restricted, merchant);
        Map<PaymentMode, List<Scheme>> schemes = new EnumMap<>(PaymentMode.class);
        for (PaymentMode mode : PaymentMode.values()) {
            if (mode.isCard() && isOffered(mode, restricted, merchant)) {
                schemes.put(
                        mode,
                        Stream.of(Scheme.values())
                                .filter(scheme -> RestrictedOptions.allows(restricted, mode, scheme.name()))
                                .toList());
            }
        }
        return new Options(
                upi,
                upi,
                null,
                schemes,
                offered(PaymentMode.NET_BANKING, restricted, merchant, rails.netBanking()::banks, Bank::code),
                offered(PaymentMode.WALLET, restricted, merchant, rails.wallet()::wallets, Wallet::code),
                isOffered(PaymentMode.PAY_LATER, restricted, merchant)
                        ? rails.payLater().options(amountMinor).stream()
                                .filter(option -> RestrictedOptions.allows(
                                        restricted, PaymentMode.PAY_LATER, option.id(), option.code()))
                                .toList()
                        : List.of());
    }

    private <T> List<T> offered(
            PaymentMode mode,
            Map<String, List<String>> restricted,
            MerchantProfile merchant,
            Supplier<List<T>> all,
            Function<T, String> code) {
        return isOffered(mode, restricted, merchant)
                ? all.get().stream()
                        .filter(each -> RestrictedOptions.allows(restricted, mode, code.apply(each)))
                        .toList()
                : List.of();
    }

    private boolean isOffered(PaymentMode mode, Map<String, List<String>> restricted, MerchantProfile merchant) {
        return merchant.modes().contains(mode)
                && rails.of(mode).isThere()
                && RestrictedOptions.allows(restricted, mode);
    }

    /// Refuses what may not be chosen.
    void check(PaymentOrder order, MerchantProfile merchant, ChosenMethod chosen) {
        Map<String, List<String>> restricted = order.terms().restricted();
        PaymentMode mode = chosen.method().mode();
        if (!isOffered(mode, restricted, merchant)) {
            throw Refusal.ofField(GatewayError.MODE_NOT_OFFERED, "paymentMode", "the order cannot be paid by " + mode);
        }
        if (!RestrictedOptions.allows(restricted, mode, chosen.names())) {
            throw mode.isCard()
                    ? Refusal.ofField(GatewayError.CARD_REFUSED, "cardNumber", WRONG_SCHEME)
                    : Refusal.ofField(
                            GatewayError.MODE_NOT_OFFERED,
                            "bankCode",
                            "the order cannot be paid at " + chosen.qualifier());
        }
    }

    /// Refuses a card that is not of the mode that its payer named. One that nobody knows is left to its rail.
    static void checkKind(PaymentMode mode, @Nullable CardKind kind) {
        if (kind != null && PaymentMode.of(kind.type()) != mode) {
            throw Refusal.ofField(
                    GatewayError.CARD_REFUSED, "paymentMode", "the card is a " + PaymentMode.of(kind.type()));
        }
    }
}
