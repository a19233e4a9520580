package io.kosh.cards.internal;

/// How well a holder is known, as the rules for prepaid instruments tell apart; a holder never becomes less known.
enum Kyc {
    NONE("PENDING"),
    /// The minimum details: a name, a mobile and the number of one official document.
    MINIMUM("MIN_KYC"),
    FULL("FULL_KYC");

    private final String status;

    Kyc(String status) {
        this.status = status;
    }

    /// As `kycStatus` shows it; the pages name the field and no value.
    String status() {
        return status;
    }

    Kyc atLeast(Kyc other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
