package io.kosh.platform;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.util.Locale;

/// Amounts as pages show them: with Indian grouping, whatever the page's language.
public final class IndianNumbers {
    private static final Locale INDIA = Locale.forLanguageTag("en-IN");
    private static final int HUNDREDTHS = 2;

    private IndianNumbers() {}

    /// With all decimals: `1,00,000.00`.
    public static String amount(long minor, int decimals) {
        return text(minor, decimals, decimals);
    }

    /// Hundredths with decimals only where they say something: `1,00,000`, `12.50`.
    public static String hundredths(long minor) {
        return text(minor, HUNDREDTHS, minor % 100 == 0 ? 0 : HUNDREDTHS);
    }

    private static String text(long minor, int decimals, int shown) {
        NumberFormat format = NumberFormat.getInstance(INDIA);
        format.setMinimumFractionDigits(shown);
        format.setMaximumFractionDigits(shown);
        return format.format(BigDecimal.valueOf(minor, decimals));
    }
}
