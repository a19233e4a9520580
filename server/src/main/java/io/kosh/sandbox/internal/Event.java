package io.kosh.sandbox.internal;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Something that happened.
///
/// @param at         real time
/// @param businessAt the company's time
/// @param kind       `REQUEST`, or what a note says
/// @param detail     what is to tell of it, masked
record Event(
        long id,
        Instant at,
        Instant businessAt,
        String kind,
        @Nullable String requestId,
        @Nullable String method,
        @Nullable String path,
        @Nullable Integer status,
        Map<String, Object> detail) {
    static final String REQUEST = "REQUEST";

    /// What to look for; null is no bound.
    record Filter(
            @Nullable String requestId,
            @Nullable String kind,
            @Nullable String path,
            @Nullable Integer status) {
        static final Filter ALL = new Filter(null, null, null, null);
    }
}
