package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Rate;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What payments of one company cost on one day. Rules are named by the documented keys of surcharges; for each sort
/// of fee the first key that has a rule counts, also where that rule says 0.
///
/// @param rules by key
/// @param gst   on every fee
record FeeTable(Map<Key, Price> rules, Rate gst) {
    /// The qualifier of a rule for all of a mode.
    static final String DEFAULT = "DEFAULT";

    /// Cards that this acquirer takes are looked up among the prepaid ones first and among the credit ones then,
    /// whatever they are.
    private static final String SPECIAL_ACQUIRER = "ENKASH_D2I";

    FeeTable {
        rules = Map.copyOf(rules);
    }

    /// Who pays a fee, and why. The names are those of the documented keys.
    enum Sort {
        /// A surcharge, which the payer pays on top.
        SC,
        /// A convenience fee, which the payer pays on top.
        CF,
        /// The platform's fee, the merchant discount rate: the merchant pays it out of the amount.
        PF
    }

    /// What a rule is for.
    ///
    /// @param qualifier a bank's or a wallet's code, a card scheme, an acquirer's code, or [#DEFAULT]
    record Key(Sort sort, PaymentMode mode, String qualifier) {
        /// Such as `SC_CC_VISA`.
        @Override
        public String toString() {
            return sort + "_" + mode.feeCode() + "_" + qualifier;
        }
    }

    /// A part of the amount and a fixed sum, together at most a cap.
    ///
    /// @param fixed in paise
    /// @param cap   in paise; null for none
    record Price(Rate rate, long fixed, @Nullable Long cap) {
        long of(long amountMinor) {
            long sum = Math.addExact(rate.of(amountMinor), fixed);
            return cap == null ? sum : Math.min(sum, cap);
        }
    }

    /// What the payer pays on top, in paise.
    ///
    /// @param surcharge the surcharge and the convenience fee
    record Payer(long surcharge, long gst) {
        long total() {
            return Math.addExact(surcharge, gst);
        }
    }

    /// What the merchant pays out of the amount, in paise.
    record Merchant(long fee, long gst) {}

    /// @param qualifier a bank's or a wallet's code, or a card's scheme; null where the mode has none
    /// @param pgCode    of the acquirer that takes the card; null for other modes
    Payer charge(PaymentMode mode, @Nullable String qualifier, @Nullable String pgCode, long amountMinor) {
        long surcharge = Math.addExact(
                price(Sort.SC, mode, qualifier, pgCode, amountMinor),
                price(Sort.CF, mode, qualifier, pgCode, amountMinor));
        return new Payer(surcharge, gst.of(surcharge));
    }

    /// The parameters are those of [#charge]. Never more than the amount.
    Merchant fee(PaymentMode mode, @Nullable String qualifier, @Nullable String pgCode, long amountMinor) {
        long fee = price(Sort.PF, mode, qualifier, pgCode, amountMinor);
        long tax = gst.of(fee);
        if (Math.addExact(fee, tax) <= amountMinor) {
            return new Merchant(fee, tax);
        }
        // A fixed fee may pass a small amount: the merchant never owes for being paid.
        long all = Rate.WHOLE + (long) gst.basisPoints();
        long net = Math.multiplyExact(amountMinor, Rate.WHOLE) / all;
        return new Merchant(net, amountMinor - net);
    }

    /// Every fee of an amount, in rupees by documented key, for clients that look them up themselves.
    Map<String, String> surcharges(long amountMinor) {
        return rules.entrySet().stream()
                .collect(Collectors.toMap(
                        rule -> rule.getKey().toString(),
                        rule -> Hundredths.full(rule.getValue().of(amountMinor)).toPlainString(),
                        (one, _) -> one,
                        TreeMap::new));
    }

    private long price(
            Sort sort, PaymentMode mode, @Nullable String qualifier, @Nullable String pgCode, long amountMinor) {
        return keys(sort, mode, qualifier, pgCode)
                .map(rules::get)
                .flatMap(Stream::ofNullable)
                .findFirst()
                .map(price -> price.of(amountMinor))
                .orElse(0L);
    }

    /// The keys to look under, the most specific first.
    private static Stream<Key> keys(Sort sort, PaymentMode mode, @Nullable String qualifier, @Nullable String pgCode) {
        return Stream.of(
                        qualifier == null ? Stream.<Key>empty() : Stream.of(new Key(sort, mode, qualifier)),
                        mode.isCard() && pgCode != null
                                ? modesOf(mode, pgCode).stream().map(each -> new Key(sort, each, pgCode))
                                : Stream.<Key>empty(),
                        Stream.of(new Key(sort, mode, DEFAULT)))
                .flatMap(each -> each);
    }

    private static List<PaymentMode> modesOf(PaymentMode mode, String pgCode) {
        return pgCode.equals(SPECIAL_ACQUIRER)
                ? List.of(PaymentMode.PREPAID_CARD, PaymentMode.CREDIT_CARD)
                : List.of(mode);
    }
}
