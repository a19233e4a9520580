package io.kosh.sandbox.internal;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A card message as a terminal writes and reads it: ISO 8583:1987 in characters. On purpose not the code
/// of the port that it talks to, so that a mistake there shows here.
///
/// @param type     such as `0100`
/// @param elements by number
record TerminalMessage(String type, SortedMap<Integer, String> elements) {
    private static final int TYPE = 4;
    private static final int BITMAP = 64;
    private static final int BITMAP_DIGITS = BITMAP / 4;
    private static final int HEXADECIMAL = 16;

    /// How long an element is; below zero, how many digits before it say so.
    private static final Map<Integer, Integer> LENGTHS = Map.ofEntries(
            Map.entry(2, -2),
            Map.entry(3, 6),
            Map.entry(4, 12),
            Map.entry(6, 12),
            Map.entry(7, 10),
            Map.entry(11, 6),
            Map.entry(12, 6),
            Map.entry(13, 4),
            Map.entry(14, 4),
            Map.entry(18, 4),
            Map.entry(22, 3),
            Map.entry(25, 2),
            Map.entry(32, -2),
            Map.entry(37, 12),
            Map.entry(38, 6),
            Map.entry(39, 2),
            Map.entry(41, 8),
            Map.entry(42, 15),
            Map.entry(43, 40),
            Map.entry(44, -2),
            Map.entry(48, -3),
            Map.entry(49, 3),
            Map.entry(51, 3),
            Map.entry(52, 16),
            Map.entry(54, -3),
            Map.entry(70, 3),
            Map.entry(90, 42),
            Map.entry(95, 42));

    static TerminalMessage of(String type, Map<Integer, String> elements) {
        return new TerminalMessage(type, new TreeMap<>(elements));
    }

    @Nullable
    String text(int element) {
        return elements.get(element);
    }

    private static int length(int element) {
        Integer length = LENGTHS.get(element);
        if (length == null) {
            throw new IllegalArgumentException("this terminal knows no data element " + element);
        }
        return length;
    }

    byte[] bytes() {
        boolean second = !elements.isEmpty() && elements.lastKey() > BITMAP;
        byte[] bitmap = new byte[BITMAP / 8 * (second ? 2 : 1)];
        StringBuilder values = new StringBuilder();
        if (second) {
            set(bitmap, 1);
        }
        elements.forEach((element, value) -> {
            set(bitmap, element);
            int length = length(element);
            if (length > 0 ? value.length() != length : value.length() >= Math.pow(10, -length)) {
                throw new IllegalArgumentException("data element " + element + " has a wrong length");
            }
            if (length < 0) {
                String digits = Integer.toString(value.length());
                values.append("0".repeat(-length - digits.length())).append(digits);
            }
            values.append(value);
        });
        String bits = HexFormat.of().withUpperCase().formatHex(bitmap);
        return (type + bits + values).getBytes(StandardCharsets.US_ASCII);
    }

    private static void set(byte[] bitmap, int element) {
        bitmap[(element - 1) / 8] |= (byte) (0x80 >>> (element - 1) % 8);
    }

    /// Reads an answer; throws IllegalArgumentException where it is none.
    static TerminalMessage read(byte[] bytes) {
        String text = new String(bytes, StandardCharsets.US_ASCII);
        try {
            int at = TYPE + BITMAP_DIGITS;
            boolean second = Character.digit(text.charAt(TYPE), HEXADECIMAL) >= 8;
            if (second) {
                at += BITMAP_DIGITS;
            }
            byte[] bitmap = HexFormat.of().parseHex(text.substring(TYPE, at));
            SortedMap<Integer, String> elements = new TreeMap<>();
            for (int element = 2; element <= bitmap.length * 8; element++) {
                if ((bitmap[(element - 1) / 8] & (0x80 >>> (element - 1) % 8)) != 0) {
                    int length = length(element);
                    if (length < 0) {
                        int digits = -length;
                        length = Integer.parseInt(text, at, at + digits, 10);
                        at += digits;
                    }
                    elements.put(element, text.substring(at, at + length));
                    at += length;
                }
            }
            return new TerminalMessage(text.substring(0, TYPE), elements);
        } catch (IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("an answer that ends too early", e);
        }
    }

    /// It has a card's number in it.
    @Override
    public String toString() {
        return "TerminalMessage[" + type + "]";
    }
}
