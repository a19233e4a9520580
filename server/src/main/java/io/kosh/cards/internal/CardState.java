package io.kosh.cards.internal;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The states of a card, with the documented codes: AP, UL, L, BL. A blocked card stays blocked.
enum CardState {
    ACTIVATING("AP", "Activation in progress"),
    ACTIVE("UL", "Active"),
    LOCKED("L", "Locked"),
    BLOCKED("BL", "Blocked");

    static final Lifecycle<CardState> LIFECYCLE = Lifecycle.of(
            CardState.class,
            Map.of(
                    ACTIVATING, Set.of(ACTIVE, BLOCKED),
                    ACTIVE, Set.of(LOCKED, BLOCKED),
                    LOCKED, Set.of(ACTIVE, BLOCKED)));

    private final String code;
    private final String label;

    CardState(String code, String label) {
        this.code = code;
        this.label = label;
    }

    /// The documented block code.
    String code() {
        return code;
    }

    /// For people.
    String label() {
        return label;
    }
}
