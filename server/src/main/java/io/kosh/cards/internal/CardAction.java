package io.kosh.cards.internal;

/// What a one-time code of a card's holder may be for. The pages show the first only; a code sent for it counts for any
/// one action, a code for another counts for that alone.
enum CardAction {
    TRANSACTION_OTP("card-transaction", true),
    VIEW_CARD("card-view", false),
    VIEW_CVV("card-cvv", false),
    SET_PIN("card-pin", true),
    BLOCK_CARD("card-block", true),
    REPLACE_CARD("card-replace", true),
    ACTIVATE_CARD("card-activate", true);

    private final String purpose;
    private final boolean exemptible;

    CardAction(String purpose, boolean exemptible) {
        this.purpose = purpose;
        this.exemptible = exemptible;
    }

    /// As the message bundles know it.
    String purpose() {
        return purpose;
    }

    /// Whether a partner that knows its holders by other means may do it without a code (`otpRequired` false).
    boolean isExemptible() {
        return exemptible;
    }
}
