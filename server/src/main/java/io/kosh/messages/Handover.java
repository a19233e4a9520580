package io.kosh.messages;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What came of handing a message to a rail.
public sealed interface Handover {

    /// The rail has it: it answers for what comes then.
    record Taken() implements Handover {}

    /// The rail has it not, as far as is known.
    ///
    /// @param detail     for the log: what was answered, never an address or a text
    /// @param retryAfter how long the rail asks to be left alone, null where it does not say
    record Failed(Reason reason, String detail, @Nullable Duration retryAfter) implements Handover {
        public Failed(Reason reason, String detail) {
            this(reason, detail, null);
        }
    }

    /// Why it was not taken. The names are tags of a meter and stand in lists.
    enum Reason {
        /// The installation's settings name no rail of this channel.
        NOT_CONFIGURED,
        /// Nobody listens, or the connection broke.
        CONNECTION,
        /// It took too long.
        TIMEOUT,
        /// The certificate is not good, or TLS failed otherwise.
        TLS,
        /// The rail does not know our credentials, or takes nothing from our address.
        SIGN_IN,
        /// The rail cannot take it now.
        BUSY,
        /// The rail will never take it: it is not tried again.
        REFUSED,
        /// It was of no use any more before it was taken.
        TOO_LATE,
        /// Our own fault; the log has it.
        BROKEN
    }
}
