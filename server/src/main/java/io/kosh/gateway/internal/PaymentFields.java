package io.kosh.gateway.internal;

import io.kosh.gateway.internal.Attempt.Charge;
import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.kernel.Hundredths;
import io.kosh.rails.CardKind;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A payment by the documented names, which notifications, status calls and the way back to a merchant's page share.
/// What a payment does not have is an empty text, because every field is documented as there.
final class PaymentFields {
    private static final String INR = "INR";

    private PaymentFields() {}

    /// All fields but the checksum, in the documented order.
    static Map<String, Object> of(PaymentOrder order, Attempt payment) {
        Charge charge = payment.charge();
        Method method = payment.method();
        CardKind.Scheme scheme = method.scheme();
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("surcharge", Hundredths.full(charge.surcharge()));
        fields.put("surchargeGst", Hundredths.full(charge.surchargeGst()));
        fields.put("amount", Hundredths.full(charge.amount()));
        fields.put("finalAmount", Hundredths.full(charge.finalAmount()));
        fields.put("paymentMode", method.mode().name());
        fields.put("bankCode", text(method.bankCode()));
        fields.put("bankName", text(method.bankName()));
        fields.put("cardScheme", scheme == null ? "" : scheme.name());
        fields.put("currency", INR);
        fields.put("status", payment.state().name());
        fields.put("transactionId", payment.paymentId());
        fields.put("txnMsg", payment.message());
        fields.put("txnDate", payment.modifiedAt().toString());
        fields.put("uniqueTransactionId", order.merchantOrderId());
        fields.put("maskedCardNumber", text(method.maskedNumber()));
        fields.put("cardHolderName", text(method.holder()));
        fields.put("paymentToken", text(method.paymentToken()));
        fields.put("bankTransactionId", text(payment.bankReference()));
        fields.put("mdr", Hundredths.full(charge.mdr()));
        fields.put("mdrGst", Hundredths.full(charge.mdrGst()));
        fields.put("transactionAmount", Hundredths.full(charge.finalAmount()));
        fields.put("orderId", order.orderId());
        fields.put("orderStatus", order.state().name());
        fields.put("transactionStatus", payment.state().name());
        return fields;
    }

    /// Of an order that nobody tried to pay yet, what is known already.
    static Map<String, Object> of(PaymentOrder order) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("amount", Hundredths.full(order.amountMinor()));
        fields.put("finalAmount", Hundredths.full(order.amountMinor()));
        fields.put("paymentMode", "");
        fields.put("currency", INR);
        fields.put("status", order.state().name());
        fields.put("transactionId", order.checkoutId());
        fields.put("uniqueTransactionId", order.merchantOrderId());
        fields.put("orderId", order.orderId());
        fields.put("orderStatus", order.state().name());
        fields.put("transactionStatus", "");
        return fields;
    }

    private static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
