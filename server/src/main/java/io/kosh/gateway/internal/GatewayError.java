package io.kosh.gateway.internal;

import io.kosh.kernel.ErrorCode;

/// Why the payment gateway refuses.
enum GatewayError implements ErrorCode {
    ACCESS_KEY_FORBIDDEN(Kind.FORBIDDEN, "The merchantAccessKey is not one of the token's company."),
    PAYMENT_ORDER_UNKNOWN(Kind.NOT_FOUND, "There is no such order."),
    ORDER_REUSED(Kind.CONFLICT, "The merchant's order id was used for another order: send a new one."),
    ORDER_NOT_PAYABLE(Kind.DECLINED, "The order is paid, cancelled or expired."),
    ATTEMPTS_USED_UP(Kind.DECLINED, "The order takes no further attempt to pay."),
    MODE_NOT_OFFERED(Kind.DECLINED, "The order or the merchant does not offer this way to pay."),
    PAYMENT_UNKNOWN(Kind.NOT_FOUND, "There is no such transaction."),
    PAYMENT_ENDED(Kind.DECLINED, "The transaction has ended."),
    OTP_NOT_AWAITED(Kind.DECLINED, "The transaction waits for no code, or too many were asked for."),
    UPI_LIMIT(Kind.DECLINED, "The amount is above what can be paid by UPI at once: choose another way to pay."),
    LINK_OUT_OF_DATE(Kind.DECLINED, "Fees have changed since the link was made: ask for another."),
    CARD_REFUSED(Kind.DECLINED, "The card cannot be used for this payment."),
    VPA_UNKNOWN(Kind.DECLINED, "There is no such VPA."),
    RAIL_AWAY(Kind.UNAVAILABLE, "The bank's side does not answer now; try again later."),
    REFUND_UNKNOWN(Kind.NOT_FOUND, "There is no such refund."),
    REFUND_REUSED(Kind.CONFLICT, "The requestId was used for another refund: send a new one."),
    RECHARGE_REUSED(Kind.CONFLICT, "The reference was used for another recharge: send a new one."),
    REFUND_NOT_POSSIBLE(Kind.DECLINED, "The transaction was not paid, or its money goes back already."),
    REFUND_TOO_HIGH(Kind.DECLINED, "More than is left of what was paid."),
    REFUND_BALANCE_TOO_LOW(Kind.DECLINED, "The refund balance is too low: recharge it."),
    TAX_RATE_SET(Kind.CONFLICT, "Another rate of the tax begins on that day already.");

    private final Kind kind;
    private final String meaning;

    GatewayError(Kind kind, String meaning) {
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
