package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.ProgrammeTerms.Award;
import io.kosh.loyalty.internal.ProgrammeTerms.Measure;
import io.kosh.loyalty.internal.ProgrammeTerms.Rule;
import io.kosh.loyalty.internal.ProgrammeTerms.Tier;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgrammeMemberTest {
    private static final LocalDate START = LocalDate.parse("2026-01-31");

    private static Programme programme(String least) {
        Rule rule = new Rule("rule", "VISIT", null, new Award(Measure.FIXED, BigDecimal.ONE, null, null), null);
        ProgrammeTerms terms = new ProgrammeTerms(
                "Visits",
                START,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                null,
                List.of(rule),
                3L,
                List.of(
                        new Tier("BASE", new BigDecimal(least), BigDecimal.ONE),
                        new Tier("GOLD", new BigDecimal(100), BigDecimal.TWO)));
        return new Programme(1, "EPG", "CA", START, Instant.EPOCH, 1, Instant.EPOCH, "actor", terms);
    }

    private static ProgrammeMember member(@Nullable String tier, long points, @Nullable String ends) {
        return new ProgrammeMember(1, "EKC", tier, points * 100, ends == null ? null : LocalDate.parse(ends), 1);
    }

    @Test
    void periodsAreCountedFromTheFirstDayThoughMonthsAreShort() {
        ProgrammeTerms terms = programme("1").terms();
        assertThat(terms.periodEnd(START, START)).isEqualTo(LocalDate.parse("2026-04-30"));
        assertThat(terms.periodEnd(START, LocalDate.parse("2026-04-29"))).isEqualTo(LocalDate.parse("2026-04-30"));
        assertThat(terms.periodEnd(START, LocalDate.parse("2026-04-30"))).isEqualTo(LocalDate.parse("2026-07-31"));
    }

    @Test
    void aTierLastsAsLongAsThePeriodAfterItWasReached() {
        ProgrammeMember gold = member("GOLD", 100, "2026-04-30");
        ProgrammeMember next = gold.on(LocalDate.parse("2026-04-30"), programme("1"));
        assertThat(next.tier()).isEqualTo("GOLD");
        assertThat(next.qualifying()).isZero();
        assertThat(next.periodEnds()).isEqualTo(LocalDate.parse("2026-07-31"));
        assertThat(next.changes()).isEqualTo(1);
        ProgrammeMember none = next.on(LocalDate.parse("2026-07-31"), programme("1"));
        assertThat(none.tier()).isNull();
        assertThat(none.periodEnds()).as("nothing is left to look at").isNull();
        assertThat(none.changes()).isEqualTo(2);
        assertThat(gold.on(LocalDate.parse("2026-08-01"), programme("1")).tier())
                .as("a whole period was missed")
                .isNull();
    }

    @Test
    void nobodyFallsBelowTheTierThatNeedsNothing() {
        ProgrammeMember fallen = member("GOLD", 0, "2026-04-30").on(LocalDate.parse("2026-05-01"), programme("0"));
        assertThat(fallen.tier()).isEqualTo("BASE");
        assertThat(fallen.periodEnds()).isNull();
    }

    @Test
    void earningGoesUpAndLosingStays() {
        ProgrammeMember up = member(null, 99, "2026-04-30").earning(100, START, programme("1"));
        assertThat(up.tier()).isEqualTo("GOLD");
        ProgrammeMember less = up.losing(20_000);
        assertThat(less.qualifying()).isZero();
        assertThat(less.tier()).isEqualTo("GOLD");
    }
}
