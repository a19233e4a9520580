package io.kosh.ledger;

/// An amount that counts against a limit, such as a budget or a daily cap. Usage is kept with an account that
/// the same transfer moves, so that the account's lock keeps it exact.
///
/// @param account the account that keeps the count
/// @param name    which limit, such as `coins.budget:WCC024845`
/// @param period  the period that is counted, such as a day; empty for all time
/// @param amount  what is used now; negative gives back, never below zero
/// @param most    the limit that the sum may not pass
/// @param measure what is counted
public record LimitUse(AccountRef account, String name, String period, long amount, long most, Measure measure) {

    /// What a limit counts.
    public enum Measure {
        /// Value. In a hold the amount is the hold's own, and follows what becomes of it.
        VALUE,
        /// A number of times. In a hold it is given back whole, where the hold ends with nothing captured, or
        /// not at all.
        TIMES,
        /// Nothing: it is the account's balance after the transfer, held or not, that may not pass the limit.
        BALANCE
    }

    /// A value that is counted.
    public LimitUse(AccountRef account, String name, String period, long amount, long most) {
        this(account, name, period, amount, most, Measure.VALUE);
    }

    /// Once more.
    public static LimitUse once(AccountRef account, String name, String period, long most) {
        return new LimitUse(account, name, period, 1, most, Measure.TIMES);
    }

    /// The most that may be on an account after the transfer.
    public static LimitUse ofBalance(AccountRef account, String name, long most) {
        return new LimitUse(account, name, "", 0, most, Measure.BALANCE);
    }

    public boolean ofBalance() {
        return measure == Measure.BALANCE;
    }

    public boolean ofTimes() {
        return measure == Measure.TIMES;
    }
}
