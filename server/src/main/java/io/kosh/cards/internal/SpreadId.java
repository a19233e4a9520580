package io.kosh.cards.internal;

import java.math.BigInteger;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Public ids that are a number in another form, so that they need no column and no index: a prefix and ten
/// capital letters or digits.
record SpreadId(String prefix) {
    private static final int DIGITS = 10;
    private static final int RADIX = 36;
    private static final BigInteger IDS = BigInteger.valueOf(RADIX).pow(DIGITS);

    /// Prime to 36, so that each number has an id of its own; large, so that neighbours do not look alike.
    private static final BigInteger SPREAD = BigInteger.valueOf(2_654_435_761_387_151L);

    private static final BigInteger BACK = SPREAD.modInverse(IDS);

    String of(long number) {
        String digits = BigInteger.valueOf(number)
                .multiply(SPREAD)
                .mod(IDS)
                .toString(RADIX)
                .toUpperCase(Locale.ROOT);
        return prefix + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /// The number that an id stands for, null where the id has another shape.
    @Nullable
    Long number(String id) {
        if (!id.matches(prefix + "[0-9A-Z]{" + DIGITS + "}")) {
            return null;
        }
        return new BigInteger(id.substring(prefix.length()), RADIX)
                .multiply(BACK)
                .mod(IDS)
                .longValueExact();
    }
}
