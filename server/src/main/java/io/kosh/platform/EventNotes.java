package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What happened beside requests, for the sandbox's event log: work that a moved clock ran, a webhook that went out. In
/// live nobody keeps it. Taken in at once and written later; under pressure notes are dropped, and counted.
@FunctionalInterface
public interface EventNotes {

    void note(CompanyKey company, Note note);

    /// One thing that happened.
    ///
    /// @param kind      what sort of thing: capitals, such as `DUE_WORK`
    /// @param requestId the request that it came from, null where none is known
    /// @param detail    names and values; masked before they are kept
    record Note(String kind, @Nullable String requestId, Map<String, ?> detail) {}
}
