package io.kosh.sandbox.internal;

import java.nio.charset.StandardCharsets;
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

    /// Something that was sent to it.
    record Delivery(Instant at, String method, @Nullable String query, Map<String, List<String>> headers, Body body) {}

    /// What was sent as a body.
    ///
    /// @param first its first bytes as Latin-1 text, at most [#KEPT]
    /// @param size  how many bytes there were
    record Body(String first, long size) {
        /// Longer than any webhook of ours; a list of them still fits the memory.
        static final int KEPT = 64 << 10;

        static Body of(byte[] first, long size) {
            return new Body(new String(first, StandardCharsets.ISO_8859_1), size);
        }

        byte[] bytes() {
            return first.getBytes(StandardCharsets.ISO_8859_1);
        }

        boolean cut() {
            return size > first.length();
        }
    }

    /// What it received.
    ///
    /// @param answered the status that it was answered with
    record Received(long id, Delivery delivery, int answered) {}
}
