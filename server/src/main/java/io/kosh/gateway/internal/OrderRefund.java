package io.kosh.gateway.internal;

import io.kosh.kernel.Hundredths;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A refund with its payment and its order, as all three stand.
record OrderRefund(PaymentOrder order, Attempt payment, Refund refund) {
    static final String INR = "INR";

    /// The refund by the documented names, which answers and notifications share. `transactionId` is the payment's, and
    /// what is not known yet is an empty text, because every field is documented as there.
    Map<String, Object> fields() {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("amount", Hundredths.full(refund.amountMinor()));
        fields.put("paymentMode", payment.method().mode().name());
        fields.put("bankCode", text(payment.method().bankCode()));
        fields.put("bankName", text(payment.method().bankName()));
        fields.put("currency", INR);
        fields.put("status", refund.state().name());
        fields.put("transactionId", payment.paymentId());
        fields.put("txnMsg", refund.message());
        fields.put("txnDate", refund.modifiedAt().toString());
        fields.put("uniqueTransactionId", order.merchantOrderId());
        fields.put("bankTransactionId", text(refund.bankReference()));
        return fields;
    }

    static String text(@Nullable String value) {
        return value == null ? "" : value;
    }
}
