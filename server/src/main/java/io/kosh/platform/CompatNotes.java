package io.kosh.platform;

/// Notes of leniency: where a request was understood only by bending, the developer can see it in the answer's
/// `Kosh-Compat-Note` header and in the request log.
public final class CompatNotes {
    private CompatNotes() {}

    /// Adds a note to the current request; outside a request it does nothing.
    public static void add(String note) {
        if (RequestContext.isBound()) {
            RequestContext.current().note(note);
        }
    }
}
