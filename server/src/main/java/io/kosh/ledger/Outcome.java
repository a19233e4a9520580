package io.kosh.ledger;

import java.time.Instant;

/// What became of a command.
public sealed interface Outcome {

    /// It stands in the books.
    ///
    /// @param transfer   the transfer's id
    /// @param recordedAt when, in the company's business time
    /// @param replayed   whether it stood there already from an equal request
    record Posted(long transfer, Instant recordedAt, boolean replayed) implements Outcome {}

    /// Nothing was changed.
    ///
    /// @param what the account, limit or hold that said no
    record Refused(Reason reason, String what) implements Outcome {}

    /// Why a command was refused.
    enum Reason {
        /// An account's available balance would go below its floor.
        INSUFFICIENT,
        /// A limit would be passed.
        LIMIT_REACHED,
        /// The source stands for another request already.
        SOURCE_REUSED,
        /// There is no such hold.
        HOLD_UNKNOWN,
        /// The hold was captured, released or timed out.
        HOLD_CLOSED,
        /// The hold is not due yet.
        HOLD_NOT_DUE,
        /// More would be captured than is held, or nothing.
        CAPTURE_EXCEEDS_HOLD,
        /// A sum would not fit 64 bits.
        OVERFLOW
    }
}
