package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.internal.HoldStore.DueHold;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.GroupCommit.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.springframework.stereotype.Component;

/// Ends holds whose time is over. The hold names the posting: run twice, it is one effect.
@Component
final class HoldTimeoutJob implements DueWork {
    private static final String NAME = "ledger.hold-timeouts";

    private final Database database;
    private final HoldStore holds;
    private final PostgresLedger ledger;

    HoldTimeoutJob(Database database, HoldStore holds, PostgresLedger ledger) {
        this.database = database;
        this.holds = holds;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(10);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        return holds.earliestDue();
    }

    @Override
    public OptionalLong count(Map<CompanyKey, Instant> at) {
        return OptionalLong.of(holds.countDue(at));
    }

    /// The holds of a page share a commit. A page in which none could end is stepped over, so that it holds back no
    /// other.
    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        List<Fired> fired = new ArrayList<>();
        List<DueHold> page = List.of();
        do {
            DueHold last = page.isEmpty() ? null : page.getLast();
            page = database.inCompany(company, () -> holds.due(company, now, last, most));
            fired.addAll(release(company, page));
        } while (page.size() == most && fired.stream().noneMatch(Fired::done));
        return fired;
    }

    private List<Fired> release(CompanyKey company, List<DueHold> page) {
        if (page.isEmpty()) {
            return List.of();
        }
        List<Command> releases = page.stream()
                .<Command>map(hold -> {
                    SourceKey source = new SourceKey("ledger.time-out", Long.toString(hold.transfer()));
                    return new Command.Release(source, source.id(), hold.transfer(), true);
                })
                .toList();
        List<Answer<Outcome>> answers = ledger.submitAll(company, releases);
        List<Fired> fired = new ArrayList<>(page.size());
        for (int i = 0; i < page.size(); i++) {
            fired.add(fired(page.get(i), answers.get(i)));
        }
        return fired;
    }

    private static Fired fired(DueHold hold, Answer<Outcome> answer) {
        String subject = "hold " + hold.transfer();
        return switch (answer) {
            case Answer.Done<Outcome>(Outcome.Posted _) -> new Fired(NAME, subject, hold.dueAt(), true, "released");
            case Answer.Done<Outcome>(Outcome.Refused(var reason, var _))
            when reason == Reason.HOLD_CLOSED -> new Fired(NAME, subject, hold.dueAt(), true, "ended already");
            case Answer.Done<Outcome>(Outcome.Refused(var reason, var _)) ->
                new Fired(NAME, subject, hold.dueAt(), false, reason.name());
            case Answer.Refused<Outcome>(Refusal refusal) ->
                new Fired(NAME, subject, hold.dueAt(), false, refusal.code().name());
        };
    }
}
