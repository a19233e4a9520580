package io.kosh.cards.internal;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A request to move rupees from an account to one of its cards, or back.
///
/// @param companyId the company, in words to its caller
/// @param accountId the account; null where the card tells it
/// @param movement  `LOAD_MONEY` and `ALLOCATE_FUND` to the card, `UNALLOCATE_FUND` back
/// @param amount    in hundredths
/// @param reference the client's own, unique in the company for ever
/// @param notes     what else the client said, for the journal
record CardLoad(
        String companyId,
        @Nullable String accountId,
        String cardId,
        MovementType movement,
        String code,
        long amount,
        String reference,
        @Nullable String remarks,
        Map<String, String> notes)
        implements Movement {

    @Override
    public boolean toCard() {
        return movement != MovementType.UNALLOCATE_FUND;
    }

    @Override
    public String request() {
        return String.join(
                "\n",
                String.valueOf(accountId),
                cardId,
                movement.name(),
                code,
                Long.toString(amount),
                String.valueOf(remarks),
                new TreeMap<>(notes).toString());
    }
}
