package io.kosh.gateway;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The documented states of a payment (a transaction, an attempt at an order).
public enum PaymentState {
    /// Asked for here; the rail was not asked yet, or its answer is not known.
    CREATED,
    /// The payer's bank has set the money aside.
    AUTHORIZED,
    /// The payer or a bank is at work.
    PENDING_WITH_BANK,
    /// Paid.
    SUCCESS,
    /// Declined, broken or too late. A bank may still say later that it was paid.
    FAILED,
    /// The payer gave it up. A bank may still say later that it was paid.
    CANCELLED,
    /// A part of it went back.
    PARTIALLY_REFUNDED,
    /// All of it went back.
    REFUNDED;

    public static final Lifecycle<PaymentState> LIFECYCLE = Lifecycle.of(
            PaymentState.class,
            Map.of(
                    CREATED,
                    Set.of(AUTHORIZED, PENDING_WITH_BANK, SUCCESS, FAILED, CANCELLED),
                    PENDING_WITH_BANK,
                    Set.of(AUTHORIZED, SUCCESS, FAILED, CANCELLED),
                    AUTHORIZED,
                    Set.of(SUCCESS, FAILED, CANCELLED),
                    // Late success: told by the rail after the payment was thought lost. What came with another amount
                    // goes back without ever having been one.
                    FAILED,
                    Set.of(SUCCESS, PARTIALLY_REFUNDED, REFUNDED),
                    CANCELLED,
                    Set.of(SUCCESS, PARTIALLY_REFUNDED, REFUNDED),
                    SUCCESS,
                    Set.of(PARTIALLY_REFUNDED, REFUNDED),
                    PARTIALLY_REFUNDED,
                    Set.of(REFUNDED)));

    /// Whether the rail may still be asked how it ended.
    public boolean isOpen() {
        return switch (this) {
            case CREATED, AUTHORIZED, PENDING_WITH_BANK -> true;
            case SUCCESS, FAILED, CANCELLED, PARTIALLY_REFUNDED, REFUNDED -> false;
        };
    }

    /// Whether the payer's money came in, whatever went back since.
    public boolean isPaid() {
        return switch (this) {
            case SUCCESS, PARTIALLY_REFUNDED, REFUNDED -> true;
            case CREATED, AUTHORIZED, PENDING_WITH_BANK, FAILED, CANCELLED -> false;
        };
    }
}
