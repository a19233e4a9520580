package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import java.util.List;

/// A way in which commands get into the ledger, so that each way meets the same checks.
interface WayIn {

    /// Posts commands and answers when they are committed.
    List<Outcome> post(CompanyKey company, List<Command> commands);

    /// The most commands that go in together as one transaction; a longer call is made in pieces.
    int largestCall();

    /// Whether commands of several callers may go together as one transaction. Then the first request under a source
    /// stands for it in that transaction, whatever becomes of it: another one beside it may be refused as
    /// SOURCE_REUSED although nothing stands in the books.
    default boolean joinsCallers() {
        return false;
    }
}
