package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import java.time.LocalDate;
import java.util.SortedMap;

/// One leg of a hold and the lots that it reserved; what the lots do not cover came from value that never ends.
record HeldLeg(AccountRef debit, AccountRef credit, long amount, long captured, SortedMap<LocalDate, Long> lots) {
    HeldLeg capturing(long part) {
        return new HeldLeg(debit, credit, amount, part, lots);
    }

    /// The leg of a hold that goes on with a part of it.
    HeldLeg keeping(long rest, SortedMap<LocalDate, Long> reserved) {
        return new HeldLeg(debit, credit, rest, captured, reserved);
    }
}
