package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.util.List;
import java.util.function.Supplier;

/// The only way to a transaction. Each runs at READ COMMITTED, commits when the work returns and rolls back when it
/// throws. Deadlocks and serialization failures are retried a few times, so work must have no effect outside the
/// database. A database that is away or has no free connection is answered as 503 with `Retry-After`.
///
/// Stores use the one `JdbcClient`; which role and tenant its statements run under is decided here.
public interface Database {

    /// Work inside one company's books: row-level security shows and takes only this company's rows.
    /// Inside a transaction of the same company it joins; inside any other it is a bug and throws.
    <T> T inCompany(CompanyKey company, Supplier<T> work);

    /// Work on the registries that have no tenant (companies, credentials, tokens, public ids).
    /// A tenant table touched here is an error, not an empty answer.
    <T> T inRegistry(Supplier<T> work);

    /// Named cross-company work (job polling, operator reports) under the platform role, which reads the named
    /// companies' rows only.
    <T> T acrossCompanies(List<CompanyKey> companies, Supplier<T> work);
}
