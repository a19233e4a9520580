package io.kosh.messages.internal;

import io.kosh.messages.Channel;
import io.kosh.messages.Handover.Reason;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A message as the outbox knows it, without address and text.
///
/// @param shown     the address as lists show it
/// @param requestId the request that it came from
/// @param reason    why the last try failed, null where none did
/// @param dueAt     the next try, in the company's time; the last one where there is none
record Letter(
        long key,
        String id,
        Channel channel,
        String kind,
        String shown,
        @Nullable String requestId,
        State state,
        @Nullable Reason reason,
        int attempts,
        Instant createdAt,
        Instant dueAt,
        @Nullable Instant endedAt) {

    /// How far it is.
    enum State {
        /// It is tried, or tried again.
        WAITING,
        /// A rail took it.
        SENT,
        /// It was given up.
        FAILED
    }

    /// The same after a try.
    Letter tried(State after, @Nullable Reason why, Instant due, @Nullable Instant ended) {
        return new Letter(key, id, channel, kind, shown, requestId, after, why, attempts + 1, createdAt, due, ended);
    }
}
