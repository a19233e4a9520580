package io.kosh.kernel;

import java.math.BigDecimal;

/// Rupees and points on the wire: decimals there, whole hundredths inside.
public final class Hundredths {
    /// The most that one amount may be.
    public static final BigDecimal MOST = new BigDecimal("9999999999.99");

    private static final int DECIMALS = 2;

    private Hundredths() {}

    /// The hundredths of a number with at most two decimals, within bounds.
    public static long of(String field, BigDecimal value, BigDecimal least, BigDecimal most) {
        if (value.scale() > DECIMALS) {
            throw Fields.invalid(field, "may have at most two decimals");
        }
        if (value.compareTo(least) < 0 || value.compareTo(most) > 0) {
            throw Fields.invalid(
                    field, "must be a number from " + least.toPlainString() + " to " + most.toPlainString());
        }
        return value.movePointRight(DECIMALS).longValueExact();
    }

    /// The number that hundredths are, with both decimals: `500.00`.
    public static BigDecimal full(long hundredths) {
        return BigDecimal.valueOf(hundredths, DECIMALS);
    }

    /// The number that hundredths are, without decimals that say nothing: `500`.
    public static BigDecimal shortest(long hundredths) {
        BigDecimal shortest = full(hundredths).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
