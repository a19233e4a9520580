package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.rails.CardKind;
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
/// @param code          the rail's word for why it failed; null where it did not
/// @param message       one sentence on how it stands
/// @param late          whether it was told as paid after it was thought lost, or when the order took no payment
/// @param refunded      what went back or is going, in paise
/// @param dueAt         when it is to be looked after; null for never
/// @param asked         how often the rail was asked since
/// @param version       how often it changed, for those who are told of it
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
        boolean late,
        long refunded,
        @Nullable Instant dueAt,
        int asked,
        Instant createdAt,
        Instant modifiedAt,
        int version) {

    /// In paise. The payer pays the amount and the surcharge with its tax; the merchant gets the amount less the fee
    /// with its tax.
    ///
    /// @param surcharge what payers pay on top: surcharge and convenience fee
    /// @param mdr       the merchant's discount rate as a sum
    record Charge(long amount, long surcharge, long surchargeGst, long mdr, long mdrGst) {
        long finalAmount() {
            return Math.addExact(amount, Math.addExact(surcharge, surchargeGst));
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
            @Nullable String vpa) {}
}
