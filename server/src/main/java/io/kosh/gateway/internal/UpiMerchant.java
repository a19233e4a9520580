package io.kosh.gateway.internal;

/// As what a merchant is verified for UPI: how much one payment may be depends on it ([UpiLimits]).
enum UpiMerchant {
    /// None of the others.
    USUAL,
    BUSINESS,
    CAPITAL_MARKET,
    CARD_BILLS,
    COLLECTIONS,
    DEPOSITS,
    EDUCATION,
    GOVERNMENT_MARKET,
    HOSPITAL,
    INSURANCE,
    JEWELLERY,
    TAX,
    TRAVEL
}
