package io.kosh.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// An account with its six numbers, in minor units of its asset: posted and pending on either side, and derived from
/// them the balance and what is available.
///
/// @param owner          internal key of the owner, 0 for the company's own
/// @param balance        posted on the normal side less posted on the other
/// @param available      balance less what is held and what has expired
/// @param version        number of entries so far
/// @param lastRecordedAt when the last entry was recorded, null before the first
public record AccountView(
        long id,
        String kind,
        long owner,
        Asset asset,
        Side normal,
        long postedDebits,
        long postedCredits,
        long pendingDebits,
        long pendingCredits,
        long balance,
        long available,
        long version,
        @Nullable Instant lastRecordedAt) {}
