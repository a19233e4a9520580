package io.kosh.gateway;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The documented states of an order. `PAYMENT_CONFIRMATION_PENDING` of older pages is never entered: an order with a
/// payment that waits is ATTEMPTED.
public enum OrderState {
    /// Made, ready for the checkout.
    CREATED,
    /// The payer has seen the checkout.
    CHECKOUT_RENDERED,
    /// The payer tried to pay; a payment may be under way.
    ATTEMPTED,
    /// Paid, once.
    PAID,
    /// The payer or the merchant gave it up.
    CANCELLED,
    /// Its time ran out. What is paid now is given back.
    EXPIRED;

    public static final Lifecycle<OrderState> LIFECYCLE = Lifecycle.of(
            OrderState.class,
            Map.of(
                    CREATED,
                    Set.of(CHECKOUT_RENDERED, ATTEMPTED, CANCELLED, EXPIRED),
                    CHECKOUT_RENDERED,
                    Set.of(ATTEMPTED, CANCELLED, EXPIRED),
                    ATTEMPTED,
                    Set.of(PAID, CANCELLED, EXPIRED)));

    /// Whether it can still be paid.
    public boolean isPayable() {
        return switch (this) {
            case CREATED, CHECKOUT_RENDERED, ATTEMPTED -> true;
            case PAID, CANCELLED, EXPIRED -> false;
        };
    }
}
