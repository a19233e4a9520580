package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.HoldView;
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
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The door to the ledger on PostgreSQL.
@Component
final class PostgresLedger implements Ledger {
    private final Poster poster;
    private final BookStore books;
    private final HoldStore holds;
    private final JournalStore journal;
    private final BusinessClock clock;
    private final GroupCommit<Command, Outcome> commits;

    PostgresLedger(
            Poster poster,
            BookStore books,
            HoldStore holds,
            JournalStore journal,
            BusinessClock clock,
            GroupCommits commits) {
        this.poster = poster;
        this.books = books;
        this.holds = holds;
        this.journal = journal;
        this.clock = clock;
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
        return postAll(company, commands).stream()
                .<Answer<Outcome>>map(Answer.Done::new)
                .toList();
    }

    @Override
    public List<Outcome> postAll(CompanyKey company, List<Command> commands) {
        List<Outcome> outcomes = poster.postAll(company, commands);
        outcomes.forEach(PostgresLedger::noted);
        return outcomes;
    }

    @Override
    public Map<SourceKey, Outcome> findAll(CompanyKey company, Map<SourceKey, String> requests) {
        Map<SourceKey, Outcome> found = new HashMap<>();
        books.known(company, requests.keySet()).forEach((source, known) -> {
            UUID request = BookStore.hash(requests.getOrDefault(source, ""));
            found.put(
                    source,
                    known.request().equals(request)
                            ? new Outcome.Posted(known.transfer(), known.recordedAt(), true)
                            : new Outcome.Refused(Outcome.Reason.SOURCE_REUSED, source.id()));
        });
        return found;
    }

    @Override
    public @Nullable AccountView account(CompanyKey company, AccountRef account) {
        return journal.account(company, account, today(company));
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
    public List<LimitUsed> limitsUsed(CompanyKey company, String prefix) {
        return journal.limitsUsed(company, prefix);
    }

    @Override
    public Map<Long, HoldView> holds(CompanyKey company, Set<Long> transfers) {
        return holds.views(company, transfers);
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
