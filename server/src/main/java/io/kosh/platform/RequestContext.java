package io.kosh.platform;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What is known of the request under way. Bound for its whole way through the chain; used by its own thread only.
public final class RequestContext {
    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();

    private final String requestId;
    private final String address;
    private final List<String> notes = new ArrayList<>(0);
    private @Nullable Caller caller;

    public RequestContext(String requestId, String address) {
        this.requestId = requestId;
        this.address = address;
    }

    /// The key to bind a context under: `ScopedValue.where(RequestContext.key(), context)`.
    public static ScopedValue<RequestContext> key() {
        return CURRENT;
    }

    public static boolean isBound() {
        return CURRENT.isBound();
    }

    public static RequestContext current() {
        return CURRENT.get();
    }

    /// The id that answers, logs and errors carry.
    public String requestId() {
        return requestId;
    }

    /// The client's address, a trusted proxy's word counted only where configured.
    public String address() {
        return address;
    }

    /// The authenticated caller, null before authentication and on public routes.
    public @Nullable Caller caller() {
        return caller;
    }

    public void authenticated(Caller as) {
        this.caller = as;
    }

    void note(String note) {
        notes.add(note);
    }

    public List<String> notes() {
        return notes;
    }
}
