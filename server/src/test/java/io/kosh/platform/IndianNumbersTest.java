package io.kosh.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class IndianNumbersTest {
    @Test
    void thousandsLakhsAndCroresAreGrouped() {
        assertThat(IndianNumbers.amount(999, 0)).isEqualTo("999");
        assertThat(IndianNumbers.amount(1_000, 0)).isEqualTo("1,000");
        assertThat(IndianNumbers.amount(10_000_000, 2)).isEqualTo("1,00,000.00");
        assertThat(IndianNumbers.amount(9_999_999_999L, 2)).isEqualTo("9,99,99,999.99");
        assertThat(IndianNumbers.amount(-123_456_789, 2)).isEqualTo("-12,34,567.89");
    }

    @Test
    void decimalsAreShownWhereTheySaySomething() {
        assertThat(IndianNumbers.hundredths(0)).isEqualTo("0");
        assertThat(IndianNumbers.hundredths(5)).isEqualTo("0.05");
        assertThat(IndianNumbers.hundredths(1_250)).isEqualTo("12.50");
        assertThat(IndianNumbers.hundredths(999_890_050)).isEqualTo("99,98,900.50");
        assertThat(IndianNumbers.hundredths(10_000_000)).isEqualTo("1,00,000");
    }
}
