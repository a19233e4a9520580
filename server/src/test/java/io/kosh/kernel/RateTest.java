package io.kosh.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RateTest {
    @ParameterizedTest
    @CsvSource({
        "1800, 100, 18",
        "1800, 0, 0",
        "1800, 2, 0",
        "1800, 3, 1",
        "50, 100, 1",
        "49, 100, 0",
        "90, 12345, 111",
        "10000, 7, 7",
        "0, 999, 0",
        "9999, 9223372036854775807, 9222449699651090329"
    })
    void takesAPartAndRoundsHalfUp(int basisPoints, long minor, long part) {
        assertThat(new Rate(basisPoints).of(minor)).isEqualTo(part);
    }

    @ParameterizedTest
    @CsvSource({"1800, 18", "250, 2.5", "199, 1.99", "0, 0", "10000, 100"})
    void saysItselfInPerCent(int basisPoints, String perCent) {
        assertThat(new Rate(basisPoints).perCent()).isEqualTo(perCent);
    }

    @Test
    void isNeitherNegativeNorMoreThanAll() {
        assertThatThrownBy(() -> new Rate(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(10_001)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Rate(1).of(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
