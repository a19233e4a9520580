package io.kosh.loyalty.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import java.time.Instant;
import java.time.LocalDate;

/// A programme that earns points, in one of its versions.
///
/// @param key         internal key
/// @param id          `EPG` + 7
/// @param accountId   the card account that gives the points
/// @param periodsFrom the day from which periods of tiers are counted
/// @param version     1 for the first
/// @param validFrom   when the version came into force
/// @param actor       who made it
record Programme(
        long key,
        String id,
        String accountId,
        LocalDate periodsFrom,
        Instant createdAt,
        long version,
        Instant validFrom,
        String actor,
        ProgrammeTerms terms) {
    static final IdShape ID = IdShape.alphanumeric("EPG", 7);

    static Refusal unknown(String id) {
        return Refusal.ofField(ProgrammeError.PROGRAMME_UNKNOWN, "programmeId", "there is no programme " + id);
    }

    /// The limit that counts what the programme gives in all.
    String budget() {
        return budgetPrefix() + id;
    }

    static String budgetPrefix() {
        return "programmes.budget:";
    }
}
