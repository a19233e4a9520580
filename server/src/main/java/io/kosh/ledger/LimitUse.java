package io.kosh.ledger;

/// An amount that counts against a limit, such as a budget or a daily cap. Usage is kept with an account that the same
/// transfer moves, so that the account's lock keeps it exact.
///
/// @param account the account that keeps the count
/// @param name    which limit, such as `coins.budget:WCC024845`
/// @param period  the period that is counted, such as a day; empty for all time
/// @param amount  what is used now; negative gives back, never below zero
/// @param most    the limit that the sum may not pass
/// @param whole   for a hold: whether it is given back whole, where the hold ends with nothing captured, or not at all;
///                else the amount is the hold's own, and follows what becomes of it
public record LimitUse(AccountRef account, String name, String period, long amount, long most, boolean whole) {
    public LimitUse(AccountRef account, String name, String period, long amount, long most) {
        this(account, name, period, amount, most, false);
    }
}
