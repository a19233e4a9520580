package io.kosh.gateway.internal.checkout;

import io.kosh.kernel.ErrorCode;

/// Why the checkout refuses what a browser asks, beside what orders and payments refuse.
enum CheckoutError implements ErrorCode {
    CHECKOUT_IDS_DIFFER(
            Kind.FORBIDDEN, "uniqueTransactionId or publicIdentifierKey is not the one of the order: send its own."),
    CHECKOUT_LINK_ENDED(
            Kind.DECLINED, "The payment by link or code has ended already; the message says why. Ask for another."),
    CHECKOUT_CARD_UNKNOWN(Kind.NOT_FOUND, "No card is known that begins with these digits."),
    OTP_WRONG(Kind.DECLINED, "The code is wrong.");

    private final Kind kind;
    private final String meaning;

    CheckoutError(Kind kind, String meaning) {
        this.kind = kind;
        this.meaning = meaning;
    }

    @Override
    public Kind kind() {
        return kind;
    }

    @Override
    public String meaning() {
        return meaning;
    }
}
