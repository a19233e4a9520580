package io.kosh.cards.connectors.iso8583;

import java.util.HashMap;
import java.util.Map;

/// The data elements of ISO 8583:1987, as they are written in characters.
final class Element {
    static final int NUMBER = 2;
    static final int PROCESSING_CODE = 3;
    static final int AMOUNT = 4;
    static final int BILLED_AMOUNT = 6;
    static final int SENT_AT = 7;
    static final int TRACE = 11;
    static final int LOCAL_TIME = 12;
    static final int LOCAL_DATE = 13;
    static final int EXPIRY = 14;
    static final int CATEGORY = 18;
    static final int ACQUIRER_COUNTRY = 19;
    static final int ENTRY_MODE = 22;
    static final int CONDITION = 25;
    static final int ACQUIRER = 32;
    static final int FORWARDER = 33;
    static final int TRACK_TWO = 35;
    static final int REFERENCE = 37;
    static final int APPROVAL_CODE = 38;
    static final int RESPONSE = 39;
    static final int TERMINAL = 41;
    static final int MERCHANT = 42;
    static final int MERCHANT_NAME = 43;
    static final int RESPONSE_DATA = 44;
    static final int PRIVATE_DATA = 48;
    static final int CURRENCY = 49;
    static final int BILLED_CURRENCY = 51;
    static final int PIN_BLOCK = 52;
    static final int BALANCES = 54;
    static final int NETWORK_CODE = 70;
    static final int ORIGINAL = 90;
    static final int REPLACEMENT = 95;

    private static final Map<Integer, Format> FORMATS = formats();

    private Element() {}

    /// How many digits stand before the value and say how long it is.
    enum Kind {
        DIGITS(0),
        TEXT(0),
        TO_99(2),
        TO_999(3);

        private final int lengthDigits;

        Kind(int lengthDigits) {
            this.lengthDigits = lengthDigits;
        }

        int lengthDigits() {
            return lengthDigits;
        }
    }

    /// @param length of the value; the longest where the kind says the length
    record Format(Kind kind, int length) {
        boolean fixed() {
            return kind.lengthDigits() == 0;
        }
    }

    /// Every element but the bitmaps, by its number.
    static Map<Integer, Format> all() {
        return FORMATS;
    }

    private static Map<Integer, Format> formats() {
        Map<Integer, Format> formats = new HashMap<>();
        digits(formats);
        put(formats, Kind.TEXT, 1, 91);
        put(formats, Kind.TEXT, 2, 39);
        put(formats, Kind.TEXT, 3, 40, CURRENCY, 50, BILLED_CURRENCY);
        put(formats, Kind.TEXT, 6, APPROVAL_CODE);
        put(formats, Kind.TEXT, 7, 94);
        put(formats, Kind.TEXT, 8, TERMINAL);
        put(formats, Kind.TEXT, 9, 28, 29, 30, 31);
        put(formats, Kind.TEXT, 12, REFERENCE);
        put(formats, Kind.TEXT, 15, MERCHANT);
        // Eight bytes in hexadecimal digits.
        put(formats, Kind.TEXT, 16, PIN_BLOCK, 64, 96, 128);
        put(formats, Kind.TEXT, 17, 97);
        put(formats, Kind.TEXT, 25, 98);
        put(formats, Kind.TEXT, 40, MERCHANT_NAME);
        put(formats, Kind.TEXT, 42, REPLACEMENT);
        put(formats, Kind.TO_99, 11, ACQUIRER, 33, 99, 100);
        put(formats, Kind.TO_99, 17, 101);
        put(formats, Kind.TO_99, 19, NUMBER);
        put(formats, Kind.TO_99, 25, RESPONSE_DATA);
        put(formats, Kind.TO_99, 28, 34, 102, 103);
        put(formats, Kind.TO_99, 37, TRACK_TWO);
        put(formats, Kind.TO_99, 76, 45);
        put(formats, Kind.TO_999, 100, 104);
        put(formats, Kind.TO_999, 104, 36);
        put(formats, Kind.TO_999, 120, BALANCES);
        put(formats, Kind.TO_999, 999, 46, 47, PRIVATE_DATA, 55, 56, 57, 58, 59, 60, 61, 62, 63);
        for (int element = 105; element <= 127; element++) {
            put(formats, Kind.TO_999, 999, element);
        }
        return Map.copyOf(formats);
    }

    private static void digits(Map<Integer, Format> formats) {
        put(formats, Kind.DIGITS, 1, 27, 66);
        put(formats, Kind.DIGITS, 2, CONDITION, 26, 67, 92);
        put(formats, Kind.DIGITS, 3, ACQUIRER_COUNTRY, 20, 21, ENTRY_MODE, 23, 24, 68, 69, NETWORK_CODE);
        put(formats, Kind.DIGITS, 4, LOCAL_DATE, EXPIRY, 15, 16, 17, CATEGORY, 71, 72);
        put(formats, Kind.DIGITS, 5, 93);
        put(formats, Kind.DIGITS, 6, PROCESSING_CODE, TRACE, LOCAL_TIME, 73);
        put(formats, Kind.DIGITS, 8, 8, 9, 10);
        put(formats, Kind.DIGITS, 10, SENT_AT, 74, 75, 76, 77, 78, 79, 80, 81);
        put(formats, Kind.DIGITS, 12, AMOUNT, 5, BILLED_AMOUNT, 82, 83, 84, 85);
        put(formats, Kind.DIGITS, 16, 53, 86, 87, 88, 89);
        put(formats, Kind.DIGITS, 42, ORIGINAL);
    }

    private static void put(Map<Integer, Format> formats, Kind kind, int length, int... elements) {
        for (int element : elements) {
            formats.put(element, new Format(kind, length));
        }
    }
}
