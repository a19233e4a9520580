package io.kosh.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ChangeTest {
    @Test
    void anAbsentFieldKeepsWhatIsThere() {
        Change<String> unchanged = Change.unchanged();
        assertThat(unchanged.or("before")).isEqualTo("before");
        assertThat(unchanged.map(String::length).or(7)).isEqualTo(7);
    }

    @Test
    void aSentFieldReplacesIt() {
        Change<String> to = Change.to("after");
        assertThat(to.or("before")).isEqualTo("after");
        assertThat(to.map(String::length).or(7)).isEqualTo(5);
    }
}
