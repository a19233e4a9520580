package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// All [DueWork] of one company together, for the sandbox's clock.
public interface DueWorks {

    /// The earliest moment at which the company has anything due, past ones included.
    Optional<Instant> next(CompanyKey company);

    /// Runs everything of the company that is due at `now` and tells what ran.
    List<DueWork.Fired> runDue(CompanyKey company, Instant now);
}
