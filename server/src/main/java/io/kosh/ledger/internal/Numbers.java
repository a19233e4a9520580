package io.kosh.ledger.internal;

import io.kosh.ledger.Side;

/// The four stored numbers of an account; balance and available follow from them. Sums that do not fit 64 bits throw
/// [ArithmeticException].
record Numbers(long postedDebits, long postedCredits, long pendingDebits, long pendingCredits) {
    static final Numbers ZERO = new Numbers(0, 0, 0, 0);

    /// Posted on the normal side less posted on the other.
    long balance(Side normal) {
        return normal == Side.DEBIT
                ? Math.subtractExact(postedDebits, postedCredits)
                : Math.subtractExact(postedCredits, postedDebits);
    }

    /// What holds have reserved of the balance: what is pending against the normal side.
    long reserved(Side normal) {
        return normal == Side.DEBIT ? pendingCredits : pendingDebits;
    }

    Numbers plus(Side side, long posted, long pending) {
        return side == Side.DEBIT
                ? new Numbers(
                        Math.addExact(postedDebits, posted),
                        postedCredits,
                        Math.addExact(pendingDebits, pending),
                        pendingCredits)
                : new Numbers(
                        postedDebits,
                        Math.addExact(postedCredits, posted),
                        pendingDebits,
                        Math.addExact(pendingCredits, pending));
    }
}
