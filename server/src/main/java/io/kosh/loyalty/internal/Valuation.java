package io.kosh.loyalty.internal;

import io.kosh.kernel.Hundredths;
import io.kosh.loyalty.internal.ProgrammeTerms.Award;
import io.kosh.loyalty.internal.ProgrammeTerms.Band;
import io.kosh.loyalty.internal.ProgrammeTerms.Condition;
import io.kosh.loyalty.internal.ProgrammeTerms.Rule;
import io.kosh.loyalty.internal.ProgrammeTerms.Tier;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What an event is worth by the rules of a version. Pure: no clock, no database.
///
/// Rounding: the exact product of amount, percentage and multiplier is cut off once, at the end, to hundredths of a
/// point.
final class Valuation {
    private static final Pattern NUMBER = Pattern.compile("-?[0-9]{1,20}(\\.[0-9]{1,10})?");
    private static final int DECIMALS = 2;
    private static final BigDecimal HUNDRED = new BigDecimal(100);
    private static final String AMOUNT = "amount";

    private Valuation() {}

    /// Why a rule gave nothing.
    enum Why {
        /// The rule is about events of another type.
        OTHER_EVENT,
        /// A condition does not hold; the answer names its field.
        CONDITION,
        /// The award needs an amount and the event has none.
        NO_AMOUNT,
        /// The award comes to less than a hundredth of a point.
        NOTHING,
        CAP_PER_DAY,
        CAP_PER_MONTH,
        CAP_TOTAL,
        BUDGET,
        /// The card account has less.
        FUNDS
    }

    /// What happened.
    record Happening(String type, @Nullable BigDecimal amount, Map<String, String> fields) {
        @Nullable
        String field(String name) {
            if (name.equals(AMOUNT)) {
                return amount == null ? null : amount.toPlainString();
            }
            return fields.get(name);
        }
    }

    /// What a rule says.
    ///
    /// @param base   hundredths of a point without the multiplier: what counts for tiers
    /// @param points with it
    /// @param why    null where it gives something
    /// @param field  the field of the condition that does not hold
    record Worth(
            Rule rule,
            long base,
            long points,
            @Nullable Why why,
            @Nullable String field) {}

    /// What each rule says, in their order.
    static List<Worth> value(List<Rule> rules, Happening event, @Nullable Tier tier) {
        return rules.stream().map(rule -> value(rule, event, tier)).toList();
    }

    private static Worth value(Rule rule, Happening event, @Nullable Tier tier) {
        if (!rule.event().equals(event.type())) {
            return nothing(rule, Why.OTHER_EVENT, null);
        }
        for (Condition condition : rule.asked()) {
            if (!holds(condition, event.field(condition.field()))) {
                return nothing(rule, Why.CONDITION, condition.field());
            }
        }
        BigDecimal exact = exact(rule.award(), event.amount());
        if (exact == null) {
            return nothing(rule, Why.NO_AMOUNT, AMOUNT);
        }
        BigDecimal most = rule.mostPerEvent();
        BigDecimal bounded = most == null ? exact : exact.min(most);
        long points = minor(tier == null ? bounded : bounded.multiply(tier.multiplier()));
        return points == 0 ? nothing(rule, Why.NOTHING, null) : new Worth(rule, minor(bounded), points, null, null);
    }

    private static Worth nothing(Rule rule, Why why, @Nullable String field) {
        return new Worth(rule, 0, 0, why, field);
    }

    /// What an award comes to exactly, null where it needs an amount that is not there.
    private static @Nullable BigDecimal exact(Award award, @Nullable BigDecimal amount) {
        return switch (award.measure()) {
            case FIXED -> Objects.requireNonNull(award.points());
            case PERCENT -> amount == null ? null : percent(amount, Objects.requireNonNull(award.percent()));
            case BANDS -> amount == null ? null : banded(award.ladder(), amount);
        };
    }

    private static BigDecimal banded(List<Band> bands, BigDecimal amount) {
        BigDecimal worth = BigDecimal.ZERO;
        for (Band band : bands) {
            if (band.from().compareTo(amount) <= 0) {
                BigDecimal points = band.points();
                worth = points == null ? percent(amount, Objects.requireNonNull(band.percent())) : points;
            }
        }
        return worth;
    }

    private static BigDecimal percent(BigDecimal amount, BigDecimal percent) {
        return amount.multiply(percent).divide(HUNDRED);
    }

    private static boolean holds(Condition condition, @Nullable String value) {
        if (value == null) {
            return false;
        }
        List<String> against = condition.against();
        return switch (condition.is()) {
            case PRESENT -> true;
            case EQUAL -> value.equals(against.getFirst());
            case NOT_EQUAL -> !value.equals(against.getFirst());
            case ONE_OF -> against.contains(value);
            case LESS, AT_MOST, MORE, AT_LEAST -> compares(condition, value);
        };
    }

    private static boolean compares(Condition condition, String value) {
        BigDecimal left = number(value);
        BigDecimal right = number(condition.against().getFirst());
        if (left == null || right == null) {
            return false;
        }
        int order = left.compareTo(right);
        return switch (condition.is()) {
            case LESS -> order < 0;
            case AT_MOST -> order <= 0;
            case MORE -> order > 0;
            case AT_LEAST -> order >= 0;
            case PRESENT, EQUAL, NOT_EQUAL, ONE_OF -> throw new IllegalStateException("compares texts");
        };
    }

    /// The number that a text is, null where it is none.
    static @Nullable BigDecimal number(String text) {
        return NUMBER.matcher(text).matches() ? new BigDecimal(text) : null;
    }

    /// Hundredths, cut off.
    static long minor(BigDecimal points) {
        return points.movePointRight(DECIMALS).setScale(0, RoundingMode.DOWN).longValueExact();
    }

    /// Points without decimals that say nothing.
    static BigDecimal decimal(long minor) {
        return Hundredths.shortest(minor);
    }
}
