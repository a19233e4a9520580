package io.kosh.rails.counterpart;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A refund as the sandbox's acquirer has it.
///
/// @param payment its reference
/// @param readyAt when it is given; null where nothing comes any more
/// @param lost    whether the answer to the call that asked for it gets lost
record SampleRefund(
        String reference,
        String id,
        String merchant,
        String payment,
        long amountMinor,
        State state,
        String code,
        String message,
        String bankReference,
        @Nullable Instant readyAt,
        boolean lost) {

    enum State {
        PROCESSING,
        REFUNDED,
        DECLINED
    }

    boolean isDue(Instant now) {
        return readyAt != null && !readyAt.isAfter(now);
    }

    SampleRefund readyAt(Instant at, boolean unheard) {
        return new SampleRefund(
                reference, id, merchant, payment, amountMinor, state, code, message, bankReference, at, unheard);
    }

    /// As it is told to who asks again.
    SampleRefund heard() {
        return new SampleRefund(
                reference, id, merchant, payment, amountMinor, state, code, message, bankReference, readyAt, false);
    }

    SampleRefund given(String bankReference) {
        return new SampleRefund(
                reference,
                id,
                merchant,
                payment,
                amountMinor,
                State.REFUNDED,
                "",
                "Refunded.",
                bankReference,
                null,
                lost);
    }

    SampleRefund declined(String code, String message) {
        return new SampleRefund(
                reference, id, merchant, payment, amountMinor, State.DECLINED, code, message, "", null, lost);
    }
}
