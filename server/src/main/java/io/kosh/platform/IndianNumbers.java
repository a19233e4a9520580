package io.kosh.platform;

import java.math.BigDecimal;
import java.util.regex.Pattern;

/// Amounts as pages show them: with Indian grouping, whatever the page's language. The JDK's formats know one size of
/// group only.
public final class IndianNumbers {
    private static final Pattern GROUP_ENDS = Pattern.compile("(\\d)(?=(\\d\\d)+\\d$)");
    private static final int HUNDREDTHS = 2;

    private IndianNumbers() {}

    /// With all decimals: `1,00,000.00`.
    public static String amount(long minor, int decimals) {
        return grouped(BigDecimal.valueOf(minor, decimals));
    }

    /// Hundredths with decimals only where they say something: `1,00,000`, `12.50`.
    public static String hundredths(long minor) {
        BigDecimal amount = BigDecimal.valueOf(minor, HUNDREDTHS);
        return grouped(minor % 100 == 0 ? amount.setScale(0) : amount);
    }

    private static String grouped(BigDecimal amount) {
        String plain = amount.toPlainString();
        int point = plain.indexOf('.');
        String whole = point < 0 ? plain : plain.substring(0, point);
        return GROUP_ENDS.matcher(whole).replaceAll("$1,") + plain.substring(whole.length());
    }
}
