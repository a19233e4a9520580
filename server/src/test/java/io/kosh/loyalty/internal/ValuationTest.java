package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.ProgrammeTerms.Award;
import io.kosh.loyalty.internal.ProgrammeTerms.Band;
import io.kosh.loyalty.internal.ProgrammeTerms.Comparison;
import io.kosh.loyalty.internal.ProgrammeTerms.Condition;
import io.kosh.loyalty.internal.ProgrammeTerms.Measure;
import io.kosh.loyalty.internal.ProgrammeTerms.Rule;
import io.kosh.loyalty.internal.ProgrammeTerms.Tier;
import io.kosh.loyalty.internal.Valuation.Happening;
import io.kosh.loyalty.internal.Valuation.Why;
import io.kosh.loyalty.internal.Valuation.Worth;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ValuationTest {

    private static BigDecimal of(String number) {
        return new BigDecimal(number);
    }

    private static Worth worth(Award award, @Nullable String amount, @Nullable Tier tier, Condition... conditions) {
        Rule rule = new Rule("rule", "PURCHASE", List.of(conditions), award, of("100"));
        Happening event = new Happening(
                "PURCHASE", amount == null ? null : of(amount), Map.of("category", "TRAVEL", "nights", "3"));
        return Valuation.value(List.of(rule), event, tier).getFirst();
    }

    private static Award percent(String percent) {
        return new Award(Measure.PERCENT, null, of(percent), null);
    }

    private static final Award FIXED = new Award(Measure.FIXED, new BigDecimal("5"), null, null);

    @Test
    void aPercentageIsCutOffOnceAtTheEnd() {
        assertThat(worth(percent("1.5"), "33.33", null).points()).isEqualTo(49);
        Worth gold = worth(percent("1.5"), "33.33", new Tier("GOLD", of("0"), of("2")));
        assertThat(gold.points()).as("99.99 hundredths, not twice 49").isEqualTo(99);
        assertThat(gold.base()).isEqualTo(49);
    }

    @Test
    void theHighestBandReachedValuesTheWholeAmount() {
        Award bands = new Award(
                Measure.BANDS,
                null,
                null,
                List.of(new Band(of("100"), of("3"), null), new Band(of("1000"), null, of("2"))));
        assertThat(worth(bands, "99.99", null).why()).isEqualTo(Why.NOTHING);
        assertThat(worth(bands, "100", null).points()).isEqualTo(300);
        assertThat(worth(bands, "1000", null).points()).isEqualTo(2000);
    }

    @Test
    void anEventIsBoundedBeforeTheMultiplier() {
        assertThat(worth(percent("50"), "1000", new Tier("GOLD", of("0"), of("1.5")))
                        .points())
                .isEqualTo(15_000);
    }

    @Test
    void eachComparisonHoldsAndFails() {
        assertHolds("category", Comparison.EQUAL, "TRAVEL", "FOOD");
        assertHolds("category", Comparison.NOT_EQUAL, "FOOD", "TRAVEL");
        assertHolds("nights", Comparison.LESS, "4", "3");
        assertHolds("nights", Comparison.AT_MOST, "3.0", "2.9");
        assertHolds("nights", Comparison.MORE, "2", "3");
        assertHolds("amount", Comparison.AT_LEAST, "10", "10.01");
        assertThat(worth(FIXED, "10", null, new Condition("category", Comparison.ONE_OF, List.of("A", "TRAVEL")))
                        .why())
                .isNull();
        assertThat(worth(FIXED, "10", null, new Condition("colour", Comparison.PRESENT, null))
                        .field())
                .isEqualTo("colour");
        assertThat(worth(FIXED, "10", null, new Condition("category", Comparison.MORE, List.of("1")))
                        .why())
                .as("no number")
                .isEqualTo(Why.CONDITION);
    }

    private static void assertHolds(String field, Comparison is, String holds, String fails) {
        assertThat(worth(FIXED, "10", null, new Condition(field, is, List.of(holds)))
                        .why())
                .isNull();
        assertThat(worth(FIXED, "10", null, new Condition(field, is, List.of(fails)))
                        .why())
                .isEqualTo(Why.CONDITION);
    }

    @Test
    void whatARuleNeedsIsSaid() {
        assertThat(worth(percent("1"), null, null).why()).isEqualTo(Why.NO_AMOUNT);
        assertThat(worth(percent("1"), "0.99", null).why()).isEqualTo(Why.NOTHING);
        assertThatThrownBy(() -> new Award(Measure.PERCENT, of("1"), null, null))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Condition("f", Comparison.MORE, List.of("many")))
                .isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new Condition("f", Comparison.EQUAL, List.of("a", "b")))
                .isInstanceOf(Refusal.class);
    }
}
