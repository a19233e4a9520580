package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.rails.CardKind;
import io.kosh.rails.RailAnswer.NextStep;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A payment: one attempt at an order. The documents call it a transaction.
///
/// @param key           internal
/// @param paymentId     `EK`, 13 digits of the millisecond and 5 letters or digits; the rail's reference too
/// @param orderKey      the order's internal key
/// @param charge        what the payer pays, and what of it is whose
/// @param method        by what it is paid
/// @param railReference the acquirer's own id; null before its first answer
/// @param bankReference the bank's, such as a UPI payment's 12 digits; null before it is paid
/// @param code          the rail's word for why it failed, [#UNAPPLIED] or [PaymentDecision#ANOTHER_AMOUNT]; null for
///                      none
/// @param message       one sentence on how it stands
/// @param next          what the payer does next
/// @param late          whether it was told as paid after it was thought lost, or when the order took no payment
/// @param refunded      what went back or is going, in paise
/// @param dueAt         when it is to be looked after; null for never
/// @param asked         how often the rail was asked since
/// @param version       how often its state moved, for those who are told of it; 1 when it is begun
record Attempt(
        long key,
        String paymentId,
        long orderKey,
        PaymentState state,
        Charge charge,
        Method method,
        @Nullable String railReference,
        @Nullable String bankReference,
        @Nullable String code,
        String message,
        NextStep next,
        boolean late,
        long refunded,
        @Nullable Instant dueAt,
        int asked,
        Instant createdAt,
        Instant modifiedAt,
        int version) {

    /// The code of one that was paid when its order took no payment any more.
    static final String UNAPPLIED = "UNAPPLIED";

    /// In paise. The payer pays the amount and the surcharge with its tax; the merchant gets the amount less the fee
    /// with its tax.
    ///
    /// @param surcharge what payers pay on top: surcharge and convenience fee
    /// @param mdr       the merchant's discount rate as a sum
    /// @param received  what came instead; null where it was nothing, or what was asked for
    record Charge(
            long amount,
            long surcharge,
            long surchargeGst,
            long mdr,
            long mdrGst,
            @Nullable Long received) {

        Charge(long amount, long surcharge, long surchargeGst, long mdr, long mdrGst) {
            this(amount, surcharge, surchargeGst, mdr, mdrGst, null);
        }

        long finalAmount() {
            return Math.addExact(amount, Math.addExact(surcharge, surchargeGst));
        }

        /// What the payer has paid where the payer has paid.
        long paid() {
            return received == null ? finalAmount() : received;
        }

        Charge received(long instead) {
            return new Charge(amount, surcharge, surchargeGst, mdr, mdrGst, instead);
        }
    }

    /// By what it is paid; what does not belong to the mode is null.
    ///
    /// @param bankCode     of a bank, a wallet or a lender; of a UPI app
    /// @param bankName     as payers know it; of a card, the issuer
    /// @param maskedNumber of a card
    /// @param paymentToken of a saved card
    record Method(
            PaymentMode mode,
            @Nullable String bankCode,
            @Nullable String bankName,
            CardKind.@Nullable Scheme scheme,
            @Nullable String maskedNumber,
            @Nullable String holder,
            @Nullable String paymentToken,
            @Nullable String vpa) {

        /// Paid by a link or a code, not by asking the app of a VPA.
        boolean isLink() {
            return mode == PaymentMode.UPI && vpa == null;
        }
    }

    /// A new one, whose rail was not asked yet.
    ///
    /// @param dueAt when somebody looks whether it was asked
    static Attempt begun(
            String paymentId, long orderKey, Charge charge, Method method, Instant now, @Nullable Instant dueAt) {
        return new Attempt(
                0,
                paymentId,
                orderKey,
                PaymentState.CREATED,
                charge,
                method,
                null,
                null,
                null,
                "The payment was begun.",
                new NextStep.Await(),
                false,
                0,
                dueAt,
                0,
                now,
                now,
                1);
    }

    /// A link or a code that nobody has opened yet: no attempt before that.
    boolean isReadyLink() {
        return state == PaymentState.CREATED && method.isLink() && method.bankCode() == null;
    }

    /// Whether it was paid with another amount, or when its order took no payment any more: it goes back by itself, and
    /// is not the merchant's.
    boolean isUnapplied() {
        return UNAPPLIED.equals(code) || isOfAnotherAmount();
    }

    /// The state that browsers are told. Shops ship on SUCCESS, and what goes back by itself is never theirs.
    PaymentState toldState() {
        return state == PaymentState.SUCCESS && isUnapplied() ? PaymentState.REFUNDED : state;
    }

    /// Whether another amount came than was asked for. It pays nothing, so that its state is none of a success.
    boolean isOfAnotherAmount() {
        return charge.received() != null;
    }

    /// Whether money of the payer came in, whatever went back since.
    boolean isReceived() {
        return state.isPaid() || isOfAnotherAmount();
    }

    /// What can go back in all, in paise: the order's amount, because what was paid on top stays; everything where the
    /// order did not take it.
    long mostRefundable() {
        return isUnapplied() ? charge.paid() : charge.amount();
    }

    /// What can still go back, in paise.
    long refundable() {
        return isReceived() ? mostRefundable() - refunded : 0;
    }

    Attempt withKey(long written) {
        return new Attempt(
                written,
                paymentId,
                orderKey,
                state,
                charge,
                method,
                railReference,
                bankReference,
                code,
                message,
                next,
                late,
                refunded,
                dueAt,
                asked,
                createdAt,
                modifiedAt,
                version);
    }

    /// The ready link or code, opened in an app: the payment begins now.
    Attempt openedBy(String app, Instant now, Instant due) {
        Method opened = new Method(method.mode(), app, null, null, null, null, null, null);
        return new Attempt(
                key,
                paymentId,
                orderKey,
                state,
                charge,
                opened,
                railReference,
                bankReference,
                code,
                message,
                next,
                late,
                refunded,
                due,
                asked,
                now,
                now,
                version);
    }

    /// The same, to be looked after at another moment; nothing that anybody is told of.
    Attempt dueAt(@Nullable Instant due, int times) {
        return new Attempt(
                key,
                paymentId,
                orderKey,
                state,
                charge,
                method,
                railReference,
                bankReference,
                code,
                message,
                next,
                late,
                refunded,
                due,
                times,
                createdAt,
                modifiedAt,
                version);
    }

    /// The same after a part of it, or all, went back or is going, or came back to where it was.
    Attempt refunded(PaymentState to, long sum, Instant now) {
        return new Attempt(
                key,
                paymentId,
                orderKey,
                to,
                charge,
                method,
                railReference,
                bankReference,
                code,
                message,
                next,
                late,
                sum,
                dueAt,
                asked,
                createdAt,
                now,
                to == state ? version : version + 1);
    }

    /// The same of which another amount came.
    Attempt received(long minor) {
        return new Attempt(
                key,
                paymentId,
                orderKey,
                state,
                charge.received(minor),
                method,
                railReference,
                bankReference,
                code,
                message,
                next,
                late,
                refunded,
                dueAt,
                asked,
                createdAt,
                modifiedAt,
                version);
    }

    /// The same while another sum goes back or is going; nothing that anybody is told of.
    Attempt refunding(long sum) {
        return new Attempt(
                key,
                paymentId,
                orderKey,
                state,
                charge,
                method,
                railReference,
                bankReference,
                code,
                message,
                next,
                late,
                sum,
                dueAt,
                asked,
                createdAt,
                modifiedAt,
                version);
    }

    /// How it stands after something was told of it.
    Attempt stands(Standing standing, Instant now) {
        return new Attempt(
                key,
                paymentId,
                orderKey,
                standing.state(),
                charge,
                standing.method(),
                standing.railReference(),
                standing.bankReference(),
                standing.code(),
                standing.message(),
                standing.next(),
                standing.late(),
                refunded,
                standing.dueAt(),
                0,
                createdAt,
                now,
                standing.state() == state ? version : version + 1);
    }

    /// What may change as rails and payers tell of it.
    record Standing(
            PaymentState state,
            Method method,
            @Nullable String railReference,
            @Nullable String bankReference,
            @Nullable String code,
            String message,
            NextStep next,
            boolean late,
            @Nullable Instant dueAt) {}
}
