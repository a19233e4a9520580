package io.kosh.loyalty.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What a programme gives for what, in points of at most two decimals. Bounded and without scripts: what an event earns
/// can be read off.
///
/// @param endsOn              the last day; null: open
/// @param budget              what the programme may give in all
/// @param capPerDay           what one holder may get in a day of business; the others alike
/// @param pendingDays         after which points begin to count, 0: at once; null: as the account's terms say
/// @param validityDays        for which they count; null: as the account's terms say
/// @param allowNegativeReversal whether an event may be reversed although its points were spent
/// @param tierMonths          how long a period of tiers is
/// @param tiers               rising; below the first one a holder has no tier
record ProgrammeTerms(
        @Schema(example = "Shopping") String name,
        @Schema(example = "2026-11-01") LocalDate startsOn,

        @Schema(example = "2027-10-31", description = "the last day") @Nullable
        LocalDate endsOn,

        @Schema(example = "100000") @Nullable BigDecimal budget,
        @Schema(example = "500") @Nullable BigDecimal capPerDay,
        @Nullable BigDecimal capPerMonth,
        @Nullable BigDecimal capTotal,
        @Nullable Long pendingDays,
        @Schema(example = "365") @Nullable Long validityDays,
        @Nullable Boolean allowNegativeReversal,
        List<Rule> rules,
        @Schema(example = "12") @Nullable Long tierMonths,
        @Nullable List<Tier> tiers) {
    private static final int LONGEST_NAME = 60;
    private static final int MOST_RULES = 20;
    private static final int MOST_CONDITIONS = 10;
    private static final int MOST_VALUES = 50;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_BANDS = 20;
    private static final int MOST_TIERS = 10;
    private static final long LONGEST_PERIOD = 60;
    private static final long LONGEST_DAYS = 36_500;
    private static final BigDecimal MOST_PERCENT = new BigDecimal(10_000);

    ProgrammeTerms {
        Fields.text("terms.name", name, LONGEST_NAME);
        Fields.present("terms.startsOn", startsOn);
        if (endsOn != null && endsOn.isBefore(startsOn)) {
            throw Fields.invalid("terms.endsOn", "must not be before startsOn");
        }
        decimal("terms.budget", budget, 2);
        decimal("terms.capPerDay", capPerDay, 2);
        decimal("terms.capPerMonth", capPerMonth, 2);
        decimal("terms.capTotal", capTotal, 2);
        Fields.optionalInteger("terms.pendingDays", pendingDays, 0, LONGEST_DAYS);
        Fields.optionalInteger("terms.validityDays", validityDays, 1, LONGEST_DAYS);
        Set<String> names = new HashSet<>();
        for (Rule rule : Fields.items("terms.rules", rules, 1, MOST_RULES)) {
            if (!names.add(Fields.present("terms.rules", rule).name())) {
                throw Fields.invalid("terms.rules", "has the name " + rule.name() + " twice");
            }
        }
        tiers = tiers == null ? List.of() : tiers;
        rising(Fields.items("terms.tiers", tiers, 0, MOST_TIERS));
        Fields.optionalInteger("terms.tierMonths", tierMonths, 1, LONGEST_PERIOD);
        if (tiers.isEmpty() != (tierMonths == null)) {
            throw Fields.invalid("terms.tierMonths", "goes with tiers");
        }
    }

    private static void rising(List<Tier> tiers) {
        Set<String> names = new HashSet<>();
        BigDecimal before = null;
        for (Tier tier : tiers) {
            BigDecimal from = Fields.present("terms.tiers", tier).from();
            if ((before != null && from.compareTo(before) <= 0) || !names.add(tier.name())) {
                throw Fields.invalid("terms.tiers", "must rise, and each has a name of its own");
            }
            before = from;
        }
    }

    static void decimal(String field, @Nullable BigDecimal value, int decimals) {
        if (value != null && (value.signum() < 0 || value.compareTo(Hundredths.MOST) > 0 || value.scale() > decimals)) {
            throw Fields.invalid(
                    field, "must be a number from 0 to " + Hundredths.MOST + " with at most " + decimals + " decimals");
        }
    }

    private static void percentage(String field, @Nullable BigDecimal value) {
        decimal(field, value, 4);
        if (value != null && value.compareTo(MOST_PERCENT) > 0) {
            throw Fields.invalid(field, "must be at most " + MOST_PERCENT);
        }
    }

    private static BigDecimal needed(String field, @Nullable BigDecimal value, int decimals) {
        decimal(field, value, decimals);
        return Fields.present(field, value);
    }

    /// The tiers, never null.
    List<Tier> ladder() {
        return Objects.requireNonNullElse(tiers, List.of());
    }

    /// A way to earn.
    ///
    /// @param event        the type of the events that it is about
    /// @param conditions   all must hold
    /// @param mostPerEvent points that one event may earn by it, before a tier's multiplier
    record Rule(
            @Schema(example = "one percent") String name,
            @Schema(example = "PURCHASE") String event,
            @Nullable List<Condition> conditions,
            Award award,
            @Nullable BigDecimal mostPerEvent) {
        Rule {
            Fields.text("terms.rules.name", name, LONGEST_NAME);
            Fields.text("terms.rules.event", event, LONGEST_NAME);
            conditions = conditions == null ? List.of() : conditions;
            Fields.items("terms.rules.conditions", conditions, 0, MOST_CONDITIONS);
            conditions.forEach(each -> Fields.present("terms.rules.conditions", each));
            Fields.present("terms.rules.award", award);
            decimal("terms.rules.mostPerEvent", mostPerEvent, 2);
        }

        List<Condition> asked() {
            return Objects.requireNonNullElse(conditions, List.of());
        }
    }

    /// How a field is held against values. The first four but one compare texts, the others numbers.
    enum Comparison {
        EQUAL,
        NOT_EQUAL,
        ONE_OF,
        PRESENT,
        LESS,
        AT_MOST,
        MORE,
        AT_LEAST
    }

    /// What must hold of an event.
    ///
    /// @param field  a field of the event, or `amount`
    /// @param values one; for ONE_OF some; for PRESENT none
    record Condition(
            @Schema(example = "category") String field,
            @Schema(example = "ONE_OF") Comparison is,

            @Schema(example = "[\"TRAVEL\"]") @Nullable List<String> values) {
        Condition {
            Fields.identifier("terms.rules.conditions.field", field, LONGEST_NAME);
            Fields.present("terms.rules.conditions.is", is);
            values = values == null ? List.of() : values;
            int least = is == Comparison.PRESENT ? 0 : 1;
            int most = is == Comparison.ONE_OF ? MOST_VALUES : least;
            for (String value : Fields.items("terms.rules.conditions.values", values, least, most)) {
                Fields.text("terms.rules.conditions.values", value, LONGEST_VALUE);
                if (is.compareTo(Comparison.LESS) >= 0 && Valuation.number(value) == null) {
                    throw Fields.invalid("terms.rules.conditions.values", "must be a number for " + is);
                }
            }
        }

        List<String> against() {
            return Objects.requireNonNullElse(values, List.of());
        }
    }

    /// How much is earned.
    enum Measure {
        FIXED,
        PERCENT,
        BANDS
    }

    /// How much a rule gives.
    ///
    /// @param points  of FIXED
    /// @param percent of PERCENT, of the event's amount
    /// @param bands   of BANDS, rising: the highest one that the amount reaches values the whole of it
    record Award(
            @Schema(example = "PERCENT") Measure measure,
            @Nullable BigDecimal points,

            @Schema(example = "1.5", description = "at most four decimals") @Nullable
            BigDecimal percent,

            @Nullable List<Band> bands) {
        Award {
            Fields.present("terms.rules.award.measure", measure);
            bands = bands == null ? List.of() : bands;
            switch (measure) {
                case FIXED -> needed("terms.rules.award.points", points, 2);
                case PERCENT ->
                    percentage("terms.rules.award.percent", Fields.present("terms.rules.award.percent", percent));
                case BANDS -> {
                    BigDecimal before = null;
                    for (Band band : Fields.items("terms.rules.award.bands", bands, 1, MOST_BANDS)) {
                        BigDecimal from =
                                Fields.present("terms.rules.award.bands", band).from();
                        if (before != null && from.compareTo(before) <= 0) {
                            throw Fields.invalid("terms.rules.award.bands", "must rise");
                        }
                        before = from;
                    }
                }
            }
        }

        List<Band> ladder() {
            return Objects.requireNonNullElse(bands, List.of());
        }
    }

    /// What amounts from one on earn: points or a percentage.
    record Band(
            @Schema(example = "1000") BigDecimal from,
            @Nullable BigDecimal points,
            @Nullable BigDecimal percent) {
        Band {
            needed("terms.rules.award.bands.from", from, 2);
            decimal("terms.rules.award.bands.points", points, 2);
            percentage("terms.rules.award.bands.percent", percent);
            if ((points == null) == (percent == null)) {
                throw Fields.invalid("terms.rules.award.bands", "have points or percent");
            }
        }
    }

    /// A tier of holders.
    ///
    /// @param from       qualifying points of a period that reach it
    /// @param multiplier what its holders' points are multiplied by
    record Tier(
            @Schema(example = "GOLD") String name,
            @Schema(example = "1000") BigDecimal from,
            @Schema(example = "1.5") BigDecimal multiplier) {
        private static final BigDecimal LARGEST_MULTIPLIER = new BigDecimal(100);

        Tier {
            Fields.text("terms.tiers.name", name, LONGEST_NAME);
            needed("terms.tiers.from", from, 2);
            if (needed("terms.tiers.multiplier", multiplier, 2).compareTo(LARGEST_MULTIPLIER) > 0) {
                throw Fields.invalid("terms.tiers.multiplier", "must be at most " + LARGEST_MULTIPLIER);
            }
        }
    }

    /// The tier that so many qualifying points reach, null below the first.
    @Nullable
    Tier reached(long qualifying) {
        Tier reached = null;
        for (Tier tier : ladder()) {
            if (Valuation.minor(tier.from()) <= qualifying) {
                reached = tier;
            }
        }
        return reached;
    }

    /// The tier that a holder of a tier is in, by name: at least the one that needs nothing.
    @Nullable
    Tier standing(@Nullable String tier) {
        return higher(tier(tier), reached(0));
    }

    @Nullable
    Tier higher(@Nullable Tier one, @Nullable Tier other) {
        return rank(one) >= rank(other) ? one : other;
    }

    /// A tier by its name, null where there is none such (any more).
    @Nullable
    Tier tier(@Nullable String wanted) {
        return ladder().stream()
                .filter(tier -> tier.name().equals(wanted))
                .findFirst()
                .orElse(null);
    }

    /// How high a tier stands, 0 for none.
    int rank(@Nullable Tier tier) {
        return tier == null ? 0 : ladder().indexOf(tier) + 1;
    }

    /// The first day after the period that a day lies in.
    LocalDate periodEnd(LocalDate periodsFrom, LocalDate day) {
        long months = tierMonths == null ? 1 : tierMonths;
        long whole = ChronoUnit.MONTHS.between(periodsFrom, day);
        long periods = Math.floorDiv(whole, months) + 1;
        LocalDate end = periodsFrom.plusMonths(periods * months);
        return end.isAfter(day) ? end : periodsFrom.plusMonths((periods + 1) * months);
    }
}
