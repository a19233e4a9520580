package io.kosh.kernel;

import java.math.BigDecimal;
import java.math.BigInteger;

/// A part of a sum, in basis points: 1800 are 18 per cent. The one place where a part of money is rounded, half up to
/// whole minor units.
public record Rate(int basisPoints) {
    /// All of it.
    public static final int WHOLE = 10_000;

    private static final BigInteger BY = BigInteger.valueOf(WHOLE);
    private static final int PER_CENT_DECIMALS = 2;

    public Rate {
        if (basisPoints < 0 || basisPoints > WHOLE) {
            throw new IllegalArgumentException("a rate lies between 0 and " + WHOLE + " basis points");
        }
    }

    /// This part of a sum.
    ///
    /// @param minor not negative
    public long of(long minor) {
        if (minor < 0) {
            throw new IllegalArgumentException("a part is taken of a sum that is not negative");
        }
        // A product of two large sums may need more than 63 bits on its way.
        return BigInteger.valueOf(minor)
                .multiply(BigInteger.valueOf(basisPoints))
                .multiply(BigInteger.TWO)
                .add(BY)
                .divide(BY.multiply(BigInteger.TWO))
                .longValueExact();
    }

    /// In per cent, without decimals that say nothing: `18`, `2.5`.
    public String perCent() {
        return new BigDecimal(BigInteger.valueOf(basisPoints), PER_CENT_DECIMALS)
                .stripTrailingZeros()
                .toPlainString();
    }
}
