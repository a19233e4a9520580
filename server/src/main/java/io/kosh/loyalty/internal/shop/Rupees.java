package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Amounts on the wire: rupees, and points that are worth a rupee each, with two decimals there and whole
/// hundredths inside; percents likewise.
final class Rupees {
    static final long WHOLE = 100;
    private static final BigDecimal MOST_PERCENT = new BigDecimal("99.99");
    private static final int ALL = 10_000;

    private Rupees() {}

    /// As the pages show amounts: `500.00`.
    static BigDecimal decimal(long minor) {
        return Hundredths.full(minor);
    }

    /// The hundredths of an amount above zero.
    static long minor(String field, @Nullable BigDecimal amount) {
        long minor = Hundredths.of(field, Fields.present(field, amount), BigDecimal.ZERO, Hundredths.MOST);
        if (minor == 0) {
            throw Fields.invalid(field, "must be greater than 0");
        }
        return minor;
    }

    static @Nullable Long optionalMinor(String field, @Nullable BigDecimal amount) {
        return amount == null ? null : minor(field, amount);
    }

    /// The hundredths of a bound of a search, null where there is none.
    static @Nullable Long optionalBound(String field, @Nullable BigDecimal amount) {
        return amount == null ? null : Hundredths.of(field, amount, BigDecimal.ZERO, Hundredths.MOST);
    }

    /// The hundredths of a percent below a hundred.
    static int percent(String field, @Nullable BigDecimal percent) {
        return (int) Hundredths.of(field, Fields.present(field, percent), BigDecimal.ZERO, MOST_PERCENT);
    }

    /// What is left of an amount after a discount, to the nearest hundredth.
    ///
    /// @param discount in hundredths of a percent
    static long reduced(long minor, int discount) {
        return (Math.multiplyExact(minor, (long) ALL - discount) + ALL / 2) / ALL;
    }
}
