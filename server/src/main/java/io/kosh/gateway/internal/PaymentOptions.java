package io.kosh.gateway.internal;

import io.kosh.gateway.CheckoutOrder.Options;
import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Refusal;
import io.kosh.rails.CardKind;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.NetBankingRail.Bank;
import io.kosh.rails.PayLaterRail.Option;
import io.kosh.rails.WalletRail.Wallet;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What may be chosen to pay an order: what the merchant offers and rails can do, less what the order rules out.
@Component
final class PaymentOptions {
    private static final String NETBANKING = "NETBANKING";
    private static final String WRONG_SCHEME = "Card scheme type is invalid";

    private final GatewayRails rails;

    PaymentOptions(GatewayRails rails) {
        this.rails = rails;
    }

    /// What a payer may choose. Called outside transactions, because rails are asked.
    Options of(PaymentOrder order, MerchantProfile merchant) {
        boolean upi = isOffered(PaymentMode.UPI, order, merchant);
        Map<PaymentMode, List<Scheme>> schemes = new EnumMap<>(PaymentMode.class);
        for (PaymentMode mode : PaymentMode.values()) {
            if (mode.isCard() && isOffered(mode, order, merchant)) {
                schemes.put(
                        mode,
                        Stream.of(Scheme.values())
                                .filter(scheme -> allows(order, mode, scheme.name()))
                                .toList());
            }
        }
        return new Options(upi, upi, schemes, banks(order, merchant), wallets(order, merchant), later(order, merchant));
    }

    private List<Bank> banks(PaymentOrder order, MerchantProfile merchant) {
        return isOffered(PaymentMode.NET_BANKING, order, merchant)
                ? rails.netBanking().banks().stream()
                        .filter(bank -> allows(order, PaymentMode.NET_BANKING, bank.code()))
                        .toList()
                : List.of();
    }

    private List<Wallet> wallets(PaymentOrder order, MerchantProfile merchant) {
        return isOffered(PaymentMode.WALLET, order, merchant)
                ? rails.wallet().wallets().stream()
                        .filter(wallet -> allows(order, PaymentMode.WALLET, wallet.code()))
                        .toList()
                : List.of();
    }

    private List<Option> later(PaymentOrder order, MerchantProfile merchant) {
        return isOffered(PaymentMode.PAY_LATER, order, merchant)
                ? rails.payLater().options(order.amountMinor()).stream()
                        .filter(option -> allows(order, PaymentMode.PAY_LATER, option.code()))
                        .toList()
                : List.of();
    }

    private boolean isOffered(PaymentMode mode, PaymentOrder order, MerchantProfile merchant) {
        return merchant.modes().contains(mode)
                && rails.of(mode).isThere()
                && (order.terms().restricted().isEmpty() || only(order, mode) != null);
    }

    /// Refuses what may not be chosen.
    ///
    /// @param choice a bank's, wallet's or lender's code, or a card's scheme; null where the mode has none
    void check(PaymentOrder order, MerchantProfile merchant, PaymentMode mode, @Nullable String choice) {
        if (!isOffered(mode, order, merchant)) {
            throw Refusal.ofField(GatewayError.MODE_NOT_OFFERED, "paymentMode", "the order cannot be paid by " + mode);
        }
        // Of a card that nobody knows, nobody can say that it is of an allowed network.
        String chosen = mode.isCard() && choice == null ? "" : choice;
        if (chosen != null && !allows(order, mode, chosen)) {
            throw mode.isCard()
                    ? Refusal.ofField(GatewayError.CARD_REFUSED, "cardNumber", WRONG_SCHEME)
                    : Refusal.ofField(
                            GatewayError.MODE_NOT_OFFERED, "bankCode", "the order cannot be paid at " + chosen);
        }
    }

    /// Refuses a card that is not of the mode that its payer named. One that nobody knows is left to its rail.
    static void checkKind(PaymentMode mode, @Nullable CardKind kind) {
        if (kind != null && PaymentMode.of(kind.type()) != mode) {
            throw Refusal.ofField(
                    GatewayError.CARD_REFUSED, "paymentMode", "the card is a " + PaymentMode.of(kind.type()));
        }
    }

    /// What of a mode the order lets be chosen; empty for all of it, null where none.
    private static @Nullable List<String> only(PaymentOrder order, PaymentMode mode) {
        Map<String, List<String>> restricted = order.terms().restricted();
        List<String> documented = mode == PaymentMode.NET_BANKING ? restricted.get(NETBANKING) : null;
        return documented == null ? restricted.get(mode.name()) : documented;
    }

    private static boolean allows(PaymentOrder order, PaymentMode mode, String choice) {
        List<String> only = only(order, mode);
        return only == null || only.isEmpty() || only.stream().anyMatch(choice::equalsIgnoreCase);
    }
}
