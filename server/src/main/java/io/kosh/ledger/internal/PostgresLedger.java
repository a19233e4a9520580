package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountKind;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.HoldView;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Page;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The ledger on PostgreSQL: takes the sources, locks the accounts, lets [Decider] decide, writes what it decided. Lock
/// order: sources sorted, then accounts by id, then nothing else; lots, limits and holds change under the locks of
/// their accounts.
@Component
final class PostgresLedger implements Ledger {
    private final BookStore books;
    private final AccountStore accounts;
    private final HoldStore holds;
    private final JournalStore journal;
    private final Seals seals;
    private final BusinessClock clock;

    PostgresLedger(
            BookStore books,
            AccountStore accounts,
            HoldStore holds,
            JournalStore journal,
            Seals seals,
            BusinessClock clock) {
        this.books = books;
        this.accounts = accounts;
        this.holds = holds;
        this.journal = journal;
        this.seals = seals;
        this.clock = clock;
    }

    @Override
    public List<Outcome> postAll(CompanyKey company, List<Command> commands) {
        Map<SourceKey, UUID> requests = new LinkedHashMap<>();
        for (Command command : commands) {
            requests.putIfAbsent(command.source(), BookStore.hash(command.request()));
        }
        Map<SourceKey, Long> claimed = books.claim(company, requests);
        Map<SourceKey, Books.Known> known = Map.of();
        if (claimed.size() < requests.size()) {
            List<SourceKey> taken = requests.keySet().stream()
                    .filter(source -> !claimed.containsKey(source))
                    .toList();
            known = books.known(company, taken);
        }
        List<Command> fresh = commands.stream()
                .filter(command -> claimed.containsKey(command.source()))
                .toList();
        Books.State state = lock(company, fresh, known);
        Books.Decision decision = Decider.decide(state, number(commands, claimed));
        write(company, state, decision, claimed);
        return decision.outcomes();
    }

    private static List<Books.Numbered> number(List<Command> commands, Map<SourceKey, Long> claimed) {
        List<Books.Numbered> numbered = new ArrayList<>(commands.size());
        for (Command command : commands) {
            long transfer = claimed.getOrDefault(command.source(), 0L);
            numbered.add(new Books.Numbered(command, transfer, BookStore.hash(command.request())));
        }
        return numbered;
    }

    private Books.State lock(CompanyKey company, List<Command> commands, Map<SourceKey, Books.Known> known) {
        Set<AccountRef> refs = new HashSet<>();
        Set<Long> ended = new HashSet<>();
        Map<AccountRef, Set<LimitKey>> limits = new HashMap<>();
        for (Command command : commands) {
            switch (command) {
                case Command.Post post -> {
                    post.legs().forEach(leg -> refs.addAll(List.of(leg.debit(), leg.credit())));
                    for (LimitUse use : post.limits()) {
                        refs.add(use.account());
                        limits.computeIfAbsent(use.account(), _ -> new HashSet<>())
                                .add(new LimitKey(use.name(), use.period()));
                    }
                }
                case Command.Hold hold -> hold.legs().forEach(leg -> refs.addAll(List.of(leg.debit(), leg.credit())));
                case Command.Capture capture -> ended.add(capture.hold());
                case Command.Release release -> ended.add(release.hold());
            }
        }
        List<Long> more = ended.isEmpty() ? List.of() : holds.accounts(company, ended);
        Map<AccountRef, AccountState> locked =
                refs.isEmpty() && more.isEmpty() ? Map.of() : accounts.lock(company, refs, more, limits);
        Map<Long, Held> held = ended.isEmpty() ? Map.of() : holds.read(company, ended, locked.values());
        Instant now = clock.now(company).truncatedTo(ChronoUnit.MICROS);
        return new Books.State(now, LocalDate.ofInstant(now, BusinessClock.ZONE), locked, held, known);
    }

    private void write(CompanyKey company, Books.State before, Books.Decision decision, Map<SourceKey, Long> claimed) {
        if (!decision.transfers().isEmpty()) {
            Seal seal = seals.seal(company, decision, before.accounts().values());
            books.writeTransfers(company, decision.transfers(), seal);
            seals.write(company, seal);
            books.writeEntries(company, decision.entries());
            accounts.save(company, before.accounts(), decision.accounts().values());
            for (Held hold : decision.holds().values()) {
                holds.save(company, hold, before.accounts());
            }
        }
        if (decision.transfers().size() < claimed.size()) {
            Set<SourceKey> refused = new HashSet<>(claimed.keySet());
            decision.transfers().forEach(transfer -> refused.remove(transfer.source()));
            books.giveBack(company, refused);
        }
    }

    @Override
    public @Nullable Outcome find(CompanyKey company, SourceKey source, String request) {
        Books.Known known = books.known(company, List.of(source)).get(source);
        if (known == null) {
            return null;
        }
        return known.request().equals(BookStore.hash(request))
                ? new Outcome.Posted(known.transfer(), known.recordedAt(), true)
                : new Outcome.Refused(Outcome.Reason.SOURCE_REUSED, source.id());
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
    public @Nullable HoldView hold(CompanyKey company, long transfer) {
        return holds.view(company, transfer);
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
