package io.kosh.gateway.internal.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PageColoursTest {
    private static int number(String colour) {
        return Integer.parseInt(colour.substring(1), 16);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"#000000", "#ffffff", "#f7c948", "#1f6feb", "#808080", "#ff0000", "#00ff00", "#0000ff", "#101116"
            })
    void aButtonStandsOutAndItsTextCanBeRead(String colour) {
        PageColours colours = Objects.requireNonNull(PageColours.of(colour));

        assertThat(PageColours.contrast(number(colours.light()), 0xffffff)).isGreaterThanOrEqualTo(3);
        assertThat(PageColours.contrast(number(colours.dark()), 0x181a20)).isGreaterThanOrEqualTo(3);
        assertThat(PageColours.contrast(number(colours.light()), number(colours.onLight())))
                .isGreaterThanOrEqualTo(4.5);
        assertThat(PageColours.contrast(number(colours.dark()), number(colours.onDark())))
                .isGreaterThanOrEqualTo(4.5);
    }

    @Test
    void aColourThatCanBeSeenStaysAsItIs() {
        assertThat(Objects.requireNonNull(PageColours.of("#1f6feb")).light()).isEqualTo("#1f6feb");
    }

    @Test
    void whatIsNoColourIsNone() {
        assertThat(PageColours.of(null)).isNull();
        assertThat(PageColours.of("red; } body { display: none")).isNull();
    }
}
