package io.kosh.ledger;

/// The two sides of a book.
public enum Side {
    DEBIT,
    CREDIT;

    public Side other() {
        return this == DEBIT ? CREDIT : DEBIT;
    }
}
