package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.internal.AttemptSearchStore.Criteria;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.rails.RailPayment.BankAccount;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Payments, from the merchant's side: whose company is known.
@Component
final class MerchantPayments {
    private static final String ANY_APP = "upi";

    private final Database database;
    private final PaymentOrderStore orders;
    private final AttemptStore store;
    private final AttemptSearchStore searches;
    private final Payments payments;

    MerchantPayments(
            Database database,
            PaymentOrderStore orders,
            AttemptStore store,
            AttemptSearchStore searches,
            Payments payments) {
        this.database = database;
        this.orders = orders;
        this.store = store;
        this.searches = searches;
        this.payments = payments;
    }

    /// Begins a payment.
    ///
    /// @param orderId  ours, or the merchant's own
    /// @param onlyFrom the one account that may pay; null for the order's, or any
    OrderPayment submit(
            CompanyKey company, String orderId, Choice choice, String actor, @Nullable BankAccount onlyFrom) {
        return payments.start(company, order(company, orderId), new Payments.Start(choice, false, actor, onlyFrom));
    }

    /// Begins a payment by link or code. It is shared by whoever pays, so only the order can say which account may.
    ///
    /// @param onlyFrom the one account that may pay, as the order says; null for what the order says
    OrderPayment link(CompanyKey company, String orderId, @Nullable BankAccount onlyFrom) {
        PaymentOrder order = order(company, orderId);
        if (onlyFrom != null && !onlyFrom.equals(order.terms().onlyFrom())) {
            throw Refusal.ofField(
                    GatewayError.MODE_NOT_OFFERED,
                    "accountNumber",
                    "a link is paid from the order's account: name it in the order, or send a vpa");
        }
        Attempt ready = payments.readyLink(company, order.key()).payment();
        return payments.openLink(company, ready, ANY_APP);
    }

    private PaymentOrder order(CompanyKey company, String orderId) {
        PaymentOrder found = database.inCompany(company, () -> orders.either(company, orderId));
        if (found == null) {
            throw Refusal.ofField(
                    GatewayError.PAYMENT_ORDER_UNKNOWN, "orderId", GatewayError.PAYMENT_ORDER_UNKNOWN.meaning());
        }
        return found;
    }

    /// A payment of the company.
    OrderPayment find(CompanyKey company, String paymentId) {
        return database.inCompany(company, () -> {
            Attempt payment = store.find(company, paymentId);
            PaymentOrder order = payment == null ? null : orders.find(company, payment.orderKey());
            if (payment == null || order == null) {
                throw Refusal.ofField(
                        GatewayError.PAYMENT_UNKNOWN, "transactionId", GatewayError.PAYMENT_UNKNOWN.meaning());
            }
            return new OrderPayment(order, payment);
        });
    }

    /// A page of what a search found.
    ///
    /// @param count of all that is found
    record Page(long count, List<OrderPayment> payments) {}

    /// What a search asks for.
    ///
    /// @param orderId  ours, or the merchant's own; null for all
    /// @param criteria the rest; its order is not looked at
    record Search(@Nullable String orderId, Criteria criteria, int offset, int limit) {}

    Page search(CompanyKey company, Search search) {
        return database.inCompany(company, () -> {
            Criteria criteria = search.criteria();
            if (search.orderId() != null) {
                PaymentOrder order = orders.either(company, search.orderId());
                if (order == null) {
                    return new Page(0, List.of());
                }
                criteria = criteria.of(order.key());
            }
            List<Attempt> found = searches.search(company, criteria, search.offset(), search.limit());
            Map<Long, PaymentOrder> of = new HashMap<>();
            Set<Long> keys = new HashSet<>();
            found.forEach(each -> keys.add(each.orderKey()));
            orders.findAll(company, keys).forEach(each -> of.put(each.key(), each));
            return new Page(
                    searches.count(company, criteria),
                    found.stream()
                            .map(each -> new OrderPayment(Objects.requireNonNull(of.get(each.orderKey())), each))
                            .toList());
        });
    }
}
