package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/// Work that falls due at moments of a company's own time ([BusinessClock]): expiry, time-outs, retries. A context
/// registers one bean a kind. The tick runs what is due everywhere; the sandbox's clock steps one company from due
/// moment to due moment.
public interface DueWork {

    /// Stable, `context.what`, such as `loyalty.coin-expiry`.
    String name();

    /// The pause between two looks of the tick.
    Duration every();

    /// The earliest moment at which each company has something due, past ones included; companies with nothing are left
    /// out. Runs inside [Database#acrossCompanies] of the companies asked.
    Map<CompanyKey, Instant> earliest();

    /// Everything of one company that is due at `now`, each piece in a transaction of its own, at most `most` of them.
    /// Called outside transactions. A piece that fails is told as failed and must move its due moment on, or stay
    /// due (then the caller stops asking).
    List<Fired> run(CompanyKey company, Instant now, int most);

    /// What ran: subject in words or ids, when it was due, how it ended.
    record Fired(String work, String subject, Instant dueAt, boolean done, String outcome) {}
}
