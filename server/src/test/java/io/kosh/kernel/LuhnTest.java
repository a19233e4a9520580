package io.kosh.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LuhnTest {

    @ParameterizedTest
    @ValueSource(strings = {"6527658900001005", "6074897654323218", "79927398713", "378282246310005"})
    void aPublishedNumberHoldsAndNoOtherLastDigitDoes(String number) {
        String body = number.substring(0, number.length() - 1);
        assertThat(Luhn.holds(number)).isTrue();
        assertThat(body + Luhn.checkDigit(body)).isEqualTo(number);
        for (char digit = '0'; digit <= '9'; digit++) {
            assertThat(Luhn.holds(body + digit)).isEqualTo(number.equals(body + digit));
        }
    }

    @Test
    void whatIsNoNumberIsRefused() {
        assertThat(Luhn.holds("")).isFalse();
        assertThat(Luhn.holds("0")).isFalse();
        assertThatThrownBy(() -> Luhn.holds("12a4")).isInstanceOf(IllegalArgumentException.class);
    }
}
