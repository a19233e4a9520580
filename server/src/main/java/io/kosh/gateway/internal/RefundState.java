package io.kosh.gateway.internal;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The states of a refund, out of the documented ones of transactions.
enum RefundState {
    /// Its money is set aside; the rail was not asked yet, or its answer is not known.
    CREATED,
    /// On its way.
    PENDING_WITH_BANK,
    /// The payer has it.
    SUCCESS,
    /// It could not be given; its money is back where it was.
    FAILED;

    static final Lifecycle<RefundState> LIFECYCLE = Lifecycle.of(
            RefundState.class,
            Map.of(CREATED, Set.of(PENDING_WITH_BANK, SUCCESS, FAILED), PENDING_WITH_BANK, Set.of(SUCCESS, FAILED)));

    boolean isOpen() {
        return this == CREATED || this == PENDING_WITH_BANK;
    }
}
