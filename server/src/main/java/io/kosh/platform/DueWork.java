package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/// Work that falls due at moments of a company's own time ([BusinessClock]): expiry, time-outs, retries. A context
/// registers one bean a kind. The tick runs what is due everywhere; the sandbox's clock steps one company from due
/// moment to due moment. Both go through [DueWorks].
///
/// One company's work of a kind runs once at a time on one server, and the tick of a kind on one server of the
/// installation; a sandbox's clock may still run it on a second server beside the tick. So each piece must be one
/// effect however often it is run: claimed by its row, or named by its source.
public interface DueWork {

    /// Stable, `context.what`, such as `loyalty.coin-expiry`.
    String name();

    /// The pause between two looks of the tick.
    Duration every();

    /// The earliest moment at which each company has something due, past ones included; companies with nothing are
    /// left out. Runs inside [Database#acrossCompanies] of the companies asked.
    Map<CompanyKey, Instant> earliest();

    /// Everything of one company that is due at `now`, each piece in a transaction of its own (or in one that it shares
    /// as [GroupCommit] does, so that a piece that fails takes no other along), at most `most` of them. Called
    /// outside transactions. A piece that fails is told as failed and must move its due moment on or stay due (then
    /// the caller stops asking).
    List<Fired> run(CompanyKey company, Instant now, int most);

    /// How many pieces are due, for lists; empty where the kind does not count. Runs inside
    /// [Database#acrossCompanies] of the companies asked.
    ///
    /// @param at each company's own time
    default OptionalLong count(Map<CompanyKey, Instant> at) {
        return OptionalLong.empty();
    }

    /// What ran: subject in words or ids, when it was due, how it ended.
    record Fired(String work, String subject, Instant dueAt, boolean done, String outcome) {}
}
