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
/// @param unapplied     whether it comes out of what stands unapplied, instead of the refund balance
/// @param hold          the ledger's hold of its money
/// @param bankReference null until the payer has it
/// @param message       one sentence on how it stands
/// @param dueAt         when the rail is asked next, in the company's time; null for never
/// @param asked         how often the rail was asked
/// @param version       how often it changed, for those who are told of it
record Refund(
        long key,
        String refundId,
        long paymentKey,
        @Nullable String requestId,
        long amountMinor,
        @Nullable String remarks,
        Cause cause,
        boolean unapplied,
        long hold,
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
        /// The merchant asked.
        MERCHANT("The refund was taken on."),
        /// The order was paid already.
        SECOND_PAYMENT("The order was paid already, so this goes back."),
        /// The order had expired or was cancelled.
        ORDER_CLOSED("The order took no payment any more, so this goes back."),
        /// Another amount came than was asked for.
        ANOTHER_AMOUNT("Another amount came than was asked for, so this goes back.");

        private final String message;

        Cause(String message) {
            this.message = message;
        }
    }

    /// What somebody wants to go back.
    ///
    /// @param payment   the payment's internal key
    /// @param requestId the merchant's own; null for what goes back by itself
    record Wanted(
            long payment,
            @Nullable String requestId,
            long amountMinor,
            @Nullable String remarks,
            Cause cause,
            boolean unapplied) {}

    /// A new one, which is due at once. Its money is not held yet.
    static Refund begun(String refundId, Wanted wanted, Instant now) {
        return new Refund(
                0,
                refundId,
                wanted.payment(),
                wanted.requestId(),
                wanted.amountMinor(),
                wanted.remarks(),
                wanted.cause(),
                wanted.unapplied(),
                0,
                RefundState.CREATED,
                null,
                null,
                wanted.cause().message,
                now,
                0,
                now,
                now,
                1);
    }

    Refund heldBy(long transfer) {
        return new Refund(
                key,
                refundId,
                paymentKey,
                requestId,
                amountMinor,
                remarks,
                cause,
                unapplied,
                transfer,
                state,
                railReference,
                bankReference,
                message,
                dueAt,
                asked,
                createdAt,
                modifiedAt,
                version);
    }

    /// The same, to be asked for at another moment; nothing that anybody is told of.
    Refund dueAt(Instant due) {
        return with(new Standing(state, railReference, bankReference, message, due), modifiedAt, version);
    }

    /// The same in another state. What the rail did not tell again is kept.
    Refund moved(Standing to, Instant now) {
        RefundState state = RefundState.LIFECYCLE.move(GatewayError.REFUND_NOT_POSSIBLE, this.state, to.state());
        Standing full = new Standing(
                state,
                to.railReference() == null ? railReference : to.railReference(),
                to.bankReference(),
                to.message(),
                to.dueAt());
        return with(full, now, version + 1);
    }

    /// What may change as rails tell of it.
    record Standing(
            RefundState state,
            @Nullable String railReference,
            @Nullable String bankReference,
            String message,
            @Nullable Instant dueAt) {}

    private Refund with(Standing standing, Instant modified, int changes) {
        return new Refund(
                key,
                refundId,
                paymentKey,
                requestId,
                amountMinor,
                remarks,
                cause,
                unapplied,
                hold,
                standing.state(),
                standing.railReference(),
                standing.bankReference(),
                standing.message(),
                standing.dueAt(),
                asked,
                createdAt,
                modified,
                changes);
    }
}
