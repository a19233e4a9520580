package io.kosh.platform;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What goes wrong with requests because somebody wants to see their own program cope with it. Only the sandbox has
/// one: without it the header is refused, and nothing is asked.
public interface RequestFaults {

    /// Names a fault for one request: `name` or `name;key=value;...`.
    String HEADER = "X-Sandbox-Scenario";

    /// Whether any fault waits for a request. Asked at each request, so it is one volatile read.
    boolean active();

    /// What is to go wrong with this call, null for nothing. Counts as used what it gives.
    @Nullable
    Fault choose(Call call);

    /// A request as faults are matched with it.
    interface Call {
        String method();

        String path();

        /// What the header says, null where it was not sent.
        @Nullable
        String asked();

        /// The companies that the caller may act for; empty on public routes and for operators.
        List<CompanyRef> companies();

        /// A field of the query, the form or the top level of the JSON body, as text; null where there is none.
        @Nullable
        String field(String name);
    }

    /// One thing that goes wrong.
    sealed interface Fault {
        /// Its name in the catalogue.
        String name();

        /// Done at once and answered later.
        record Late(String name, Duration delay) implements Fault {}

        /// A fault of the server before anything was done.
        record Fails(String name) implements Fault {}

        /// Done, but the answer gets lost: the connection closes, or a gateway gives up with 504.
        record LosesAnswer(String name, boolean byGateway) implements Fault {}

        /// Not done, and never answered: the connection closes after a while.
        record TimesOut(String name, Duration delay) implements Fault {}

        /// Turned away with 429 or 503 and `Retry-After`.
        record TurnsAway(String name, boolean tooMany, Duration retryAfter) implements Fault {}
    }
}
