package io.kosh.loyalty.internal;

import io.kosh.loyalty.internal.ProgrammeTerms.Tier;
import java.time.LocalDate;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A holder's standing in a programme with tiers.
///
/// @param programme  key of the programme
/// @param tier       the name of the tier, null below the first
/// @param qualifying what counts in the period under way, in hundredths
/// @param periodEnds the day on which that period is over; null where nothing counts and nothing can be lost
/// @param changes    how often the tier changed
record ProgrammeMember(
        long programme,
        String cardId,
        @Nullable String tier,
        long qualifying,
        @Nullable LocalDate periodEnds,
        long changes) {

    /// The standing on a day: where periods ended since, the tier is what was reached in the last one that ended, and a
    /// new period begins. A period in which nothing was earned ends in no tier.
    ProgrammeMember on(LocalDate today, Programme programme) {
        LocalDate ends = periodEnds;
        if (ends == null || ends.isAfter(today)) {
            return this;
        }
        ProgrammeTerms terms = programme.terms();
        boolean missedAWholeOne =
                !terms.periodEnd(programme.periodsFrom(), ends).isAfter(today);
        Tier reached = missedAWholeOne ? null : terms.reached(qualifying);
        Tier least = terms.reached(0);
        Tier next = terms.higher(reached, least);
        String name = next == null ? null : next.name();
        LocalDate nextEnd = Objects.equals(next, least) ? null : terms.periodEnd(programme.periodsFrom(), today);
        return new ProgrammeMember(
                this.programme, cardId, name, 0, nextEnd, Objects.equals(tier, name) ? changes : changes + 1);
    }

    /// With more points that qualify: up at once, never down.
    ProgrammeMember earning(long more, LocalDate today, Programme programme) {
        ProgrammeTerms terms = programme.terms();
        long sum = Math.addExact(qualifying, more);
        Tier best = terms.higher(terms.tier(tier), terms.reached(sum));
        String name = best == null ? null : best.name();
        return new ProgrammeMember(
                this.programme,
                cardId,
                name,
                sum,
                periodEnds == null ? terms.periodEnd(programme.periodsFrom(), today) : periodEnds,
                Objects.equals(tier, name) ? changes : changes + 1);
    }

    /// With fewer points that qualify; the tier stays until its period is over.
    ProgrammeMember losing(long less) {
        return new ProgrammeMember(programme, cardId, tier, Math.max(0, qualifying - less), periodEnds, changes);
    }
}
