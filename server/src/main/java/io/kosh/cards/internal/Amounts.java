package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Points and rupees on the wire: decimals there, whole hundredths inside.
final class Amounts {
    private static final int DECIMALS = 2;
    private static final BigDecimal MOST = new BigDecimal("9999999999.99");

    private Amounts() {}

    /// The hundredths of an amount that is to be moved: above zero, at most two decimals.
    static long minor(String field, @Nullable BigDecimal amount) {
        long minor = bound(field, Fields.present(field, amount));
        if (minor == 0) {
            throw Fields.invalid(field, "must be greater than 0");
        }
        return minor;
    }

    /// The hundredths of a bound of a search, null where there is none.
    static @Nullable Long optionalBound(String field, @Nullable BigDecimal amount) {
        return amount == null ? null : bound(field, amount);
    }

    private static long bound(String field, BigDecimal amount) {
        if (amount.scale() > DECIMALS) {
            throw Fields.invalid(field, "may have at most two decimals");
        }
        if (amount.signum() < 0 || amount.compareTo(MOST) > 0) {
            throw Fields.invalid(field, "must be a number from 0.01 to " + MOST.toPlainString());
        }
        return amount.movePointRight(DECIMALS).longValueExact();
    }

    /// As the pages show amounts: no decimals that say nothing.
    static BigDecimal decimal(long minor) {
        BigDecimal shortest = BigDecimal.valueOf(minor, DECIMALS).stripTrailingZeros();
        return shortest.scale() < 0 ? shortest.setScale(0) : shortest;
    }
}
