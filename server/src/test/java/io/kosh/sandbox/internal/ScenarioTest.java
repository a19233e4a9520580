package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScenarioTest {
    private static boolean fits(String pattern, String type) {
        return new Scenario.Rule(null, null, pattern, null, null, 100, Map.of()).fits(type);
    }

    @ParameterizedTest
    @CsvSource({
        "coins.*, coins.allocated, true",
        "coins.*, coins., true",
        "coins.*, orders.coins.paid, false",
        "*, anything, true",
        "**, anything, true",
        "coins.allocated, coins.allocated, true",
        "coins.allocated, coins.allocated2, false",
        "a*a, a, false",
        "a*a, aa, true",
        "ab*ba, aba, false",
        "*ab*, xaby, true",
        "*ab*ab*, xaby, false",
        "*.paid, orders.paid.paid, true",
        "a*b*c, a-b-b-c, true",
        "a*b*c, a-c-b, false",
        "a.c, abc, false"
    })
    void anAsteriskStandsForAnything(String pattern, String type, boolean fits) {
        assertThat(fits(pattern, type)).isEqualTo(fits);
    }

    @Test
    void noPatternMakesAMatchSlow() {
        String text = "a".repeat(8_192);

        assertTimeoutPreemptively(Duration.ofSeconds(1), () -> {
            assertThat(fits("*a*a*a*a*a*b", text)).isFalse();
            assertThat(fits("*a".repeat(149) + "b", text)).isFalse();
        });
    }
}
