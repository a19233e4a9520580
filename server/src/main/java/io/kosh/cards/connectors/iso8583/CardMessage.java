package io.kosh.cards.connectors.iso8583;

import io.kosh.kernel.Secret;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A message: its type and its data elements. Printed, it shows what tells messages apart, and of the card
/// what receipts show.
final class CardMessage {
    private static final int SHOWN_IN_FRONT = 6;
    private static final int SHOWN_BEHIND = 2;
    private static final int CENTURY = 2000;

    private final String type;
    private final SortedMap<Integer, String> elements;

    CardMessage(String type, Map<Integer, String> elements) {
        this.type = type;
        this.elements = new TreeMap<>(elements);
    }

    /// A data element that is not there or not as it has to be.
    static final class Misformed extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final int element;

        Misformed(int element) {
            super("data element " + element, null, false, false);
            this.element = element;
        }

        int element() {
            return element;
        }
    }

    String type() {
        return type;
    }

    SortedMap<Integer, String> elements() {
        return new TreeMap<>(elements);
    }

    /// A data element without the blanks that fill it, null where it is not there.
    @Nullable
    String text(int element) {
        String value = elements.get(element);
        return value == null || value.isBlank() ? null : value.strip();
    }

    /// A data element of digits only, null where it is not there.
    @Nullable
    String digits(int element) {
        String value = elements.get(element);
        if (value != null && (value.isEmpty() || !isDigits(value))) {
            throw new Misformed(element);
        }
        return value;
    }

    private static boolean isDigits(String value) {
        return value.chars().allMatch(each -> each >= '0' && each <= '9');
    }

    /// As [#digits], and it has to be there.
    String needed(int element) {
        String value = digits(element);
        if (value == null) {
            throw new Misformed(element);
        }
        return value;
    }

    /// The card's number, out of its own element or the stripe's second track; both have to agree.
    Secret<String> number() {
        String plain = digits(Element.NUMBER);
        String track = trackPart(0);
        String number = plain == null ? track : plain;
        if (number == null || (track != null && !track.equals(number))) {
            throw new Misformed(plain == null && track != null ? Element.TRACK_TWO : Element.NUMBER);
        }
        return new Secret<>(number);
    }

    /// The last month of the card, as it says itself; null where it does not.
    @Nullable
    YearMonth expiry() {
        String plain = digits(Element.EXPIRY);
        String track = trackPart(1);
        if (plain == null && track == null) {
            return null;
        }
        int element = plain == null ? Element.TRACK_TWO : Element.EXPIRY;
        String yearAndMonth = plain == null ? track : plain;
        if (yearAndMonth == null || yearAndMonth.length() < 4) {
            throw new Misformed(element);
        }
        try {
            return YearMonth.of(
                    CENTURY + Integer.parseInt(yearAndMonth, 0, 2, 10), Integer.parseInt(yearAndMonth, 2, 4, 10));
        } catch (DateTimeException _) {
            throw new Misformed(element);
        }
    }

    /// The number or what follows it on the second track: expiry, service code and the issuer's own digits.
    private @Nullable String trackPart(int part) {
        String track = text(Element.TRACK_TWO);
        if (track == null) {
            return null;
        }
        String[] parts = track.split("[=D]", -1);
        if (parts.length != 2 || !isDigits(parts[0]) || !isDigits(parts[1])) {
            throw new Misformed(Element.TRACK_TWO);
        }
        return parts[part];
    }

    /// The number with its middle hidden; empty where there is none.
    String maskedNumber() {
        try {
            return masked(number().value());
        } catch (Misformed _) {
            return "";
        }
    }

    private static String masked(String number) {
        int hidden = number.length() - SHOWN_IN_FRONT - SHOWN_BEHIND;
        return hidden < 1
                ? "X".repeat(number.length())
                : number.substring(0, SHOWN_IN_FRONT)
                        + "X".repeat(hidden)
                        + number.substring(number.length() - SHOWN_BEHIND);
    }

    @Override
    public String toString() {
        return type + " " + shown("trace", Element.TRACE) + shown("reference", Element.REFERENCE)
                + shown("terminal", Element.TERMINAL) + shown("answer", Element.RESPONSE) + maskedNumber();
    }

    private String shown(String name, int element) {
        String value = text(element);
        return value == null ? "" : name + " " + value.replaceAll("[^A-Za-z0-9._-]", "?") + " ";
    }
}
