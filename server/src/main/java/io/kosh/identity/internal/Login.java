package io.kosh.identity.internal;

import io.kosh.kernel.Secret;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A user name with a password, of a person or of a partner.
///
/// @param company the person's company, null for a partner's login
/// @param partner the partner, null for a person's login
/// @param usable  whether neither it nor its owner is locked or inactive
record Login(
        long key,
        String username,
        Secret<String> passwordHash,
        @Nullable Long company,
        @Nullable Long partner,
        boolean usable,
        Attempts attempts) {

    /// The wrong passwords in a row, and until when they keep the login from password grants.
    record Attempts(int failures, @Nullable Instant lockedUntil) {
        static final Attempts NONE = new Attempts(0, null);

        boolean lockedAt(Instant now) {
            return lockedUntil != null && now.isBefore(lockedUntil);
        }

        /// One more wrong password; the one that reaches the limit locks and starts the count anew.
        Attempts failed(Instant now, Lockout lockout) {
            int failed = failures + 1;
            return failed < lockout.maxFailures()
                    ? new Attempts(failed, null)
                    : new Attempts(0, now.plus(lockout.lockFor()));
        }
    }

    /// How many wrong passwords in a row lock, and for how long.
    record Lockout(int maxFailures, Duration lockFor) {}
}
