package io.kosh.gateway.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What goes back of a payment.
///
/// @param refundId      `EK`, 13 digits of the millisecond and 5 letters or digits; the rail's reference too
/// @param paymentKey    the payment's internal key
/// @param requestId     the merchant's own, unique in the company for ever; null for one that Kosh made
/// @param amountMinor   in paise
/// @param cause         why
/// @param bankReference null until the payer has it
/// @param dueAt         when it is to be looked after; null for never
record Refund(
        long key,
        String refundId,
        long paymentKey,
        @Nullable String requestId,
        long amountMinor,
        @Nullable String remarks,
        Cause cause,
        RefundState state,
        @Nullable String railReference,
        @Nullable String bankReference,
        String message,
        @Nullable Instant dueAt,
        int asked,
        Instant createdAt,
        Instant modifiedAt,
        int version) {

    /// Why money goes back.
    enum Cause {
        /// The merchant asked; it comes out of the refund balance.
        MERCHANT,
        /// The order was paid already.
        SECOND_PAYMENT,
        /// The order had expired or was cancelled.
        ORDER_CLOSED
    }
}
