package io.kosh.loyalty.counterpart;

import io.kosh.platform.MasterKey;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.springframework.stereotype.Component;

/// Mints the codes of the sandbox's supplier. A code is derived from the order and its place in it, so that the
/// same order has the same codes whenever it is asked for, and none is written down.
@Component
@OnlyInSandbox
final class SampleVouchers {
    private static final int CODE_DIGITS = 16;
    private static final int PIN_DIGITS = 4;
    private static final BigInteger ALL = BigInteger.TEN.pow(CODE_DIGITS + PIN_DIGITS);

    private final MasterKey.KeyedHash hash;

    SampleVouchers(MasterKey masterKey) {
        this.hash = masterKey.keyedHash("loyalty/sample-supplier");
    }

    /// What a holder shows at the till.
    record Minted(int line, String code, String pin, LocalDateTime expiresAt) {
        @Override
        public String toString() {
            return "a voucher of line " + line;
        }
    }

    Minted mint(String reference, int line, int number, LocalDate lastDay) {
        // The digit in front keeps the zeros behind it, and is cut off again.
        String digits = new BigInteger(1, hash.of(reference + "/" + line + "/" + number))
                .mod(ALL)
                .add(ALL)
                .toString()
                .substring(1);
        return new Minted(
                line, digits.substring(0, CODE_DIGITS), digits.substring(CODE_DIGITS), lastDay.atTime(23, 59, 59));
    }
}
