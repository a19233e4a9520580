package io.kosh.platform;

import io.kosh.kernel.IdShape;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// What is known of the request under way. Bound for its whole way through the chain and changed by its
/// own thread only; the sandbox's event log reads it when the request has ended.
public final class RequestContext {
    private static final ScopedValue<RequestContext> CURRENT = ScopedValue.newInstance();
    private static final IdShape REQUEST_ID = IdShape.alphanumeric("RQ", 16);

    private final String requestId;
    private final String address;
    private final List<String> notes = new ArrayList<>(0);
    private final Set<Effects.Effect> effects = new LinkedHashSet<>(0);
    private @Nullable Caller caller;
    private @Nullable CompanyRef company;
    private @Nullable String encryption;
    private Consumer<CompanyRef> demand = _ -> {};
    private boolean open;

    public RequestContext(String requestId, String address) {
        this.requestId = requestId;
        this.address = address;
    }

    /// A new request's id. Tells requests apart and guards nothing, so that it need not be hard to guess.
    public static String newRequestId() {
        return REQUEST_ID.mint(ThreadLocalRandom.current());
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

    /// The id of the request under way, null where there is none.
    public static @Nullable String idOrNull() {
        return isBound() ? current().requestId() : null;
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

    /// The company that the request is about, null before it was resolved and where there is none.
    public @Nullable CompanyRef company() {
        return company;
    }

    /// Tells which company the request is about, for the log; refused where the company demands what it is not.
    public void about(CompanyRef found) {
        demand.accept(found);
        this.company = found;
    }

    /// What the request's company may demand of it; it throws a refusal as soon as the company is known.
    public void demand(Consumer<CompanyRef> ofCompany) {
        this.demand = ofCompany;
    }

    /// How the body came encrypted and the answer goes, null for plain ones.
    public @Nullable String encryption() {
        return encryption;
    }

    public void encryptedBy(String algorithm) {
        this.encryption = algorithm;
    }

    void effect(Effects.Effect effect) {
        effects.add(effect);
    }

    /// What the request did, in order.
    public List<Effects.Effect> effects() {
        return List.copyOf(effects);
    }

    /// Says that a part of the answer is only how things stand now: sent again, the request may be answered otherwise.
    void leaveOpen() {
        open = true;
    }

    /// Whether a part of the answer may be another one when the request is sent again.
    public boolean isOpen() {
        return open;
    }

    void note(String note) {
        // A bulk request may bend each item in the same way.
        if (!notes.contains(note)) {
            notes.add(note);
        }
    }

    public List<String> notes() {
        return notes;
    }
}
