package io.kosh.rails.counterpart;

import io.kosh.platform.Settings;
import io.kosh.rails.counterpart.Course.Status;
import io.kosh.rails.counterpart.SamplePayment.Awaits;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// What the sandbox's acquirer says of payments and refunds, in its answers and in what it tells by itself.
@Component
@OnlyInSandbox
final class SampleAnswers {
    private final JsonMapper json = new JsonMapper();
    private final String address;

    SampleAnswers(Settings settings) {
        this.address = settings.baseUrl().toString().replaceAll("/+$", "");
    }

    Map<String, Object> of(SamplePayment payment) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("id", payment.bill().id());
        said.put("reference", payment.bill().reference());
        said.put("status", payment.status().name());
        boolean paid = payment.status() == Status.PAID;
        said.put("amount", rupees(paid ? payment.paidMinor() : payment.bill().amountMinor()));
        switch (payment.status()) {
            case PENDING -> {
                said.put("next", next(payment));
                said.put("askAgainInSeconds", payment.awaits() == Awaits.NOBODY ? 5 : 30);
            }
            case AUTHORISED -> said.put("askAgainInSeconds", 5);
            case PAID -> {
                said.put("bankReference", payment.say().bankReference());
                String payer = payment.payer();
                if (payer != null) {
                    said.put("payer", payer);
                }
            }
            case DECLINED -> {
                said.put("code", payment.say().code());
                said.put("message", payment.say().message());
            }
        }
        return said;
    }

    private Map<String, Object> next(SamplePayment payment) {
        if (payment.awaits() == Awaits.OTP) {
            return Map.of("type", "OTP", "sentTo", PayersTelephone.SHOWN);
        }
        String page = payment.page();
        return page == null ? Map.of("type", "AWAIT") : Map.of("type", "VISIT", "url", address + page);
    }

    static Map<String, Object> of(SampleRefund refund) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("id", refund.id());
        said.put("reference", refund.reference());
        said.put("payment", refund.payment());
        said.put("status", refund.state().name());
        said.put("amount", rupees(refund.amountMinor()));
        switch (refund.state()) {
            case PROCESSING -> said.put("askAgainInSeconds", 5);
            case REFUNDED -> said.put("bankReference", refund.bankReference());
            case DECLINED -> {
                said.put("code", refund.code());
                said.put("message", refund.message());
            }
        }
        return said;
    }

    String event(SamplePayment payment) {
        return event("payment", payment.bill().merchant(), of(payment));
    }

    String event(SampleRefund refund) {
        return event("refund", refund.merchant(), of(refund));
    }

    private String event(String type, String merchant, Map<String, Object> about) {
        Map<String, Object> said = new LinkedHashMap<>();
        said.put("event", "evt_" + UUID.randomUUID().toString().replace("-", ""));
        said.put("type", type);
        said.put("merchant", merchant);
        said.put(type, about);
        return json.writeValueAsString(said);
    }

    /// What is refused is answered with this status.
    static int status(SamplePayment payment, int usual) {
        return payment.status() == Status.DECLINED ? 422 : usual;
    }

    private static String rupees(long minor) {
        return BigDecimal.valueOf(minor, 2).toPlainString();
    }
}
