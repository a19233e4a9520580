package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Hundredths;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What the gateway tells webhooks, in the transaction of what happened.
@Component
final class PaymentOrderNews {
    private static final String ORDER_CREATED = "order.created";
    private static final String ORDER_RENDERED = "order.checkout_rendered";
    private static final String ORDER_ATTEMPTED = "order.attempted";
    private static final String ORDER_PAID = "order.paid";
    private static final String ORDER_CANCELLED = "order.cancelled";
    private static final String ORDER_EXPIRED = "order.expired";

    private final Webhooks webhooks;

    PaymentOrderNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes gatewayEventTypes() {
            return new EventTypes(Map.of(
                    ORDER_CREATED, "A merchant made an order, which can be paid now.",
                    ORDER_RENDERED, "The payer of an order has seen the checkout.",
                    ORDER_ATTEMPTED, "The payer of an order began to pay.",
                    ORDER_PAID, "An order is paid.",
                    ORDER_CANCELLED, "An order was given up; what is paid now goes back.",
                    ORDER_EXPIRED, "The time of an order ran out; what is paid now goes back."));
        }
    }

    /// Tells the moves among some changes of orders.
    void ordersMoved(CompanyKey company, List<Changed> changes) {
        webhooks.announce(company, of(changes));
    }

    /// What is told of the moves among some changes of orders.
    static List<Announcement> of(List<Changed> changes) {
        return changes.stream()
                .filter(Changed::moved)
                .map(PaymentOrderNews::ofOrder)
                .toList();
    }

    private static Announcement ofOrder(Changed change) {
        PaymentOrder order = change.after();
        OrderState from = change.from();
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("orderId", order.orderId());
        data.put("merchantOrderId", order.merchantOrderId());
        data.put("status", order.state().name());
        data.put("amount", Map.of("value", Hundredths.full(order.amountMinor()), "currency", "INR"));
        data.put("customParameters", order.terms().customParameters());
        data.put("attempts", order.attempts());
        data.put("reason", change.reason());
        return Announcement.of(
                        type(order.state()),
                        new Resource(
                                "order",
                                order.orderId(),
                                order.version(),
                                order.state().name(),
                                from == null ? null : from.name()),
                        data)
                .askedBy(change.requestId());
    }

    private static String type(OrderState state) {
        return switch (state) {
            case CREATED -> ORDER_CREATED;
            case CHECKOUT_RENDERED -> ORDER_RENDERED;
            case ATTEMPTED -> ORDER_ATTEMPTED;
            case PAID -> ORDER_PAID;
            case CANCELLED -> ORDER_CANCELLED;
            case EXPIRED -> ORDER_EXPIRED;
        };
    }
}
