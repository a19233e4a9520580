package io.kosh.webhooks.internal;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One notification of one event to one endpoint.
///
/// @param id       internal and public
/// @param eventId  `EVT` + 21; the same for every endpoint, retry and replay
/// @param url      the order's own address, null for the endpoint's
/// @param body     as it is sent, but for a checksum
/// @param attempts tries that ended
/// @param dueAt    the next try, in the company's time
record Delivery(
        long id,
        long endpoint,
        String eventId,
        String type,
        Subject subject,
        @Nullable String url,
        String body,
        boolean checksummed,
        State state,
        @Nullable String reason,
        int attempts,
        Instant createdAt,
        Instant dueAt,
        @Nullable Instant endedAt,
        @Nullable Long replayOf,
        @Nullable String requestId) {

    /// How far it is.
    enum State {
        /// Waits for its first or next try.
        PENDING,
        /// The receiver took it.
        DELIVERED,
        /// Given up; it can be replayed.
        FAILED
    }

    /// What it is about.
    record Subject(String resourceType, String resourceId, long sequence) {}

    /// One try, as it went over the wire.
    ///
    /// @param at           in the company's time
    /// @param signedAt     `webhook-timestamp`, in the machines' time
    /// @param status       null where no answer came
    /// @param responseBody at most its first bytes
    @SuppressWarnings("ArrayRecordComponent") // bytes as they came, never compared
    record Attempt(
            Instant at,
            long signedAt,
            String url,
            String requestHeaders,
            @Nullable String requestBody,
            @Nullable Integer status,
            @Nullable String responseHeaders,
            byte @Nullable [] responseBody,
            long micros,
            String outcome,
            String detail) {
        static final String DELIVERED = "DELIVERED";
    }

    /// What to look for in the log; a part that is null matches everything.
    ///
    /// @param from the first moment of creation
    /// @param to   the end of them, itself left out
    record Filter(
            @Nullable Long endpoint,
            @Nullable String eventId,
            @Nullable String type,
            @Nullable String resourceId,
            @Nullable State state,
            @Nullable Instant from,
            @Nullable Instant to,
            @Nullable List<Long> ids) {}
}
