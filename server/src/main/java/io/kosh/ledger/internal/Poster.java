package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Side;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;

/// Posts a batch: takes the sources, locks the accounts, lets [Decider] decide, writes what it decided; each of the
/// three is one round trip, or the first two together. Lock order: sources sorted, then accounts by id, then nothing
/// else; lots, limits and holds
/// change under the locks of their accounts.
@Component
final class Poster {
    private final BookStore books;
    private final AccountStore accounts;
    private final HoldStore holds;
    private final Seals seals;
    private final BusinessClock clock;
    private final LedgerMeters meters;
    private final RoundTrips trips;

    Poster(
            BookStore books,
            AccountStore accounts,
            HoldStore holds,
            Seals seals,
            BusinessClock clock,
            LedgerMeters meters,
            RoundTrips trips) {
        this.books = books;
        this.accounts = accounts;
        this.holds = holds;
        this.seals = seals;
        this.clock = clock;
        this.meters = meters;
        this.trips = trips;
    }

    /// One outcome per command, in order. What is written can be read in the same transaction.
    List<Outcome> postAll(CompanyKey company, List<Command> commands) {
        if (commands.isEmpty()) {
            return List.of();
        }
        Taken taken = take(company, intents(commands), trips.begin());
        RoundTrip writes = trips.begin();
        List<Outcome> outcomes = decide(company, taken, commands, writes).outcomes();
        writes.send();
        return outcomes;
    }

    /// As [Ledger#postAllLast] says.
    List<Outcome> postAllLast(CompanyKey company, List<Command> commands, RoundTrip reads) {
        if (commands.isEmpty()) {
            reads.send();
            return List.of();
        }
        RoundTrip writes = trips.begin();
        List<Outcome> outcomes = commands.stream().anyMatch(Command::endsHold)
                ? decide(company, take(company, intents(commands), reads), commands, writes)
                        .outcomes()
                : postAtOnce(company, commands, reads, writes);
        writes.sendAtEnd();
        return outcomes;
    }

    /// Takes the sources and locks the accounts in one trip. What stands in the books already has its
    /// accounts locked with the others: whether it does is known too late to leave them out, and they are
    /// the same accounts mostly.
    private List<Outcome> postAtOnce(CompanyKey company, List<Command> commands, RoundTrip reads, RoundTrip writes) {
        Set<AccountRef> refs = refs(commands);
        Map<AccountRef, Set<LimitKey>> limits = limits(commands);
        accounts.meet(company, refs);
        long began = System.nanoTime();
        Claim claim = claim(company, intents(commands), reads);
        AccountStore.Locking locking = accounts.locking(reads, company, refs, limits);
        Taken taken = taken(company, claim, reads);
        Map<AccountRef, AccountState> locked = accounts.locked(company, locking, refs, limits);
        meters.locked(System.nanoTime() - began);
        return decide(company, taken, commands, _ -> state(company, taken, locked, Map.of()), writes)
                .outcomes();
    }

    private static List<Ledger.Intent> intents(List<Command> commands) {
        return commands.stream()
                .map(command -> new Ledger.Intent(command.source(), command.request()))
                .toList();
    }

    /// As [Ledger#postLast] says.
    List<Answer<Outcome>> postLast(
            CompanyKey company,
            List<Ledger.Intent> intents,
            RoundTrip reads,
            Supplier<List<Answer<Command>>> plan,
            @Nullable Consumer<Ledger.Line> written) {
        Taken taken = take(company, intents, reads);
        List<Answer<Command>> planned = plan.get();
        List<Command> commands = new ArrayList<>(planned.size());
        for (Answer<Command> each : planned) {
            if (each instanceof Answer.Done<Command>(Command command)) {
                commands.add(command);
            }
        }
        accounts.meet(company, refs(commands));
        trips.awaitTurn();
        RoundTrip writes = trips.begin();
        Books.Decision decision = decide(company, taken, commands, writes);
        writes.sendAtEnd();
        if (written != null) {
            tell(decision, clock.today(company), written);
        }
        List<Answer<Outcome>> answers = new ArrayList<>(planned.size());
        Iterator<Outcome> outcomes = decision.outcomes().iterator();
        Map<SourceKey, Books.Known> standing = commands.size() < planned.size() ? standing(taken, decision) : Map.of();
        for (int i = 0; i < planned.size(); i++) {
            answers.add(
                    switch (planned.get(i)) {
                        case Answer.Done<Command> _ -> new Answer.Done<>(outcomes.next());
                        case Answer.Refused<Command>(Refusal refusal) -> unplanned(intents.get(i), standing, refusal);
                    });
        }
        return answers;
    }

