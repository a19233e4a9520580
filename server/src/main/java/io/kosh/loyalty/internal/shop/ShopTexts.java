package io.kosh.loyalty.internal.shop;

import io.kosh.platform.IndianNumbers;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;

/// Amounts as the pages show them. A point is worth a rupee.
final class ShopTexts {
    private static final int DECIMALS = 2;

    private ShopTexts() {}

    static String points(long minor) {
        return IndianNumbers.hundredths(minor);
    }

    static String rupees(long minor) {
        return "₹" + IndianNumbers.hundredths(minor);
    }

    /// Null for none.
    static @Nullable String percent(int hundredths) {
        return hundredths == 0
                ? null
                : BigDecimal.valueOf(hundredths, DECIMALS).stripTrailingZeros().toPlainString();
    }

    /// The address of a picture on this server, whatever name it was asked by.
    static String picture(String productId, Pictures.Kind kind) {
        return Pictures.PATH + productId + "/" + kind + ".svg";
    }
}
