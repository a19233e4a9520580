package io.kosh.webhooks.internal;

import io.kosh.kernel.IdShape;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Locale;
import java.util.concurrent.ThreadLocalRandom;
import org.springframework.stereotype.Component;

/// Mints what webhooks need: ids of events and endpoints, and secrets.
@Component
final class EventIds {
    private static final IdShape ENDPOINT = IdShape.alphanumeric("WHE", 12);
    private static final IdShape REST = IdShape.alphanumeric("", 12);

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    EventIds(Clock clock) {
        this.clock = clock;
    }

    /// `EVT`, nine characters of time and twelve of chance: unique without asking anybody, and close together in an
    /// index. It tells events apart and guards nothing.
    String mint() {
        String time = Long.toString(clock.millis(), 36).toUpperCase(Locale.ROOT);
        return "EVT" + "0".repeat(Math.max(0, 9 - time.length())) + time + REST.mint(ThreadLocalRandom.current());
    }

    String mintEndpoint() {
        return ENDPOINT.mint(random);
    }

    SigningSecret mintSecret() {
        return SigningSecret.mint(random);
    }
}
