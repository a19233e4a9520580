package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where a company wants to be told, and of what.
///
/// @param id     public id, `WHE` + 12
/// @param events patterns of native names, or documented names for the documented configuration
record Endpoint(
        CompanyKey company,
        long key,
        String id,
        Kind kind,
        Target target,
        List<String> events,
        @Nullable String description,
        Health health,
        Keys keys,
        Instant createdAt) {

    /// How it came to be.
    enum Kind {
        NATIVE,
        DOCUMENTED,
        /// Stands for the addresses that single orders name, and holds their secret.
        ORDER
    }

    /// Whether it is told anything.
    enum State {
        ENABLED,
        /// What happens is kept for it, and sent when it is resumed.
        PAUSED,
        /// Nothing is kept for it.
        DISABLED,
        DELETED
    }

    /// Where to, and what is sent along.
    ///
    /// @param url         null for the addresses of orders, which each delivery has
    /// @param headers     static headers
    /// @param certificate a certificate that is trusted beside the public ones
    record Target(
            @Nullable String url,
            Secret<Map<String, String>> headers,
            @Nullable String certificate) {}

    /// @param reason       why it is not enabled
    /// @param failingSince since when nothing arrives, in the company's time
    record Health(
            State state, @Nullable String reason, @Nullable Instant failingSince) {}

    /// What signs, and what still signs after a rotation.
    ///
    /// @param previousUntil in the machines' time
    record Keys(
            SigningSecret current,
            @Nullable SigningSecret previous,
            @Nullable Instant previousUntil) {

        /// The secrets that count at a moment, the newest first.
        List<SigningSecret> at(Instant now) {
            return previous != null && previousUntil != null && now.isBefore(previousUntil)
                    ? List.of(current, previous)
                    : List.of(current);
        }

        /// The signatures of a moment, as the header has them.
        String sign(String id, Instant now, byte[] body) {
            return at(now).stream()
                    .map(secret -> secret.sign(id, now.getEpochSecond(), body))
                    .collect(Collectors.joining(" "));
        }

        /// Every secret that is known, whether it still counts or not.
        Stream<SigningSecret> all() {
            return Stream.concat(Stream.of(current), Stream.ofNullable(previous));
        }
    }

    /// This endpoint, or the refusal where it takes nothing.
    Endpoint takingDeliveries() {
        if (health.state() == State.DISABLED) {
            throw Refusal.of(WebhookError.WEBHOOK_OFF, "the endpoint " + id + " is disabled: " + health.reason());
        }
        return this;
    }
}
