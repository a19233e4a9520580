package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Instant;

/// What moves a company's business time away from the infrastructure's. Only the sandbox has one; it answers from
/// memory, because it is asked for every entry of a book.
@FunctionalInterface
public interface TimeShift {

    /// @param now the infrastructure's time
    Instant shifted(CompanyKey company, Instant now);
}
