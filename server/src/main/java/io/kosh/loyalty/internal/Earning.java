package io.kosh.loyalty.internal;

import io.kosh.cards.PointAllocations;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event of a programme and what it gave.
///
/// @param cardId     who earned
/// @param points     what stands of what it gave, in hundredths
/// @param qualifying what counted for the tier, in hundredths
/// @param periodEnds the end of the period in which that counted, null without tiers
/// @param grants     what a reversal has to undo
/// @param answer     the first answer, given for ever
/// @param reversal   what was answered to its reversal, null while it stands
record Earning(
        String eventId,
        String cardId,
        boolean same,
        long points,
        long qualifying,
        @Nullable LocalDate periodEnds,
        Grants grants,
        Answer answer,
        @Nullable Reversal reversal) {

    /// What an event gave by one rule.
    ///
    /// @param place      of the rule among those of the version
    /// @param qualifying what of it counted for the tier
    record Grant(
            String rule, int place, long transfer, long amount, long qualifying, List<PointAllocations.Limit> limits) {}

    /// All that an event gave.
    ///
    /// @param allowNegative whether it may be undone although the points were spent
    record Grants(boolean allowNegative, List<Grant> grants) {}

    /// What an event was answered.
    record Answer(
            String eventId,
            String programmeId,
            long version,
            String enKashCardId,
            Instant occurredAt,
            BigDecimal points,
            List<Given> results,
            @Nullable Standing tier) {}

    /// What one rule gave, or why it gave nothing.
    ///
    /// @param field the field of the condition that does not hold
    record Given(
            String rule,
            BigDecimal points,
            Valuation.@Nullable Why why,
            @Nullable String field,
            @Nullable String enkashCardTxnId,
            @Nullable LocalDate startsOn,
            @Nullable LocalDate expiresOn) {}

    /// A holder's tier around an event.
    ///
    /// @param before     the tier whose multiplier counted
    /// @param qualifying in the period under way, after the event
    record Standing(
            @Nullable String before,
            BigDecimal multiplier,
            @Nullable String after,
            BigDecimal qualifying,
            @Nullable LocalDate periodEnds) {}

    /// What was answered to a reversal.
    record Reversal(String eventId, String programmeId, String enKashCardId, BigDecimal points, List<Undone> results) {}

    /// What was undone of a rule's points.
    record Undone(String rule, BigDecimal points, PointAllocations.Taken outcome) {}
}
