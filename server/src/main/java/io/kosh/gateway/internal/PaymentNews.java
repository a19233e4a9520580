package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Hundredths;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Documented;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What payments tell webhooks, in the transaction of what happened. Each change of a payment's state is told as
/// documented too, also to the address that its order names.
@Component
final class PaymentNews {
    private static final String BEGUN = "payment.begun";
    private static final String PENDING = "payment.pending";
    private static final String AUTHORISED = "payment.authorized";
    private static final String SUCCEEDED = "payment.succeeded";
    private static final String LATE = "payment.late";
    private static final String FAILED = "payment.failed";
    private static final String CANCELLED = "payment.cancelled";
    private static final String PARTLY_REFUNDED = "payment.partially_refunded";
    private static final String REFUNDED = "payment.refunded";

    private final Webhooks webhooks;

    PaymentNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes paymentEventTypes() {
            return new EventTypes(Map.of(
                    BEGUN, "A payer began to pay an order.",
                    PENDING, "The payer or the bank is at work on a payment.",
                    AUTHORISED, "The payer's bank has set the money of a payment aside.",
                    SUCCEEDED, "A payment is complete, and its order paid.",
                    LATE, "A payment came for an order that takes none any more, and goes back by itself.",
                    FAILED, "A payment was declined, or its time ran out. It may still turn out to be paid.",
                    CANCELLED, "The payer gave a payment up. It may still turn out to be paid.",
                    PARTLY_REFUNDED, "A part of a payment went back.",
                    REFUNDED, "All of a payment went back."));
        }
    }

    /// A payment that made a move.
    ///
    /// @param from      null for a new one
    /// @param requestId the request that asks, null where none does
    record Moved(
            PaymentOrder order,
            @Nullable PaymentState from,
            Attempt after,
            @Nullable String requestId) {}

    void moved(CompanyKey company, List<Moved> moves) {
        moved(company, List.of(), moves);
    }

    /// Tells of payments together with what moved of their orders, which is told before them.
    void moved(CompanyKey company, List<Changed> orders, List<Moved> moves) {
        List<Announcement> told = new ArrayList<>(PaymentOrderNews.of(orders));
        moves.forEach(each -> told.add(of(each)));
        webhooks.announce(company, told);
    }

    private static Announcement of(Moved move) {
        Attempt payment = move.after();
        PaymentState from = move.from();
        Map<String, Object> data = new LinkedHashMap<>(PaymentFields.of(move.order(), payment));
        data.put("late", payment.late());
        Long received = payment.charge().received();
        if (received != null) {
            data.put("receivedAmount", Hundredths.full(received));
        }
        data.put("customParameters", move.order().terms().customParameters());
        Announcement told = Announcement.of(
                        type(payment),
                        new Resource(
                                "payment",
                                payment.paymentId(),
                                payment.version(),
                                payment.state().name(),
                                from == null ? null : from.name()),
                        data)
                .askedBy(move.requestId());
        String event = documented(payment);
        return event == null
                ? told
                : told.documentedAs(new Documented(event, PaymentFields.of(move.order(), payment), true))
                        .alsoTo(move.order().terms().notifyUrl());
    }

    private static String type(Attempt payment) {
        return switch (payment.state()) {
            case CREATED -> BEGUN;
            case AUTHORIZED -> AUTHORISED;
            case PENDING_WITH_BANK -> PENDING;
            case SUCCESS -> payment.isUnapplied() ? LATE : SUCCEEDED;
            case FAILED -> FAILED;
            case CANCELLED -> CANCELLED;
            case PARTIALLY_REFUNDED -> PARTLY_REFUNDED;
            case REFUNDED -> REFUNDED;
        };
    }

    /// Each change of the state, whichever it is, but one: what goes back by itself is no success to a merchant that
    /// ships on the documented word.
    private static @Nullable String documented(Attempt payment) {
        boolean noSuccess = payment.state() == PaymentState.SUCCESS && payment.isUnapplied();
        return payment.state() == PaymentState.CREATED || noSuccess
                ? null
                : "PAYMENT_" + payment.state().name();
    }
}
