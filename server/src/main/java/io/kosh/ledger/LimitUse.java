package io.kosh.ledger;

/// An amount that counts against a limit, such as a budget or a daily cap. Usage is kept with an account that the same
/// transfer moves, so that the account's lock keeps it exact.
///
/// @param account   the account that keeps the count
/// @param name      which limit, such as `coins.budget:WCC024845`
/// @param period    the period that is counted, such as a day; empty for all time
/// @param amount    what is used now; negative gives back, never below zero
/// @param most      the limit that the sum may not pass
/// @param ofBalance whether it is the account's balance after the transfer, held or not, that may not pass the limit;
///                  nothing is counted then
public record LimitUse(AccountRef account, String name, String period, long amount, long most, boolean ofBalance) {

    /// A limit that is counted.
    public LimitUse(AccountRef account, String name, String period, long amount, long most) {
        this(account, name, period, amount, most, false);
    }

    /// The most that may be on an account after the transfer.
    public static LimitUse ofBalance(AccountRef account, String name, long most) {
        return new LimitUse(account, name, "", 0, most, true);
    }
}
