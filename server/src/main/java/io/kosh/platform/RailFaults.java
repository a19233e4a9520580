package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes wrong with calls to rails (a mail server, an SMS gateway, a bank) because somebody wants to see what
/// becomes of it then. Whoever calls a rail asks here before each call, and lets happen what is answered. In live the
/// answer is always that nothing goes wrong.
@FunctionalInterface
public interface RailFaults {

    /// What is to go wrong with a call that is about to be made; null for nothing. Counts as used what it gives. Costs
    /// one volatile read while nothing waits. Not called inside a transaction.
    ///
    /// @param rail   the name of a [Rail]
    /// @param fields the values of its fields
    @Nullable
    RailFault choose(CompanyKey company, String rail, Map<String, String> fields);

    /// A rail that asks: a bean of the context that calls it.
    ///
    /// @param name   in small letters, such as `sms`
    /// @param fields by which its calls can be told apart
    /// @param calls  whom: this server, as [CallbackFaults] spoils it, or others
    record Rail(String name, List<String> fields, Calls calls) {
        public Rail {
            fields = List.copyOf(fields);
        }

        /// One that the platform calls.
        public Rail(String name, List<String> fields) {
            this(name, fields, Calls.OTHERS);
        }
    }

    /// Who is called.
    enum Calls {
        /// Somebody outside.
        OTHERS,
        /// This server.
        US
    }

    /// One thing that goes wrong.
    sealed interface RailFault {
        /// Its name in the catalogue.
        String name();

        /// The rail does it at once and answers later: too late for who does not wait so long.
        record Late(String name, Duration delay) implements RailFault {}

        /// The rail breaks before it took anything.
        record Fails(String name) implements RailFault {}

        /// The rail refuses for good, before it took anything.
        record Refuses(String name) implements RailFault {}

        /// The rail did it, but its answer gets lost: the connection closes, or a gateway gives up with 504.
        record LosesAnswer(String name, boolean byGateway) implements RailFault {}

        /// The rail takes nothing and answers nothing for so long.
        record TimesOut(String name, Duration delay) implements RailFault {}

        /// The rail takes nothing now: it answers 429 or 503 with `Retry-After`.
        record TurnsAway(String name, boolean tooMany, Duration retryAfter) implements RailFault {}
    }
}
