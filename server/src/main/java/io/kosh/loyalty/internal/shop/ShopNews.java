package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
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

/// What orders tell webhooks, in the transaction of what happened. No code of a voucher is told: it is asked for.
@Component
final class ShopNews {
    private static final String PLACED = "voucher_order.placed";
    private static final String PROCESSING = "voucher_order.processing";
    private static final String FULFILLED = "voucher_order.fulfilled";
    private static final String PARTLY = "voucher_order.partly_fulfilled";
    private static final String FAILED = "voucher_order.failed";
    private static final String REFUNDED = "voucher_order.refunded";

    private final Webhooks webhooks;

    ShopNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes voucherOrderEventTypes() {
            return new EventTypes(Map.of(
                    PLACED,
                    "A user ordered vouchers, and the points were reserved.",
                    PROCESSING,
                    "The supplier is asked for the vouchers of an order.",
                    FULFILLED,
                    "All vouchers of an order are there, and its points were spent.",
                    PARTLY,
                    "Some vouchers of an order are there and paid for; the points of the others went back.",
                    FAILED,
                    "An order got no voucher, and its points went back.",
                    REFUNDED,
                    "Points were given back for vouchers that had come."));
        }
    }

    /// An order as it is after its last move.
    ///
    /// @param before null where it is new
    void moved(CompanyKey company, @Nullable OrderState before, VoucherOrder after) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("orderId", after.id());
        data.put("partnerOrderReferenceId", after.reference());
        data.put("userId", after.userId());
        data.put("enKashCardId", after.cardId());
        data.put("orderStatus", after.state().name());
        data.put("paymentStatus", after.state().payment().name());
        data.put("totalQuantity", after.quantity());
        data.put("filledQuantity", after.filled());
        data.put("totalAmount", Rupees.decimal(after.face()));
        data.put("orderAmount", Rupees.decimal(after.price()));
        data.put("paidAmount", Rupees.decimal(after.paid()));
        data.put("failure", after.failure());
        webhooks.announce(
                company,
                List.of(Announcement.of(
                                type(after.state()),
                                new Resource(
                                        "voucher_order",
                                        after.id(),
                                        after.moves(),
                                        after.state().name(),
                                        before == null ? null : before.name()),
                                data)
                        .askedBy(after.requestId())));
    }

    /// Points were given back for vouchers that had come.
    void refunded(CompanyKey company, VoucherOrder order, VoucherRefund refund) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("orderId", order.id());
        data.put("partnerOrderReferenceId", order.reference());
        data.put("userId", order.userId());
        data.put("enKashCardId", order.cardId());
        data.put("reference", refund.reference());
        data.put("quantity", refund.quantity());
        data.put("points", Rupees.decimal(refund.amount()));
        data.put("refundedQuantity", order.refunded());
        data.put("refundedAmount", Rupees.decimal(order.priceOfRefunded()));
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        REFUNDED,
                        new Resource("voucher_refund", order.id() + "-" + refund.number(), 1, "REFUNDED", null),
                        data)));
    }

    private static String type(OrderState state) {
        return switch (state) {
            case PENDING -> PLACED;
            case PROCESSING -> PROCESSING;
            case SUCCESS -> FULFILLED;
            case PARTIAL_SUCCESS -> PARTLY;
            case FAILED -> FAILED;
        };
    }
}
