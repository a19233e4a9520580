package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import java.util.function.Supplier;

/// Transactions of group commits. They save two round trips: the company is said together with the first statement
/// ([io.kosh.platform.RoundTrip]), and what was left for the end goes together with the commit.
interface SharedTransactions {
    <T> T inCompanyShared(CompanyKey company, Turn turn, Supplier<T> work);

    /// Where a batch stands among those of its company.
    interface Turn {
        /// A transaction that stands alone.
        Turn ALONE = new Turn() {
            @Override
            public void await() {}

            @Override
            public void lastTrip() {}
        };

        /// Waits until the batch before is committed. Throws [org.springframework.dao.ConcurrencyFailureException]
        /// where that one has to be done again, so that this one lets go of what it took and comes after it.
        void await();

        /// All that is left of this batch is one round trip.
        void lastTrip();
    }
}
