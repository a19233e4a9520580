package io.kosh.rails;

/// What a card is, by its first digits.
///
/// @param bank the issuer, as people know it
public record CardKind(Scheme scheme, Type type, String bank) {

    /// The documented names of the card networks.
    public enum Scheme {
        MASTERCARD,
        VISA,
        RUPAY,
        DINERS,
        AMEX
    }

    /// The documented kinds; a payment's mode is this with `_CARD`.
    public enum Type {
        CREDIT,
        DEBIT,
        PREPAID,
        CORPORATE
    }
}
