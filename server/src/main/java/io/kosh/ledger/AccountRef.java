package io.kosh.ledger;

/// One account of a company: its kind and whose it is. Opened by its first transfer.
///
/// @param owner internal key of the owner (a user, a card), 0 for the company's own
public record AccountRef(AccountKind kind, long owner) {
    private static final long THE_COMPANY = 0;

    /// The company's own account of a kind.
    public static AccountRef ofCompany(AccountKind kind) {
        return new AccountRef(kind, THE_COMPANY);
    }
}
