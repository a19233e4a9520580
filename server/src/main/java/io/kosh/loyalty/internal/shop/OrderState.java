package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The states of an order of vouchers. SUCCESS is documented by this name; the others are named like it.
enum OrderState {
    /// The points are reserved, and the supplier was not asked yet.
    PENDING,
    /// The supplier was asked, or may have been: only its own word ends it.
    PROCESSING,
    /// All vouchers are there, and the points are spent.
    SUCCESS,
    /// Some vouchers are there and paid for; the points of the others went back.
    PARTIAL_SUCCESS,
    /// There is no voucher, and all points went back.
    FAILED;

    static final Lifecycle<OrderState> LIFECYCLE = Lifecycle.of(
            OrderState.class,
            Map.of(PENDING, Set.of(PROCESSING), PROCESSING, Set.of(SUCCESS, PARTIAL_SUCCESS, FAILED)));

    boolean isOpen() {
        return this == PENDING || this == PROCESSING;
    }

    /// What became of the points.
    Payment payment() {
        return switch (this) {
            case PENDING, PROCESSING -> Payment.PENDING;
            case SUCCESS, PARTIAL_SUCCESS -> Payment.SUCCESS;
            case FAILED -> Payment.FAILED;
        };
    }

    /// The states of an order's payment. SUCCESS is documented.
    enum Payment {
        PENDING,
        SUCCESS,
        FAILED
    }
}
