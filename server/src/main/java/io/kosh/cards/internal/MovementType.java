package io.kosh.cards.internal;

/// What a movement on a card is, by the documented names; taking rupees back has none there, and is named as taking
/// points back is.
enum MovementType {
    ALLOCATE_POINT,
    UNALLOCATE_POINT,
    REDEEM_POINT,
    LOAD_MONEY,
    ALLOCATE_FUND,
    UNALLOCATE_FUND,
    SALE,
    REPAYMENT,
    RECOVERY,
    REFUND,
    REVERSAL,
    CREDIT,
    FEE
}