    private static void tell(Books.Decision decision, LocalDate today, Consumer<Ledger.Line> written) {
        Map<Long, AccountState> accounts =
                HashMap.newHashMap(decision.accounts().size());
        decision.accounts().values().forEach(account -> accounts.put(account.id(), account));
        for (Books.Entry entry : decision.entries()) {
            AccountState account = Objects.requireNonNull(accounts.get(entry.account()));
            Side normal = account.ref().kind().normal();
            long held = account.numbers().balance(normal)
                    - WorkingAccount.available(account.numbers(), normal, account.lots(), today);
            written.accept(new Ledger.Line(entry.transfer(), account.ref(), entry.balance(), held));
        }
    }

    /// What cannot be planned any more may have been posted before, or by another command of the batch; the first
    /// answer counts.
    private static Answer<Outcome> unplanned(
            Ledger.Intent intent, Map<SourceKey, Books.Known> standing, Refusal refusal) {
        Books.Known known = standing.get(intent.source());
        return known == null
                ? new Answer.Refused<>(refusal)
                : new Answer.Done<>(known.answer(intent.source(), BookStore.hash(intent.request())));
    }

    /// What stands under the sources of a batch after its decision.
    private static Map<SourceKey, Books.Known> standing(Taken taken, Books.Decision decision) {
        Map<SourceKey, Books.Known> standing = new HashMap<>(taken.known());
        for (Books.Transfer made : decision.transfers()) {
            standing.put(made.source(), new Books.Known(made.id(), taken.request(made.source()), made.recordedAt()));
        }
        return standing;
    }

    /// The sources of a batch.
    ///
    /// @param requests each source with the hash of its first request in the batch
    /// @param free     those that were free and are taken now, with the ids of their transfers to be
    /// @param known    those that stand in the books already
    private record Taken(Map<SourceKey, UUID> requests, Map<SourceKey, Long> free, Map<SourceKey, Books.Known> known) {
        UUID request(SourceKey source) {
            return Objects.requireNonNull(requests.get(source));
        }
    }

    /// Takes the sources, and makes the trip that they go with.
    private Taken take(CompanyKey company, List<Ledger.Intent> intents, RoundTrip trip) {
        return taken(company, claim(company, intents, trip), trip);
    }

    /// Sources that are taken in a trip under way.
    private record Claim(Map<SourceKey, UUID> requests, Map<SourceKey, Long> free) {}

    private Claim claim(CompanyKey company, List<Ledger.Intent> intents, RoundTrip trip) {
        Map<SourceKey, UUID> requests = LinkedHashMap.newLinkedHashMap(intents.size());
        for (Ledger.Intent intent : intents) {
            requests.computeIfAbsent(intent.source(), _ -> BookStore.hash(intent.request()));
        }
        return new Claim(requests, books.claim(trip, company, requests));
    }

    /// Makes the trip of a claim.
    private Taken taken(CompanyKey company, Claim claim, RoundTrip trip) {
        Map<SourceKey, UUID> requests = claim.requests();
        Map<SourceKey, Long> free = claim.free();
        try {
            trip.send();
        } catch (DuplicateKeyException e) {
            throw new ConcurrencyFailureException("another transaction took a source", e);
        }
        Map<SourceKey, Books.Known> known = Map.of();
        if (free.size() < requests.size()) {
            List<SourceKey> others = requests.keySet().stream()
                    .filter(source -> !free.containsKey(source))
                    .toList();
            known = books.known(company, others);
        }
        return new Taken(requests, free, known);
    }

    /// @param writes gets what there is to write
    private Books.Decision decide(CompanyKey company, Taken taken, List<Command> commands, RoundTrip writes) {
        return decide(company, taken, commands, fresh -> lock(company, fresh, taken), writes);
    }

    /// @param lock   what to decide on, with the accounts of commands that are new locked
    /// @param writes gets what there is to write
    private Books.Decision decide(
            CompanyKey company,
            Taken taken,
            List<Command> commands,
            Function<List<Command>, Books.State> lock,
            RoundTrip writes) {
        List<Books.Numbered> numbered = new ArrayList<>(commands.size());
        List<Command> fresh = new ArrayList<>(commands.size());
        for (Command command : commands) {
            Long transfer = taken.free().get(command.source());
            if (transfer != null) {
                fresh.add(command);
            }
            numbered.add(
                    new Books.Numbered(command, transfer == null ? 0 : transfer, BookStore.hash(command.request())));
        }
        Books.State state = lock.apply(fresh);
        Books.Decision decision = Decider.decide(state, numbered);
        write(writes, company, state, decision, taken.free().keySet());
        meters.decided(decision.outcomes());
        return decision;
    }

