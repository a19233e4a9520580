package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private final RetryPlan plan =
            new RetryPlan(List.of(Duration.ofSeconds(5), Duration.ofMinutes(5)), Duration.ofHours(24), new Random(1));

    @Test
    void pausesAreMovedByATenthAtMostAndEnd() {
        for (int i = 0; i < 1000; i++) {
            assertThat(plan.after(1, null)).isBetween(Duration.ofMillis(4500), Duration.ofMillis(5500));
        }
        assertThat(plan.after(2, null)).isBetween(Duration.ofSeconds(270), Duration.ofSeconds(330));
        assertThat(plan.after(3, null)).isNull();
    }

    @Test
    void whatAReceiverAsksForIsGrantedUpToABound() {
        assertThat(plan.after(1, Duration.ofHours(1))).isEqualTo(Duration.ofHours(1));
        assertThat(plan.after(1, Duration.ofDays(9))).isEqualTo(Duration.ofHours(24));
        assertThat(plan.after(1, Duration.ofSeconds(1))).isGreaterThan(Duration.ofSeconds(4));
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        assertThat(RetryPlan.retryAfter("120", NOW)).isEqualTo(Duration.ofMinutes(2));
        assertThat(RetryPlan.retryAfter("Sun, 22 Nov 2026 10:01:00 GMT", NOW)).isEqualTo(Duration.ofMinutes(1));
        assertThat(RetryPlan.retryAfter("Sun, 22 Nov 2026 09:00:00 GMT", NOW)).isEqualTo(Duration.ZERO);
        assertThat(RetryPlan.retryAfter("99999999999999", NOW)).isPositive();
        assertThat(RetryPlan.retryAfter("soon", NOW)).isNull();
        assertThat(RetryPlan.retryAfter("", NOW)).isNull();
    }
}
