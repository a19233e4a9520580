package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// A locked account as [Decider] finds and leaves it.
///
/// @param floor  the lowest available balance that the stored row allows, null for no bound; lowered only by a posting
///               that waives the floor
/// @param lots   by the day they end
/// @param limits the counts that the commands at hand ask for
record AccountState(
        long id,
        AccountRef ref,
        Numbers numbers,
        long version,
        @Nullable Instant lastRecordedAt,
        @Nullable Long floor,
        SortedMap<LocalDate, Lot> lots,
        Map<LimitKey, Long> limits) {}
