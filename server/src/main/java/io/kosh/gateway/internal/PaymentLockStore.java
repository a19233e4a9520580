package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.RoundTrip;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Locks payments together with their orders, over `gateway.payment_order` and `gateway.payment`.
@Component
final class PaymentLockStore {
    private static final String LOCK = """
            with locked_order as materialized (
                select %s from gateway.payment_order
                where company_id = ? and id = any(array(
                    select order_id from gateway.payment where company_id = ? and payment_id = any(?)))
                order by id for update
            ), locked_payment as materialized (
                select %s from gateway.payment
                where company_id = ? and payment_id = any(?) and (select count(*) from locked_order) > 0
                order by id for update
            )
            select locked_order.*, locked_payment.*
            from locked_payment full join locked_order on locked_order.id = locked_payment.order_id""".formatted(PaymentOrderStore.COLUMNS, AttemptStore.COLUMNS);

    private final PaymentOrderStore orders;

    PaymentLockStore(PaymentOrderStore orders) {
        this.orders = orders;
    }

    /// What is locked, as it is then.
    ///
    /// @param orders   by key
    /// @param payments by key
    /// @param keys     the keys of the payments by their public ids; those that are not there are left out
    record Locked(Map<Long, PaymentOrder> orders, Map<Long, Attempt> payments, Map<String, Long> keys) {}

    /// Locks the orders of some payments in the order of their keys, and then the payments in the order of
    /// theirs, once the trip is made. One statement, because rows with texts end what travels together.
    /// That no payment is touched before all the orders are locked is what the count is for: it is worked
    /// out before the first payment is read. Each has its other half; the join is a full one because such a
    /// one never compares all with all.
    Locked lock(RoundTrip trip, CompanyKey company, Collection<String> paymentIds) {
        Locked locked = new Locked(new HashMap<>(), new HashMap<>(), new HashMap<>());
        String[] asked = paymentIds.toArray(String[]::new);
        trip.read(
                LOCK,
                row -> {
                    Attempt payment = AttemptStore.attempt(PaymentOrderStore.COLUMN_COUNT, row);
                    locked.payments().put(payment.key(), payment);
                    locked.keys().put(payment.paymentId(), payment.key());
                    if (!locked.orders().containsKey(payment.orderKey())) {
                        locked.orders().put(payment.orderKey(), orders.order(row, 0));
                    }
                },
                company.value(),
                company.value(),
                asked,
                company.value(),
                asked);
        return locked;
    }
}
