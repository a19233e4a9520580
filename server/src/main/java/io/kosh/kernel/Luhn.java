package io.kosh.kernel;

/// The check digit of card numbers: "modulus 10, double-add-double" of ISO/IEC 7812-1, annex B.
public final class Luhn {
    private Luhn() {}

    /// Whether the last digit is the check digit of those before it.
    ///
    /// @param digits 0 to 9 only
    public static boolean holds(CharSequence digits) {
        return digits.length() > 1 && sum(digits, digits.length(), 0) % 10 == 0;
    }

    /// The digit that makes these digits hold when it is put behind them.
    ///
    /// @param digits 0 to 9 only
    public static char checkDigit(CharSequence digits) {
        return (char) ('0' + (10 - sum(digits, digits.length(), 1) % 10) % 10);
    }

    private static int sum(CharSequence digits, int length, int places) {
        int sum = 0;
        for (int i = 0; i < length; i++) {
            int digit = digits.charAt(length - 1 - i) - '0';
            if (digit < 0 || digit > 9) {
                throw new IllegalArgumentException("a check digit is made of digits only");
            }
            int weighted = (i + places) % 2 == 0 ? digit : digit * 2;
            sum += weighted > 9 ? weighted - 9 : weighted;
        }
        return sum;
    }
}
