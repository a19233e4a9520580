package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.internal.SpendBatch.Made;
import io.kosh.cards.internal.SpendReads.Read;
import io.kosh.identity.Identity;
import io.kosh.identity.Identity.Standing;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Outcome;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Decides a batch of messages about spending and keeps what was decided, in the transaction that is open.
@Component
final class AuthorizationPoster {
    private final SpendReads reads;
    private final SpendBatches batches;
    private final AuthorizationStore authorizations;
    private final AuthorizationStepStore steps;
    private final CardTransactionStore transactions;
    private final Identity identity;
    private final Ledger ledger;
    private final RoundTrips trips;
    private final SpendNews news;

    AuthorizationPoster(
            SpendReads reads,
            SpendBatches batches,
            AuthorizationStore authorizations,
            AuthorizationStepStore steps,
            CardTransactionStore transactions,
            Identity identity,
            Ledger ledger,
            RoundTrips trips,
            SpendNews news) {
        this.reads = reads;
        this.batches = batches;
        this.authorizations = authorizations;
        this.steps = steps;
        this.transactions = transactions;
        this.identity = identity;
        this.ledger = ledger;
        this.trips = trips;
        this.news = news;
    }

    /// What became of a message.
    ///
    /// @param transfer the ledger's transfer, where it made one
    /// @param less     what could be approved instead, null where that was not asked or is nothing; then
    ///                 nothing was kept
    record Decided(
            AuthorizationDecision decision,
            @Nullable Long transfer,
            @Nullable Long less) {}

    /// One answer per message, in order. The first of a source is decided; the others get its answer.
    List<Answer<Decided>> post(CompanyKey company, List<SpendAsk> asks) {
        Map<String, SpendAsk> firsts = new LinkedHashMap<>();
        asks.forEach(ask -> firsts.putIfAbsent(ask.source(), ask));
        Read read = reads.read(company, List.copyOf(firsts.values()));
        List<SpendAsk> fresh = new ArrayList<>();
        Map<String, Decided> decided = new HashMap<>();
        for (SpendAsk ask : firsts.values()) {
            AuthorizationStore.Known known = read.known().get(AuthorizationStore.hash(ask.source()));
            if (known == null) {
                fresh.add(ask);
            } else if (known.reversedBefore() && ask instanceof SpendAsk.Pay) {
                decided.put(ask.source(), reversedBefore(known));
            } else if (!known.request().equals(AuthorizationStore.hash(ask.request()))) {
                decided.put(ask.source(), reused());
            }
        }
        decide(company, fresh, read).forEach((ask, made) -> decided.put(ask.source(), made));
        Map<String, Decided> repeated = repeated(company, firsts, decided);
        List<Answer<Decided>> answers = new ArrayList<>(asks.size());
        for (SpendAsk ask : asks) {
            SpendAsk first = Objects.requireNonNull(firsts.get(ask.source()));
            Decided answer = decided.get(ask.source());
            if (!first.request().equals(ask.request())) {
                answers.add(new Answer.Done<>(reused()));
            } else {
                answers.add(new Answer.Done<>(
                        answer == null ? Objects.requireNonNull(repeated.get(ask.source())) : answer));
            }
        }
        return answers;
    }

    private static Decided reused() {
        return new Decided(new Declined(null, DeclineReason.SOURCE_REUSED, null, null, false), null, null);
    }

    private static Decided reversedBefore(AuthorizationStore.Known known) {
        String id = Authorization.IDS.of(known.number());
        return new Decided(new Declined(id, DeclineReason.REVERSED_BEFORE, null, null, false), null, null);
    }

    /// The kept answers of what was decided before.
    private Map<String, Decided> repeated(
            CompanyKey company, Map<String, SpendAsk> asks, Map<String, Decided> decided) {
        Map<UUID, String> missing = new HashMap<>();
        asks.keySet().stream()
                .filter(source -> !decided.containsKey(source))
                .forEach(source -> missing.put(AuthorizationStore.hash(source), source));
        if (missing.isEmpty()) {
            return Map.of();
        }
        RoundTrip trip = trips.begin();
        Map<UUID, AuthorizationStore.Known> known = authorizations.known(trip, company, missing.keySet());
        trip.send();
        Set<Long> first = new HashSet<>();
        Set<Long> later = new HashSet<>();
        known.values().forEach(each -> (each.step() ? later : first).add(each.number()));
        Map<String, Decided> found = new HashMap<>();
        authorizations
                .find(company, first)
                .values()
                .forEach(each -> found.put(each.source(), new Decided(each.decision(true), null, null)));
        steps.find(company, later)
                .values()
                .forEach(each -> found.put(each.source(), new Decided(each.decision(true), null, null)));
        return found;
    }

    /// What was decided of messages that are new, but for those that turn out to stand in the books already.
    private Map<SpendAsk, Decided> decide(CompanyKey company, List<SpendAsk> asks, Read read) {
        if (asks.isEmpty()) {
            return Map.of();
        }
        RoundTrip trip = trips.begin();
        Map<String, Standing> holders = holders(trip, company, asks, read);
        SpendBatch batch = batches.begin(company, read, holders);
        Map<Long, Map<AccountRef, Ledger.Line>> lines = new HashMap<>();
        List<Answer<Outcome>> outcomes = ledger.postLast(
                company,
                asks.stream()
                        .map(ask -> new Ledger.Intent(Spending.source(ask.source()), ask.request()))
                        .toList(),
                trip,
                () -> plan(batch, asks),
                line -> lines.computeIfAbsent(line.transfer(), _ -> new HashMap<>())
                        .put(line.account(), line));
        Map<SpendAsk, Decided> decided = new LinkedHashMap<>();
        for (int i = 0; i < asks.size(); i++) {
            Decided each = batch.settle(i, outcomes.get(i), lines);
            if (each != null) {
                decided.put(asks.get(i), each);
            }
        }
        keep(company, batch.made());
        return decided;
    }

    private static List<Answer<Command>> plan(SpendBatch batch, List<SpendAsk> asks) {
        return asks.stream().map(batch::plan).toList();
    }

    private Map<String, Standing> holders(RoundTrip trip, CompanyKey company, List<SpendAsk> asks, Read read) {
        Set<String> people = new HashSet<>();
        for (SpendAsk ask : asks) {
            if (ask instanceof SpendAsk.Pay pay) {
                SpendingCardStore.Controlled found =
                        read.cards().get(pay.purchase().card());
                if (found != null) {
                    people.add(found.card().userId());
                }
            }
        }
        return people.isEmpty() ? Map.of() : identity.standings(trip, company, people);
    }

    private void keep(CompanyKey company, Made made) {
        if (made.isEmpty()) {
            return;
        }
        RoundTrip writes = trips.begin();
        authorizations.insert(writes, company, made.authorizations());
        authorizations.update(writes, company, made.changed());
        steps.insert(writes, company, made.steps());
        if (!made.transactions().isEmpty()) {
            transactions.insert(writes, company, made.transactions());
        }
        writes.sendAtEnd();
        news.tell(company, made);
    }
}
