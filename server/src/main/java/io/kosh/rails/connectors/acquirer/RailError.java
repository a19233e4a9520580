package io.kosh.rails.connectors.acquirer;

import io.kosh.kernel.ErrorCode;

/// Why a callback of the acquirer is refused.
enum RailError implements ErrorCode {
    CALLBACK_SIGNATURE_INVALID(
            Kind.UNAUTHENTICATED, "The callback is not signed, or not by the acquirer: check its secret."),
    CALLBACK_STALE(
            Kind.UNAUTHENTICATED,
            "The callback was signed too long ago, or in the future: sign it anew when it is sent."),
    CALLBACK_INVALID(Kind.INVALID, "The callback is not a JSON object that tells of a payment or a refund."),
    CALLBACK_OTHER_MERCHANT(Kind.FORBIDDEN, "The payment or refund is not the merchant's."),
    CALLBACK_REFERENCE_UNKNOWN(Kind.NOT_FOUND, "There is no payment or refund with this reference."),
    CALLBACK_NOT_TAKEN(Kind.UNAVAILABLE, "Nobody takes what is told now: tell it again after Retry-After seconds.");

    private final Kind kind;
    private final String meaning;

    RailError(Kind kind, String meaning) {
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
