package io.kosh.ledger;

import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/// Value that moves from one account to another of the same asset: one debit and one credit of the same amount, so that
/// a transfer is balanced by its shape.
///
/// @param amount    minor units, 1 or more
/// @param expiresOn what is credited may be spent before this business day only; null: for ever
/// @param takeFirst what is debited comes out of the lot of this day before any other; null: soonest to expire first
/// @param expiring  take from `takeFirst` alone, which may have expired: for the posting that expires it
public record Leg(
        AccountRef debit,
        AccountRef credit,
        long amount,
        @Nullable LocalDate expiresOn,
        @Nullable LocalDate takeFirst,
        boolean expiring) {

    public Leg {
        if (amount <= 0) {
            throw new IllegalArgumentException("a leg moves a positive amount, not " + amount);
        }
        if (debit.equals(credit) || debit.kind().asset() != credit.kind().asset()) {
            throw new IllegalArgumentException("a leg joins two accounts of one asset: " + debit + ", " + credit);
        }
    }

    boolean touches(AccountRef account) {
        return account.equals(debit) || account.equals(credit);
    }

    public static Leg of(AccountRef debit, AccountRef credit, long amount) {
        return new Leg(debit, credit, amount, null, null, false);
    }

    /// The same leg, whose credited value expires.
    public Leg expiringOn(@Nullable LocalDate day) {
        return new Leg(debit, credit, amount, day, takeFirst, expiring);
    }

    /// The same leg, which takes from one lot before the others.
    public Leg takingFirst(@Nullable LocalDate day) {
        return new Leg(debit, credit, amount, expiresOn, day, expiring);
    }

    /// The leg that empties an expired lot.
    public static Leg expiry(AccountRef debit, AccountRef credit, long amount, LocalDate lot) {
        return new Leg(debit, credit, amount, null, lot, true);
    }
}
