package io.kosh.ledger;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// What a verification of the books found.
///
/// @param right  whether nothing was found wrong
/// @param chains one a company
/// @param heads  what is wrong with the exported heads that were compared, one sentence each
/// @param audit  the balances, recomputed from the entries
public record VerificationReport(
        boolean right, Instant checkedAt, List<CompanyChain> chains, List<String> heads, AuditReport audit) {

    /// One company's chain.
    ///
    /// @param transfers       transfers whose hash was recomputed
    /// @param batches         postings that wrote them
    /// @param blocks          links of the chain
    /// @param unsealedBatches written and not sealed yet
    /// @param unhashed        transfers from before sealing began, which nothing proves
    /// @param broken          links found broken
    /// @param firstBroken     the first of them in one sentence, null where none is
    public record CompanyChain(
            String companyId,
            long transfers,
            long batches,
            long blocks,
            long unsealedBatches,
            long unhashed,
            long broken,
            @Nullable String firstBroken) {}
}
