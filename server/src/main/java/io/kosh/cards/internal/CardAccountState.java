package io.kosh.cards.internal;

import io.kosh.kernel.Lifecycle;
import java.util.Map;
import java.util.Set;

/// The states of a card account. Nothing is spent, given or made under one that is suspended; what was spent before is
/// cleared, taken back and given back, and what is on its cards can be taken back into it.
enum CardAccountState {
    ACTIVE,
    SUSPENDED;

    static final Lifecycle<CardAccountState> LIFECYCLE =
            Lifecycle.of(CardAccountState.class, Map.of(ACTIVE, Set.of(SUSPENDED), SUSPENDED, Set.of(ACTIVE)));
}
