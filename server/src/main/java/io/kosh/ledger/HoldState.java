package io.kosh.ledger;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The life of a hold.
public enum HoldState {
    HELD,
    CAPTURED,
    RELEASED,
    TIMED_OUT;

    public static final Lifecycle<HoldState> LIFECYCLE =
            Lifecycle.of(HoldState.class, Map.of(HELD, Set.of(CAPTURED, RELEASED, TIMED_OUT)));
}
