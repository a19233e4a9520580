package io.kosh.cards.internal;

import io.kosh.kernel.Refusal;

/// Why a card cannot be used now.
enum Unusable {
    NOT_ACTIVATED(CardError.CARD_NOT_ACTIVE, "Card is not active: Activation in progress"),
    LOCKED(CardError.CARD_NOT_ACTIVE, "Card is not active: Locked"),
    BLOCKED(CardError.CARD_NOT_ACTIVE, "Card is not active: Blocked"),
    ACCOUNT_SUSPENDED(CardError.CARD_ACCOUNT_NOT_ACTIVE, "Card account is not active: Suspended"),
    EXPIRED(CardError.CARD_EXPIRED, "Card has expired"),
    KYC_MISSING(CardError.CARD_KYC_MISSING, "KYC of the card holder is pending"),
    TERMS_NOT_ACCEPTED(CardError.CARD_TERMS_NOT_ACCEPTED, "The card holder has not accepted the latest terms");

    private final CardError error;
    private final String detail;

    Unusable(CardError error, String detail) {
        this.error = error;
        this.detail = detail;
    }

    Refusal refusal() {
        return Refusal.of(error, detail);
    }

    /// For people.
    String detail() {
        return detail;
    }
}
