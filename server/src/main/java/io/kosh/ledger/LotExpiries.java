package io.kosh.ledger;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.DueWork;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Ends lots by their day, whatever they hold. A context registers the due work that it gets here.
public interface LotExpiries {

    /// The due work that posts what ended in a kind of account. The lots of a page share a commit.
    DueWork of(Expiry expiry, Owners owners);

    /// @param work     the due work's name
    /// @param kind     the accounts whose lots end
    /// @param template takes what ended out of them; its name is the kind of the postings' source
    /// @param unit     what ends, in words
    record Expiry(String work, AccountKind kind, PostingTemplate template, String unit) {}

    /// What the context knows of its accounts; called inside the transaction that posts.
    interface Owners {

        /// Where what ended goes, by the owner of the account that it leaves.
        Map<Long, AccountRef> breakage(CompanyKey company, Set<Long> owners);

        /// Lots that were posted as ended.
        void ended(CompanyKey company, List<Ended> ended);
    }

    /// A lot that was posted as ended.
    ///
    /// @param lot    as it was before
    /// @param amount what left the account
    record Ended(LotView lot, long amount, Outcome.Posted posted) {}
}
