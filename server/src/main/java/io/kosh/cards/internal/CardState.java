package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

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

    /// The state of a documented block code.
    static CardState ofCode(String field, @Nullable String code) {
        return switch (Fields.present(field, code)) {
            case "L" -> LOCKED;
            case "UL" -> ACTIVE;
            case "BL" -> BLOCKED;
            case "AP" -> ACTIVATING;
            default -> throw Fields.invalid(field, "must be L, UL, BL or AP");
        };
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
