package io.kosh.cards.internal;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// Where ordered plastic is. What is replaced before it was activated is cancelled.
enum PlasticState {
    ORDERED,
    PRINTED,
    DISPATCHED,
    DELIVERED,
    ACTIVATED,
    CANCELLED;

    static final Lifecycle<PlasticState> LIFECYCLE = Lifecycle.of(
            PlasticState.class,
            Map.of(
                    ORDERED, Set.of(PRINTED, CANCELLED),
                    PRINTED, Set.of(DISPATCHED, CANCELLED),
                    DISPATCHED, Set.of(DELIVERED, CANCELLED),
                    DELIVERED, Set.of(ACTIVATED, CANCELLED),
                    ACTIVATED, Set.of(CANCELLED)));
}
