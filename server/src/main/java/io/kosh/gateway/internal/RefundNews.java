package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentState;
import io.kosh.kernel.CompanyKey;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Documented;
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

/// What refunds tell webhooks, in the transaction of what happened. How a refund ended is told by the documented
/// notification too, also to the address that its order names. The pages know that one by its name alone: its body is
/// that of the refund's answer, with whose it is. It comes where payments are told, so that its `status` is
/// the payment's.
@Component
final class RefundNews {
    private static final String CREATED = "refund.created";
    private static final String PENDING = "refund.pending";
    private static final String SUCCEEDED = "refund.succeeded";
    private static final String FAILED = "refund.failed";

    private final Webhooks webhooks;

    RefundNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes refundEventTypes() {
            return new EventTypes(Map.of(
                    CREATED, "A payment goes back, or a part of it; its money is set aside.",
                    PENDING, "A refund is on its way to the payer.",
                    SUCCEEDED, "The payer has a refund.",
                    FAILED, "A refund could not be given; its money is back where it was."));
        }
    }

    /// A refund that made a move.
    ///
    /// @param from null for a new one
    record Moved(OrderRefund after, @Nullable RefundState from) {}

    void moved(CompanyKey company, List<Moved> moves) {
        if (!moves.isEmpty()) {
            webhooks.announce(company, moves.stream().map(RefundNews::of).toList());
        }
    }

    private static Announcement of(Moved move) {
        OrderRefund after = move.after();
        Refund refund = after.refund();
        RefundState from = move.from();
        Map<String, Object> data = new LinkedHashMap<>(after.fields());
        data.put("refundId", refund.refundId());
        data.put("requestId", OrderRefund.text(refund.requestId()));
        data.put("refundStatus", refund.state().name());
        data.put("orderId", after.order().orderId());
        data.put("cause", refund.cause().name());
        Announcement told = Announcement.of(
                type(refund.state()),
                new Resource(
                        "refund",
                        refund.refundId(),
                        refund.version(),
                        refund.state().name(),
                        from == null ? null : from.name()),
                data);
        if (refund.state().isOpen()) {
            return told;
        }
        return told.documentedAs(new Documented("REFUND_" + refund.state().name(), besidePayments(data, after), true))
                .alsoTo(after.order().terms().notifyUrl());
    }

    /// Whoever reads a payment's notification takes SUCCESS for money that came, FAILED for money that did not.
    /// How the refund itself ended is `refundStatus` only; where nothing of the payment went back, it has no
    /// status at all.
    private static Map<String, Object> besidePayments(Map<String, Object> data, OrderRefund after) {
        Map<String, Object> body = new LinkedHashMap<>(data);
        body.remove("status");
        PaymentState payment = after.payment().state();
        if (payment == PaymentState.REFUNDED || payment == PaymentState.PARTIALLY_REFUNDED) {
            body.put("status", payment.name());
            body.put("transactionStatus", payment.name());
        }
        return body;
    }

    private static String type(RefundState state) {
        return switch (state) {
            case CREATED -> CREATED;
            case PENDING_WITH_BANK -> PENDING;
            case SUCCESS -> SUCCEEDED;
            case FAILED -> FAILED;
        };
    }
}