    private Books.State lock(CompanyKey company, List<Command> commands, Taken taken) {
        Set<AccountRef> refs = refs(commands);
        Set<Long> ended = new HashSet<>();
        for (Command command : commands) {
            switch (command) {
                case Command.Post _, Command.Hold _ -> {}
                case Command.Capture capture -> ended.add(capture.hold());
                case Command.Release release -> ended.add(release.hold());
            }
        }
        Map<AccountRef, Set<LimitKey>> limits = limits(commands);
        Map<Long, AccountRef> more = ended.isEmpty() ? Map.of() : touched(company, ended, limits);
        long began = System.nanoTime();
        Map<AccountRef, AccountState> locked =
                refs.isEmpty() && more.isEmpty() ? Map.of() : accounts.lock(company, refs, more, limits);
        meters.locked(System.nanoTime() - began);
        Map<Long, Held> held = ended.isEmpty() ? Map.of() : holds.read(company, ended, locked.values());
        return state(company, taken, locked, held);
    }

    private Books.State state(
            CompanyKey company, Taken taken, Map<AccountRef, AccountState> locked, Map<Long, Held> held) {
        Instant now = clock.now(company).truncatedTo(ChronoUnit.MICROS);
        LocalDate today = LocalDate.ofInstant(now, BusinessClock.ZONE);
        return new Books.State(now, today, locked, held, taken.known(), taken.requests());
    }

    /// The accounts of some holds by id.
    ///
    /// @param limits gets what they count
    private Map<Long, AccountRef> touched(CompanyKey company, Set<Long> ended, Map<AccountRef, Set<LimitKey>> limits) {
        RoundTrip trip = trips.begin();
        HoldStore.Touched touched = holds.touched(trip, company, ended);
        trip.send();
        touched.limits()
                .forEach((account, keys) -> limits.computeIfAbsent(
                                Objects.requireNonNull(touched.accounts().get(account)), _ -> new HashSet<>())
                        .addAll(keys));
        return touched.accounts();
    }

    /// The accounts that some commands name; those of a hold that is ended stand in the books.
    private static Set<AccountRef> refs(List<Command> commands) {
        Set<AccountRef> refs = new HashSet<>();
        for (Command command : commands) {
            switch (command) {
                case Command.Post post -> add(refs, post.legs(), post.limits());
                case Command.Hold hold -> add(refs, hold.legs(), hold.limits());
                case Command.Capture _, Command.Release _ -> {}
            }
        }
        return refs;
    }

    /// What the accounts of some commands count; what those of a hold that is ended count stands in the
    /// books.
    private static Map<AccountRef, Set<LimitKey>> limits(List<Command> commands) {
        Map<AccountRef, Set<LimitKey>> limits = new HashMap<>();
        for (Command command : commands) {
            switch (command) {
                case Command.Post post -> add(limits, post.limits());
                case Command.Hold hold -> add(limits, hold.limits());
                case Command.Capture _, Command.Release _ -> {}
            }
        }
        return limits;
    }

    private static void add(Map<AccountRef, Set<LimitKey>> limits, List<LimitUse> uses) {
        for (LimitUse use : uses) {
            if (!use.ofBalance()) {
                limits.computeIfAbsent(use.account(), _ -> new HashSet<>()).add(new LimitKey(use.name(), use.period()));
            }
        }
    }

    private static void add(Set<AccountRef> refs, List<Leg> legs, List<LimitUse> uses) {
        for (Leg leg : legs) {
            refs.add(leg.debit());
            refs.add(leg.credit());
        }
        uses.forEach(use -> refs.add(use.account()));
    }

    private void write(
            RoundTrip trip, CompanyKey company, Books.State before, Books.Decision decision, Set<SourceKey> taken) {
        if (!decision.transfers().isEmpty()) {
            Seal seal = seals.seal(company, decision, before.accounts().values());
            accounts.save(trip, company, before.accounts(), decision.accounts().values());
            books.writeTransfers(trip, company, decision.transfers(), seal);
            seals.write(trip, company, seal);
            books.writeEntries(trip, company, decision.entries());
            holds.save(trip, company, decision.holds().values(), before);
        }
        if (decision.transfers().size() < taken.size()) {
            Set<SourceKey> refused = new HashSet<>(taken);
            decision.transfers().forEach(transfer -> refused.remove(transfer.source()));
            books.giveBack(trip, company, refused);
        }
    }
}
