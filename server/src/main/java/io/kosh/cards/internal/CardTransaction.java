package io.kosh.cards.internal;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A movement on a card.
///
/// @param transfer       the ledger's transfer
/// @param amount         in hundredths
/// @param cardBalance    what the card held after it
/// @param accountBalance what the account held after it
/// @param code           the documented code, such as `ALLOCATION`
record CardTransaction(
        long transfer,
        Card card,
        MovementType type,
        boolean credit,
        long amount,
        long cardBalance,
        long accountBalance,
        String reference,
        String code,
        @Nullable String remarks,
        Instant recordedAt) {
    private static final String PREFIX = "ECT";
    private static final int DIGITS = 10;
    private static final int RADIX = 36;
    private static final BigInteger IDS = BigInteger.valueOf(RADIX).pow(DIGITS);

    /// Prime to 36, so that each transfer has an id of its own; large, so that neighbours do not look alike.
    private static final BigInteger SPREAD = BigInteger.valueOf(2_654_435_761_387_151L);

    private static final BigInteger BACK = SPREAD.modInverse(IDS);

    /// `ECT` + 10, the number of the transfer in another form: it needs no table of its own.
    String id() {
        return id(transfer);
    }

    static String id(long transfer) {
        String digits = BigInteger.valueOf(transfer)
                .multiply(SPREAD)
                .mod(IDS)
                .toString(RADIX)
                .toUpperCase(Locale.ROOT);
        return PREFIX + "0".repeat(DIGITS - digits.length()) + digits;
    }

    /// The transfer that an id names, null where the id has another shape.
    static @Nullable Long transfer(String id) {
        if (!id.matches(PREFIX + "[0-9A-Z]{" + DIGITS + "}")) {
            return null;
        }
        return new BigInteger(id.substring(PREFIX.length()), RADIX)
                .multiply(BACK)
                .mod(IDS)
                .longValueExact();
    }
}
