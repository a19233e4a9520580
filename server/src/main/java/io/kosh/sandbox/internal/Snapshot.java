package io.kosh.sandbox.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A company's state under a name.
///
/// @param clock how its time stood
record Snapshot(String name, Instant createdAt, long rows, ClockState clock) {

    /// One row that is another now.
    ///
    /// @param key    of the row, as JSON
    /// @param before the row in the snapshot as JSON, null where it was not there
    /// @param after  the row now as JSON, null where it is not there
    record Difference(
            String table,
            String key,
            @Nullable String before,
            @Nullable String after) {}

    /// One replacement of a company's state.
    ///
    /// @param snapshot null for a reset
    record Replacement(
            long generation, Instant at, @Nullable String snapshot) {}
}
