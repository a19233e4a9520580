package io.kosh.vault.internal;

import io.kosh.kernel.Luhn;
import java.util.random.RandomGenerator;

/// Card numbers of 16 digits under one BIN.
record CardNumbers(String bin) {
    private static final int DIGITS = 16;
    private static final int SHOWN_IN_FRONT = 6;
    private static final int SHOWN_BEHIND = 2;

    String mint(RandomGenerator random) {
        StringBuilder number = new StringBuilder(DIGITS).append(bin);
        while (number.length() < DIGITS - 1) {
            number.append((char) ('0' + random.nextInt(10)));
        }
        return number.append(Luhn.checkDigit(number)).toString();
    }

    /// Such as `2004 01XX XXXX XX87`.
    static String masked(String number) {
        StringBuilder masked = new StringBuilder(DIGITS + 3);
        for (int i = 0; i < number.length(); i++) {
            if (i > 0 && i % 4 == 0) {
                masked.append(' ');
            }
            boolean shown = i < SHOWN_IN_FRONT || i >= number.length() - SHOWN_BEHIND;
            masked.append(shown ? number.charAt(i) : 'X');
        }
        return masked.toString();
    }
}
