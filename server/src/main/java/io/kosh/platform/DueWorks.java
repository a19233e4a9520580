package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.DueWork.Fired;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Every kind of [DueWork], seen from one company: what the tick does everywhere, done for one company at once.
public interface DueWorks {

    /// The earliest moment at which the company has something due, past ones included.
    Optional<Instant> next(CompanyKey company);

    /// Runs what is due at `now`, kind by kind, until nothing is due or nothing moves, also what falls due through it.
    /// Each piece that failed is told once and is due still; then [#next] may answer a moment that is over. Never
    /// called inside a transaction.
    List<Fired> runDue(CompanyKey company, Instant now);
}
