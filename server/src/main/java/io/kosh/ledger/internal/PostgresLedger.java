package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.HoldsTimedOut;
import io.kosh.ledger.HoldsTimingOut;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/// The door to the ledger on PostgreSQL.
@Component
final class PostgresLedger implements Ledger {
    private final Poster poster;
    private final BookStore books;
    private final HoldStore holds;
    private final JournalStore journal;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final ApplicationEventPublisher events;
    private final GroupCommit<Command, Outcome> commits;

    PostgresLedger(
            Poster poster,
            BookStore books,
            HoldStore holds,
            JournalStore journal,
            BusinessClock clock,
            RoundTrips trips,
            ApplicationEventPublisher events,
            GroupCommits commits) {
        this.poster = poster;
        this.books = books;
        this.holds = holds;
        this.journal = journal;
        this.clock = clock;
        this.trips = trips;
        this.events = events;
        this.commits = commits.open("ledger.post", this::postBatch);
    }

    @Override
    public Outcome submit(CompanyKey company, Command command) {
        return noted(commits.submit(company, command));
    }

    /// For the sandbox's event log; outside a request it does nothing.
    private static Outcome noted(Outcome outcome) {
        if (outcome instanceof Outcome.Posted posted) {
            Effects.add(TRANSFER, Long.toString(posted.transfer()));
        }
        return outcome;
    }

    @Override
    public List<Answer<Outcome>> submitAll(CompanyKey company, List<Command> commands) {
        List<Answer<Outcome>> answers = commits.submitAll(company, commands);
        for (Answer<Outcome> answer : answers) {
            if (answer instanceof Answer.Done<Outcome>(Outcome outcome)) {
                noted(outcome);
            }
        }
        return answers;
    }

    private List<Answer<Outcome>> postBatch(CompanyKey company, List<Command> commands) {
        if (!timingOut(commands).isEmpty()) {
            // Who hears of holds that end locks and reads them by statements of its own, so the transaction learns its
            // company first.
            trips.awaitTurn();
            trips.begin().send();
            return postAll(company, commands).stream()
                    .<Answer<Outcome>>map(Answer.Done::new)
                    .toList();
        }
        List<Intent> intents = commands.stream()
                .map(command -> new Intent(command.source(), command.request()))
                .toList();
        List<Answer<Command>> planned =
                commands.stream().<Answer<Command>>map(Answer.Done::new).toList();
        return postLast(company, intents, trips.begin(), () -> planned);
    }

    /// The holds that some commands end by their time.
    private static Set<Long> timingOut(List<Command> commands) {
        Set<Long> due = new LinkedHashSet<>();
        for (Command command : commands) {
            if (command instanceof Command.Release release && release.timedOut()) {
                due.add(release.hold());
            }
        }
        return due;
    }

    @Override
    public List<Answer<Outcome>> postLast(
            CompanyKey company,
            List<Intent> intents,
            RoundTrip reads,
            Supplier<List<Answer<Command>>> plan,
            @Nullable Consumer<Line> written) {
        return poster.postLast(company, intents, reads, plan, written);
    }

    @Override
    public List<Outcome> postAllLast(CompanyKey company, List<Command> commands, RoundTrip reads) {
        if (!timingOut(commands).isEmpty()) {
            throw new IllegalArgumentException("who hears of holds that time out reads what was posted");
        }
        List<Outcome> outcomes = poster.postAllLast(company, commands, reads);
        outcomes.forEach(PostgresLedger::noted);
        return outcomes;
    }

    @Override
    public List<Outcome> postAll(CompanyKey company, List<Command> commands) {
        Set<Long> due = timingOut(commands);
        if (!due.isEmpty()) {
            events.publishEvent(new HoldsTimingOut(company, due));
        }
        List<Outcome> outcomes = poster.postAll(company, commands);
        Set<Long> timedOut = new LinkedHashSet<>();
        for (int i = 0; i < outcomes.size(); i++) {
            if (commands.get(i) instanceof Command.Release release
                    && release.timedOut()
                    && outcomes.get(i) instanceof Outcome.Posted posted
                    && !posted.replayed()) {
                timedOut.add(release.hold());
            }
        }
        if (!timedOut.isEmpty()) {
            events.publishEvent(new HoldsTimedOut(company, timedOut));
        }
        outcomes.forEach(PostgresLedger::noted);
        return outcomes;
    }

