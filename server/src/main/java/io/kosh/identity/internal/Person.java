package io.kosh.identity.internal;

import io.kosh.identity.User;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Lifecycle;
import java.time.Instant;
import java.util.Map;
import java.util.Set;

/// A person of a company with what only this context needs: whether an operator lets them sign in, and how they are
/// reached.
record Person(User user, AccessState access, Contacts contacts, Instant createdAt) {
    static final IdShape ID = IdShape.alphanumeric("EK", 6);

    static final Lifecycle<User.Status> STATUS = Lifecycle.of(
            User.Status.class,
            Map.of(
                    User.Status.ACTIVE, Set.of(User.Status.INACTIVE),
                    User.Status.INACTIVE, Set.of(User.Status.ACTIVE)));

    /// Whether the person's logins may be used.
    boolean usable() {
        return usable(user.status(), access);
    }

    static boolean usable(User.Status status, AccessState access) {
        return status == User.Status.ACTIVE && access == AccessState.ACTIVE;
    }

    Person with(User.Status status) {
        return new Person(new User(user.id(), user.key(), user.name(), status), access, contacts, createdAt);
    }

    Person with(AccessState state) {
        return new Person(user, state, contacts, createdAt);
    }

    Person with(Contacts changed) {
        return new Person(user, access, changed, createdAt);
    }
}
