package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.PaymentMode;
import io.kosh.platform.IndianNumbers;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a payer pays in all with one way to pay, known before paying.
///
/// @param surcharge what the merchant passes on, in paise: surcharge and convenience fee
/// @param gst       the tax on that, in paise
/// @param total     all of it with the amount of the order, in paise
record PayerCharge(long surcharge, long gst, long total) {
    private static final List<String> PAID_BY_PAYERS = List.of("SC", "CF");
    private static final String REST = "DEFAULT";
    private static final int PAISE = 2;

    /// By the documented keys: the one for exactly this choice wins over that of the acquirer of cards, and that over
    /// the one for the rest of its mode.
    ///
    /// @param qualifier a bank's, wallet's or lender's code or a card scheme; null for the rest
    static PayerCharge of(CheckoutOrder order, PaymentMode mode, @Nullable String qualifier) {
        long surcharge = PAID_BY_PAYERS.stream()
                .mapToLong(kind -> paise(order, mode, kind, qualifier))
                .sum();
        long gst = order.surchargeGst().of(surcharge);
        return new PayerCharge(surcharge, gst, order.amountMinor() + surcharge + gst);
    }

    private static long paise(CheckoutOrder order, PaymentMode mode, String kind, @Nullable String qualifier) {
        String acquirer = mode.isCard() ? CheckoutOrder.CARD_ACQUIRER : REST;
        return Stream.of(qualifier == null ? acquirer : qualifier, acquirer, REST)
                .map(each -> order.surcharges().get(kind + "_" + mode.feeCode() + "_" + each))
                .filter(each -> each != null)
                .findFirst()
                .map(rupees -> new BigDecimal(rupees).movePointRight(PAISE).longValueExact())
                .orElse(0L);
    }

    public boolean isMore() {
        return surcharge + gst > 0;
    }

    public String surchargeText() {
        return text(surcharge);
    }

    public String gstText() {
        return text(gst);
    }

    /// What comes on top of the amount, with its tax.
    public String extraText() {
        return text(surcharge + gst);
    }

    public String totalText() {
        return text(total);
    }

    /// Rupees as the page shows them.
    static String text(long minor) {
        return "₹" + IndianNumbers.amount(minor, PAISE);
    }
}
