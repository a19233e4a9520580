package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.CheckoutOrder.Payer;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.rails.CardKind.Scheme;
import io.kosh.rails.NetBankingRail.Bank;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// An order as the hosted page shows it.
///
/// @param initial the merchant's first letter, where there is no logo
/// @param contact how the payer can be reached, most of it hidden; null where nobody knows
/// @param last    the id of the latest payment, empty for none: what a form knew when it was shown
record CheckoutView(
        String id,
        String merchant,
        String initial,
        @Nullable String logo,
        @Nullable PageColours colours,
        String amount,
        String reference,
        @Nullable String description,
        @Nullable String contact,
        OrderState state,
        boolean attemptsLeft,
        String last) {

    static CheckoutView of(CheckoutOrder order) {
        String name = order.merchant().name();
        String last = order.lastPayment();
        return new CheckoutView(
                order.orderId(),
                name,
                name.substring(0, name.offsetByCodePoints(0, 1)),
                order.merchant().logo(),
                PageColours.of(order.merchant().colour()),
                PayerCharge.text(order.amountMinor()),
                order.merchantOrderId(),
                order.description(),
                contact(order.payer()),
                order.state(),
                order.attemptsLeft(),
                last == null ? "" : last);
    }

    private static @Nullable String contact(Payer payer) {
        String mobile = payer.mobile();
        if (mobile == null) {
            return null;
        }
        return mobile.length() < 4 ? "••••" : "•••••• " + mobile.substring(mobile.length() - 4);
    }

    /// One of several that can be chosen: a bank, a wallet, a lender.
    ///
    /// @param hint a word beside its name; null for none
    record Entry(
            String code,
            String name,
            boolean popular,
            @Nullable String hint,
            PayerCharge charge) {}

    /// A kind of card and what comes on top of the amount with it.
    record CardFee(String scheme, PaymentMode mode, PayerCharge charge) {}

    /// The ways to pay.
    ///
    /// @param upiMost  what UPI pays at most, where that is why it is not there; null else
    /// @param schemes  those of any card mode
    /// @param cardFees those that cost more, empty where none does
    record Ways(
            boolean upi,
            boolean collect,
            @Nullable String upiMost,
            PayerCharge upiCharge,
            List<Scheme> schemes,
            List<CardFee> cardFees,
            List<Entry> banks,
            List<Entry> wallets,
            List<Entry> lenders) {

        static Ways of(CheckoutOrder order) {
            var options = order.options();
            return new Ways(
                    options.upi(),
                    options.upiCollect(),
                    options.upiMost() == null ? null : PayerCharge.text(options.upiMost()),
                    PayerCharge.of(order, PaymentMode.UPI, null),
                    schemes(options.schemes()),
                    cardFees(order),
                    options.banks().stream()
                            .sorted(Comparator.comparing((Bank bank) -> !bank.popular())
                                    .thenComparing(Bank::name))
                            .map(bank -> new Entry(
                                    bank.code(),
                                    bank.name(),
                                    bank.popular(),
                                    null,
                                    PayerCharge.of(order, PaymentMode.NET_BANKING, bank.code())))
                            .toList(),
                    options.wallets().stream()
                            .map(wallet -> new Entry(
                                    wallet.code(),
                                    wallet.name(),
                                    false,
                                    null,
                                    PayerCharge.of(order, PaymentMode.WALLET, wallet.code())))
                            .toList(),
                    options.payLater().stream()
                            .map(option -> new Entry(
                                    option.id(),
                                    option.name(),
                                    false,
                                    Integer.toString(option.days()),
                                    PayerCharge.of(order, PaymentMode.PAY_LATER, option.code())))
                            .toList());
        }

        public boolean cards() {
            return !schemes.isEmpty();
        }

        public boolean none() {
            return !upi && !collect && !cards() && banks.isEmpty() && wallets.isEmpty() && lenders.isEmpty();
        }

        /// What is open when nobody chose yet: the first there is.
        public String first() {
            if (upi || collect) {
                return "upi";
            }
            return cards() ? "card" : "";
        }

        private static List<Scheme> schemes(Map<PaymentMode, List<Scheme>> byMode) {
            return byMode.values().stream()
                    .flatMap(List::stream)
                    .distinct()
                    .sorted()
                    .toList();
        }

        private static List<CardFee> cardFees(CheckoutOrder order) {
            List<CardFee> fees = new ArrayList<>();
            if (!order.options().schemes().isEmpty()) {
                new EnumMap<>(order.options().schemes())
                        .forEach((mode, schemes) -> schemes.stream()
                                .map(scheme ->
                                        new CardFee(scheme.name(), mode, PayerCharge.of(order, mode, scheme.name())))
                                .filter(fee -> fee.charge().isMore())
                                .forEach(fees::add));
            }
            return fees;
        }

        /// Whether a card of this kind is taken.
        static boolean takes(CheckoutOrder order, PaymentMode mode, Scheme scheme) {
            List<Scheme> named = order.options().schemes().get(mode);
            return named != null && named.contains(scheme);
        }
    }
}
