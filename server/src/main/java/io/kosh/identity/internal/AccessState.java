package io.kosh.identity.internal;

import io.kosh.kernel.Lifecycle;
import io.kosh.kernel.Refusal;
import java.util.Map;
import java.util.Set;

/// Whether an operator lets a company, partner, person, login or API client act.
enum AccessState {
    ACTIVE,
    LOCKED;

    static final Lifecycle<AccessState> LIFECYCLE =
            Lifecycle.of(AccessState.class, Map.of(ACTIVE, Set.of(LOCKED), LOCKED, Set.of(ACTIVE)));

    /// The wanted state; refuses a move that changes nothing, so that a history has no empty entries.
    AccessState to(AccessState wanted) {
        if (!LIFECYCLE.allows(this, wanted)) {
            throw Refusal.of(IdentityError.STATE_UNCHANGED, "it is " + this + " already");
        }
        return wanted;
    }
}
