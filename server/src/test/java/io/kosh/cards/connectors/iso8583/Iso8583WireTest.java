package io.kosh.cards.connectors.iso8583;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Messages as bytes; the examples are worked out by hand.
class Iso8583WireTest {
    private static final String NUMBER = "2004010123456784";
    /// Elements 2, 3, 4 and 11.
    private static final String ONE_BITMAP =
            "0100" + "7020000000000000" + "16" + NUMBER + "000000" + "000000025000" + "000123";
    /// Elements 7 and 11, and 70 in a second bitmap.
    private static final String TWO_BITMAPS =
            "0800" + "8220000000000000" + "0400000000000000" + "1122103000" + "000001" + "301";

    private final Iso8583Wire wire = new Iso8583Wire();

    private CardMessage read(String text) throws Garbage {
        return wire.read(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private String written(String type, Map<Integer, String> elements) {
        return new String(wire.write(new CardMessage(type, elements)), StandardCharsets.US_ASCII);
    }

    @Test
    void oneBitmapIsReadAndWritten() throws Exception {
        Map<Integer, String> elements = Map.of(2, NUMBER, 3, "000000", 4, "000000025000", 11, "000123");

        assertThat(read(ONE_BITMAP).elements()).isEqualTo(elements);
        assertThat(written("0100", elements)).isEqualTo(ONE_BITMAP);
    }

    @Test
    void aSecondBitmapIsReadAndWritten() throws Exception {
        Map<Integer, String> elements = Map.of(7, "1122103000", 11, "000001", 70, "301");

        assertThat(read(TWO_BITMAPS).elements()).isEqualTo(elements);
        assertThat(written("0800", elements)).isEqualTo(TWO_BITMAPS);
    }

    @Test
    void anEmptySecondBitmapIsTaken() throws Exception {
        assertThat(read("0800" + "8220000000000000" + "0000000000000000" + "1122103000" + "000001")
                        .elements())
                .isEqualTo(Map.of(7, "1122103000", 11, "000001"));
    }

    @Test
    void lengthsOfTwoAndThreeDigitsAreReadAndWritten() throws Exception {
        // Elements 32, 48, 90 and 95.
        String text = "0420" + "8000000100010000" + "0000004200000000" + "041234" + "0099203" + "12345"
                + "0100000123112210300000000001234" + "0".repeat(11) + "000000010000" + "0".repeat(12)
                + "C00000000C00000000";
        Map<Integer, String> elements = Map.of(
                32,
                "1234",
                48,
                "920312345",
                90,
                "0100000123112210300000000001234" + "0".repeat(11),
                95,
                "000000010000" + "0".repeat(12) + "C00000000C00000000");

        assertThat(read(text).elements()).isEqualTo(elements);
        assertThat(written("0420", elements)).isEqualTo(text);
    }

    @Test
    void everyElementComesBackAsItWent() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int turn = 0; turn < 300; turn++) {
            Map<Integer, String> elements = new TreeMap<>();
            Element.all().forEach((element, format) -> {
                if (random.nextInt(8) == 0) {
                    int length = format.fixed() ? format.length() : 1 + random.nextInt(format.length());
                    elements.put(element, digits(random, length));
                }
            });
            assertThat(wire.read(wire.write(new CardMessage("0200", elements))).elements())
                    .as("seed " + seed)
                    .isEqualTo(elements);
        }
    }

    private static String digits(Random random, int length) {
        StringBuilder digits = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            digits.append((char) ('0' + random.nextInt(10)));
        }
        return digits.toString();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // A type that nobody knows; a bitmap that is none.
                "9999" + "7020000000000000" + "16" + NUMBER + "000000" + "000000025000" + "000123",
                "0100" + "G020000000000000" + "16" + NUMBER + "000000" + "000000025000" + "000123",
                // Too short, too long, no length, a length that is too much.
                "0100" + "7020000000000000" + "16" + NUMBER + "000000" + "000000025000" + "00012",
                "0100" + "7020000000000000" + "16" + NUMBER + "000000" + "000000025000" + "0001234",
                "0100" + "4000000000000000" + "AB" + NUMBER,
                "0100" + "4000000000000000" + "20" + NUMBER + "1234",
                "0100" + "4000000000000000" + "17" + NUMBER,
                "0100" + "8000000000000000",
                // A third bitmap.
                "0100" + "C000000000000000" + "8000000000000000" + "16" + NUMBER + "0000000000000000",
                "0100" + "4000000000000000" + "16" + "20040101234567é4",
                "GET / HTTP/1.1 Host: " + NUMBER
            })
    void whatIsNoMessageIsTurnedAwayWithoutQuotingIt(String text) {
        assertThatThrownBy(() -> read(text))
                .isInstanceOf(Garbage.class)
                .hasNoCause()
                .satisfies(garbage -> assertThat(garbage.getMessage()).doesNotContainPattern("[0-9]{5}"));
    }

    @Test
    void anyCutOfAMessageIsTurnedAway() {
        for (int length = 20; length < TWO_BITMAPS.length(); length++) {
            String cut = TWO_BITMAPS.substring(0, length);
            assertThatThrownBy(() -> read(cut)).as(cut).isInstanceOf(Garbage.class);
        }
    }

    @Test
    void randomBytesAreTurnedAwayOrAreAMessage() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] sample = ONE_BITMAP.getBytes(StandardCharsets.US_ASCII);
        for (int turn = 0; turn < 20_000; turn++) {
            byte[] bytes = sample.clone();
            for (int i = 0; i <= random.nextInt(4); i++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                CardMessage message = wire.read(bytes);
                assertThat(message.elements()).as("seed " + seed).isNotEmpty();
            } catch (Garbage garbage) {
                assertThat(garbage.getMessage()).isNotBlank();
            }
        }
    }

    @Test
    void aMessageIsPrintedWithoutWhatIsSecret() {
        CardMessage message = new CardMessage(
                "0100",
                Map.of(2, NUMBER, 11, "000123", 14, "3011", 41, "TERM\n001", 48, "9203123", 52, "0412AC89ABCDEF67"));

        assertThat(message.toString()).isEqualTo("0100 trace 000123 terminal TERM?001 200401XXXXXXXX84");
    }

    @Test
    void theStripesSecondTrackHasTheNumberToo() {
        CardMessage message = new CardMessage("0100", Map.of(35, NUMBER + "=3011201000012345"));

        assertThat(message.number().value()).isEqualTo(NUMBER);
        assertThat(message.expiry()).hasToString("2030-11");
        assertThatThrownBy(
                        () -> new CardMessage("0100", Map.of(2, "2004010123456785", 35, NUMBER + "=3011201")).number())
                .isInstanceOf(CardMessage.Misformed.class);
        assertThatThrownBy(() -> new CardMessage("0100", Map.of(35, NUMBER)).number())
                .isInstanceOf(CardMessage.Misformed.class);
    }
}
