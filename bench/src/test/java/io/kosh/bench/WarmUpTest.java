package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class WarmUpTest {
    private static final long SECOND = 1_000_000_000;

    @Test
    void itIsOverWhenTwoWindowsInARowAreAlike() {
        WarmUp warmUp = new WarmUp(Duration.ofSeconds(30), 0);

        assertThat(warmUp.over(1 * SECOND, 50)).isFalse();
        assertThat(warmUp.over(2 * SECOND, 100)).as("the first window").isFalse();
        assertThat(warmUp.over(4 * SECOND, 300)).as("twice as fast").isFalse();
        assertThat(warmUp.over(6 * SECOND, 508)).as("4 percent faster").isTrue();
    }

    @Test
    void itIsOverAfterTheLongestTimeInAnyCase() {
        WarmUp warmUp = new WarmUp(Duration.ofSeconds(5), 0);

        assertThat(warmUp.over(2 * SECOND, 1)).isFalse();
        assertThat(warmUp.over(4 * SECOND, 100)).isFalse();
        assertThat(warmUp.over(5 * SECOND, 1_000)).isTrue();
    }

    @Test
    void standingStillIsNotSteady() {
        WarmUp warmUp = new WarmUp(Duration.ofSeconds(30), 0);

        assertThat(warmUp.over(2 * SECOND, 0)).isFalse();
        assertThat(warmUp.over(4 * SECOND, 0)).isFalse();
    }
}
