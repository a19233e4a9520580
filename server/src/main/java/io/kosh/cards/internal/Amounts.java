package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Points and rupees on the wire: decimals there, whole hundredths inside.
final class Amounts {
    private static final BigDecimal LEAST = new BigDecimal("0.01");

    private Amounts() {}

    /// The hundredths of an amount that is to be moved: above zero, at most two decimals.
    static long minor(String field, @Nullable BigDecimal amount) {
        BigDecimal given = Fields.present(field, amount);
        if (given.signum() == 0) {
            throw Fields.invalid(field, "must be greater than 0");
        }
        return Hundredths.of(field, given, LEAST, Hundredths.MOST);
    }

    /// The hundredths of a bound, null where there is none.
    static @Nullable Long optionalBound(String field, @Nullable BigDecimal amount) {
        return amount == null ? null : Hundredths.of(field, amount, BigDecimal.ZERO, Hundredths.MOST);
    }

    /// As the pages show amounts: no decimals that say nothing.
    static BigDecimal decimal(long minor) {
        return Hundredths.shortest(minor);
    }
}
