package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.PaymentOrder.Customer;
import io.kosh.gateway.internal.PaymentOrder.Terms;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.SandboxSeed;
import java.util.List;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// Two orders of the demo company, whose API client is a merchant's keys: the access key is the client's id, the secret
/// key its secret.
@Component
@Order(50)
final class PaymentOrderSeed implements SandboxSeed {
    private static final String ACTOR = "seed";
    private static final long BOOK = 49_900;
    private static final long DESK = 1_250_000;

    private final CompanyRegistry companies;
    private final PaymentOrders orders;

    PaymentOrderSeed(CompanyRegistry companies, PaymentOrders orders) {
        this.companies = companies;
        this.orders = orders;
    }

    @Override
    public void seed(Map<String, Object> facts) {
        CompanyRef company = companies.find("CEK0TCW2W8");
        if (company == null || !(facts.get("clientId") instanceof String accessKey)) {
            throw new IllegalStateException("the demo company is missing");
        }
        PaymentOrder book =
                orders.create(company.key(), draft(accessKey, "DEMO-1001", BOOK, terms("A book", Map.of())));
        Map<String, List<String>> restricted = Map.of(
                RestrictedOptions.key(PaymentMode.UPI), List.of(),
                RestrictedOptions.key(PaymentMode.CREDIT_CARD), List.of("VISA", "RUPAY"));
        orders.create(company.key(), draft(accessKey, "DEMO-1002", DESK, terms("A desk", restricted)));
        facts.put(
                "gateway",
                Map.of(
                        "companyId", company.id(),
                        "merchantAccessKey", accessKey,
                        "orderId", book.orderId(),
                        "merchantOrderId", book.merchantOrderId()));
    }

    private static OrderDraft draft(String accessKey, String merchantOrderId, long amountMinor, Terms terms) {
        Customer asha = new Customer("Asha", "Rao", "asha@example.com", "9600098867", null);
        return new OrderDraft(merchantOrderId, accessKey, amountMinor, terms, asha, ACTOR, null);
    }

    private static Terms terms(String description, Map<String, List<String>> restricted) {
        return new Terms(null, null, description, Map.of(), null, restricted);
    }
}
