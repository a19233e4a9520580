package io.kosh.sandbox.internal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A catcher of webhooks.
record Hook(String id, @Nullable String label, Behaviour behaviour, Instant createdAt) {

    /// How it answers.
    ///
    /// @param times how many deliveries are answered so before it answers 200 again; null: all
    record Behaviour(int status, Duration delay, @Nullable Integer times) {
        static final Behaviour FRIENDLY = new Behaviour(200, Duration.ZERO, null);
    }

    /// Something that was sent to it; the bytes of its body as Latin-1 text.
    record Delivery(
            Instant at, String method, @Nullable String query, Map<String, List<String>> headers, String body) {}

    /// What it received.
    ///
    /// @param answered the status that it was answered with
    record Received(long id, Delivery delivery, int answered) {}
}
