package io.kosh.cards.internal;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A movement on a card.
///
/// @param transfer       the ledger's transfer
/// @param amount         in hundredths
/// @param cardBalance    what the card held after it
/// @param accountBalance what the account held after it; 0 and not kept where a holder spent, which leaves
///                       it alone
/// @param code           the documented code, such as `ALLOCATION`
record CardTransaction(
        long transfer,
        Card card,
        MovementType type,
        boolean credit,
        long amount,
        long cardBalance,
        long accountBalance,
        String reference,
        String code,
        @Nullable String remarks,
        Instant recordedAt) {
    private static final SpreadId IDS = new SpreadId("ECT");

    /// `ECT` + 10, the number of the transfer in another form: it needs no table of its own.
    String id() {
        return id(transfer);
    }

    static String id(long transfer) {
        return IDS.of(transfer);
    }

    /// The transfer that an id names, null where the id has another shape.
    static @Nullable Long transfer(String id) {
        return IDS.number(id);
    }
}
