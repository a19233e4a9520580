package io.kosh.identity.internal;

import io.kosh.identity.internal.Login.Lockout;
import io.kosh.platform.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.stereotype.Component;

/// How long tokens, grants and lockouts last, by the infrastructure's clock.
@Component
final class TokenLife {
    private final Settings.Tokens settings;
    private final Clock clock;

    TokenLife(Settings settings, Clock clock) {
        this.settings = settings.tokens();
        this.clock = clock;
    }

    Instant now() {
        return clock.instant();
    }

    Duration access() {
        return settings.access();
    }

    Duration refresh() {
        return settings.refresh();
    }

    /// How long a grant is kept: as long as any token of it lives.
    Duration grant(boolean refreshable) {
        boolean byRefresh = refreshable && settings.refresh().compareTo(settings.access()) > 0;
        return byRefresh ? settings.refresh() : settings.access();
    }

    Duration cacheFor() {
        return settings.cacheFor();
    }

    Lockout lockout() {
        return new Lockout(settings.maxFailures(), settings.lockFor());
    }
}
