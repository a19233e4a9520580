package io.kosh.ledger;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// One line of a book: what one transfer did to one account.
///
/// @param version    place in the account's history: 1, 2, 3, ... without gaps
/// @param accountId  the account
/// @param account    its kind
/// @param debit      posted to the debit side, else 0
/// @param credit     posted to the credit side, else 0
/// @param pending    change of what is pending on that side: positive at a hold, negative when it ends
/// @param balance    the account's posted balance after this line, positive on its normal side
/// @param sourceKind what the transfer came from
public record EntryView(
        long transferId,
        long version,
        long accountId,
        String account,
        long owner,
        Side side,
        long debit,
        long credit,
        long pending,
        long balance,
        Instant recordedAt,
        String template,
        String sourceKind,
        String sourceId,
        Map<String, String> detail,
        @Nullable Long relatesTo) {}
