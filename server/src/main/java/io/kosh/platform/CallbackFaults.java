package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What goes wrong with what rails tell this server by themselves, because somebody wants to see what becomes of it
/// then. Whoever plays the rail in a sandbox asks here before it tells for the first time.
@FunctionalInterface
public interface CallbackFaults {

    /// What is to go wrong; null for nothing. Counts as used what it gives. Not called inside a transaction.
    ///
    /// @param rail   the name of a [RailFaults.Rail] that calls back
    /// @param fields the values of its fields
    @Nullable
    CallbackFault chooseFor(CompanyKey company, String rail, Map<String, String> fields);

    /// One thing that goes wrong.
    sealed interface CallbackFault {
        /// It comes late.
        record Late(Duration delay) implements CallbackFault {}

        /// It comes after the one that follows it, or after a while.
        record AfterNext(Duration longest) implements CallbackFault {}

        /// It comes several times.
        record Repeated(int copies) implements CallbackFault {}

        /// It comes with a signature that is wrong, and later with the right one.
        record BadSignature() implements CallbackFault {}

        /// It never comes.
        record Lost() implements CallbackFault {}
    }
}
