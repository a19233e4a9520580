package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;

/// Time as a company's business sees it: due dates, expiry, when an entry was recorded. Tokens, rate limits and
/// signatures use the infrastructure's `java.time.Clock` instead.
public interface BusinessClock {

    /// Business days are Indian days.
    ZoneId ZONE = ZoneId.of("Asia/Kolkata");

    Instant now(CompanyKey company);

    /// The business day that an instant of [#now] falls on.
    default LocalDate today(CompanyKey company) {
        return LocalDate.ofInstant(now(company), ZONE);
    }
}
