package io.kosh.ledger;

import java.time.Instant;
import java.util.List;

/// What an audit of the books found.
///
/// @param balanced  whether nothing was found wrong
/// @param companies companies audited
/// @param accounts  accounts whose numbers were recomputed from their entries
/// @param entries   entries read
/// @param problems  what is wrong, at most some hundred of each sort; empty where the books are right
public record AuditReport(
        boolean balanced, Instant checkedAt, long companies, long accounts, long entries, List<Problem> problems) {

    /// One thing that is wrong.
    ///
    /// @param check   which check failed
    /// @param company public id of the company
    /// @param what    the account, transfer or asset, and the numbers that differ
    public record Problem(String check, String company, String what) {}
}