    @Override
    public Map<SourceKey, Outcome> findAll(CompanyKey company, Map<SourceKey, String> requests) {
        Map<SourceKey, Outcome> found = new HashMap<>();
        books.known(company, requests.keySet())
                .forEach((source, known) ->
                        found.put(source, known.answer(source, BookStore.hash(requests.getOrDefault(source, "")))));
        return found;
    }

    @Override
    public @Nullable AccountView account(CompanyKey company, AccountRef account) {
        return journal.account(company, account, today(company));
    }

    @Override
    public List<AccountView> accounts(CompanyKey company, Collection<AccountRef> accounts) {
        return journal.accounts(company, accounts, today(company));
    }

    @Override
    public List<Turnover> turnovers(CompanyKey company, Collection<AccountRef> accounts, Instant since) {
        return journal.turnovers(company, accounts, since, today(company));
    }

    @Override
    public List<Balance> balances(CompanyKey company, Collection<AccountKind> kinds) {
        return journal.balances(company, kinds);
    }

    @Override
    public List<Balance> balancesBefore(CompanyKey company, Collection<AccountRef> accounts, Instant before) {
        return journal.balancesBefore(company, accounts, before);
    }

    @Override
    public List<Movement> movements(CompanyKey company, Collection<AccountRef> accounts, Instant from, Instant before) {
        return journal.movements(company, accounts, from, before);
    }

    @Override
    public Page<EntryView> history(CompanyKey company, AccountRef account, Page.Request page) {
        AccountView found = account(company, account);
        return found == null
                ? Page.of(List.of(), page, EntryView::version)
                : journal.entries(company, found.id(), page);
    }

    @Override
    public @Nullable TransferView transfer(CompanyKey company, SourceKey source) {
        Books.Known known = books.known(company, List.of(source)).get(source);
        return known == null ? null : journal.transfer(company, known.transfer());
    }

    @Override
    public @Nullable TransferView transfer(CompanyKey company, long transfer) {
        return journal.transfer(company, transfer);
    }

    @Override
    public List<LimitUsed> limitsUsed(CompanyKey company, AccountRef account, Collection<String> periods) {
        return journal.limitsUsed(company, account, periods);
    }

    @Override
    public List<LimitUsed> limitsUsed(CompanyKey company, String prefix) {
        return journal.limitsUsed(company, prefix);
    }

    @Override
    public Map<Long, HoldView> holds(CompanyKey company, Set<Long> transfers) {
        return holds.views(company, transfers);
    }

    @Override
    public List<Captured> captured(CompanyKey company, long hold) {
        return holds.captured(company, hold);
    }

    @Override
    public List<LotView> lots(CompanyKey company, AccountRef account) {
        AccountView found = account(company, account);
        return found == null ? List.of() : journal.lots(company, found.id());
    }

    @Override
    public List<LotView> expiredLots(
            CompanyKey company, AccountKind kind, LocalDate today, @Nullable LotView after, int most) {
        return journal.expiredLots(company, kind, today, after, most);
    }

    @Override
    public long countExpired(AccountKind kind, Map<CompanyKey, LocalDate> today) {
        return journal.countExpired(kind, today);
    }

    @Override
    public List<AccountView> companyAccounts(CompanyKey company, List<AccountKind> kinds) {
        return journal.companyAccounts(company, kinds, today(company));
    }

    @Override
    public Map<CompanyKey, LocalDate> firstExpiry(AccountKind kind) {
        return journal.firstExpiry(kind);
    }

    private LocalDate today(CompanyKey company) {
        return clock.today(company);
    }
}
