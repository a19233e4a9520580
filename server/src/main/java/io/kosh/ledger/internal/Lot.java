package io.kosh.ledger.internal;

/// What an account has left of the value that ends on one day. What no lot covers never ends.
///
/// @param remaining not yet spent, held included
/// @param held      reserved by holds
record Lot(long remaining, long held) {
    static final Lot NONE = new Lot(0, 0);

    long free() {
        return remaining - held;
    }

    Lot plus(long toRemaining, long toHeld) {
        return new Lot(Math.addExact(remaining, toRemaining), Math.addExact(held, toHeld));
    }
}
