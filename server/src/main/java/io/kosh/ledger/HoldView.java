package io.kosh.ledger;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A hold of one or more legs.
///
/// @param transfer the hold's transfer
/// @param template name of the template that it moves by
/// @param owner    owner of the first leg's debited account
/// @param amount   sum of the legs as held, less what was captured or released while the hold went on
/// @param captured sum of the legs as captured by what ended it; 0 unless CAPTURED
/// @param endedBy  the transfer that ended it, null while HELD
public record HoldView(
        long transfer,
        HoldState state,
        String template,
        long owner,
        long amount,
        long captured,
        Instant dueAt,
        @Nullable Long endedBy) {}
