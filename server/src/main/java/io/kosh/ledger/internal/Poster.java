package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
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
import org.springframework.stereotype.Component;

/// Posts a batch: takes the sources, locks the accounts, lets [Decider] decide, writes what it decided. Lock order:
/// sources sorted, then accounts by id, then nothing else; lots, limits and holds change under the locks of their
/// accounts.
@Component
final class Poster {
    private final BookStore books;
    private final AccountStore accounts;
    private final HoldStore holds;
    private final Seals seals;
    private final BusinessClock clock;
    private final LedgerMeters meters;

    Poster(
            BookStore books,
            AccountStore accounts,
            HoldStore holds,
            Seals seals,
            BusinessClock clock,
            LedgerMeters meters) {
        this.books = books;
        this.accounts = accounts;
        this.holds = holds;
        this.seals = seals;
        this.clock = clock;
        this.meters = meters;
    }

    /// One outcome per command, in order.
    List<Outcome> postAll(CompanyKey company, List<Command> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        Map<SourceKey, UUID> requests = LinkedHashMap.newLinkedHashMap(commands.size());
        List<UUID> hashes = new ArrayList<>(commands.size());
        for (Command command : commands) {
            UUID hash = BookStore.hash(command.request());
            hashes.add(hash);
            requests.putIfAbsent(command.source(), hash);
        }
        Map<SourceKey, Long> claimed = books.claim(company, requests);
        Map<SourceKey, Books.Known> known = Map.of();
        if (claimed.size() < requests.size()) {
            List<SourceKey> taken = requests.keySet().stream()
                    .filter(source -> !claimed.containsKey(source))
                    .toList();
            known = books.known(company, taken);
        }
        List<Books.Numbered> numbered = new ArrayList<>(commands.size());
        List<Command> fresh = new ArrayList<>(commands.size());
        for (int i = 0; i < commands.size(); i++) {
            Command command = commands.get(i);
            Long transfer = claimed.get(command.source());
            if (transfer != null) {
                fresh.add(command);
            }
            numbered.add(new Books.Numbered(command, transfer == null ? 0 : transfer, hashes.get(i)));
        }
        Books.State state = lock(company, fresh, known);
        Books.Decision decision = Decider.decide(state, numbered);
        write(company, state, decision, claimed);
        meters.decided(decision.outcomes());
        return decision.outcomes();
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
        long began = System.nanoTime();
        Map<AccountRef, AccountState> locked =
                refs.isEmpty() && more.isEmpty() ? Map.of() : accounts.lock(company, refs, more, limits);
        meters.locked(System.nanoTime() - began);
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
            holds.save(company, decision.holds().values(), before.accounts());
        }
        if (decision.transfers().size() < claimed.size()) {
            Set<SourceKey> refused = new HashSet<>(claimed.keySet());
            decision.transfers().forEach(transfer -> refused.remove(transfer.source()));
            books.giveBack(company, refused);
        }
    }
}
