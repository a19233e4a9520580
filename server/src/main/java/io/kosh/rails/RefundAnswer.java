package io.kosh.rails;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a rail says of a refund.
public sealed interface RefundAnswer {

    /// The payer has it back.
    record Refunded(String railReference, String bankReference) implements RefundAnswer {}

    /// It is on its way.
    record Working(String railReference, @Nullable Duration askAgainIn) implements RefundAnswer {}

    /// It was not given and will not be, such as to a closed account.
    record Declined(String code, String message) implements RefundAnswer {}

    /// It never got a refund with this reference.
    record Unknown() implements RefundAnswer {}

    /// Nobody knows what became of the call.
    record Unheard(String reason, @Nullable Duration retryAfter) implements RefundAnswer {}
}
