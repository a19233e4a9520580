package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import java.util.function.Supplier;

/// Transactions of group commits. They save two round trips: the company is said together with the first statement
/// ([io.kosh.platform.RoundTrip]), and what was left for the end goes together with the commit.
interface SharedTransactions {
    <T> T inCompanyShared(CompanyKey company, Supplier<T> work);
}
