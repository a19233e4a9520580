package io.kosh.cards.internal;

import io.kosh.cards.internal.PointLots.Given;
import io.kosh.cards.internal.PointLots.Giving;
import io.kosh.cards.internal.PointTerms.Life;
import io.kosh.identity.Identity;
import io.kosh.identity.Identity.Standing;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Posts movements of points and rupees whose cards are known, as the last thing of the transaction that is open.
@Component
final class MovementPoster {
    private final CardTransactionStore transactions;
    private final Identity identity;
    private final Ledger ledger;
    private final PrepaidLimits limits;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final PointTermStore terms;
    private final PointLots lots;
    private final CardNews news;

    MovementPoster(
            CardTransactionStore transactions,
            Identity identity,
            Ledger ledger,
            PrepaidLimits limits,
            BusinessClock clock,
            RoundTrips trips,
            PointTermStore terms,
            PointLots lots,
            CardNews news) {
        this.transactions = transactions;
        this.identity = identity;
        this.ledger = ledger;
        this.limits = limits;
        this.clock = clock;
        this.trips = trips;
        this.terms = terms;
        this.lots = lots;
        this.news = news;
    }

    /// A request with the card that it means, or why it means none.
    record Asked(Movement move, Answer<Card> card) {}

    /// A movement that stands.
    ///
    /// @param replayed whether it stood already, from an equal request
    record Moved(CardTransaction transaction, boolean replayed) {}

    /// One answer per request, in order.
    List<Answer<Moved>> post(CompanyKey company, List<Asked> asked) {
        RoundTrip reads = trips.begin();
        Plan plan = new Plan(
                holders(reads, company, asked),
                terms(reads, company, asked),
                clock.today(company),
                new HashMap<>(),
                new EarlyReturns());
        Map<Long, Map<AccountRef, Long>> left = new HashMap<>();
        List<Answer<Outcome>> outcomes = ledger.postLast(
                company,
                asked.stream()
                        .map(each -> new Ledger.Intent(
                                each.move().source(), each.move().request()))
                        .toList(),
                reads,
                () -> plan(company, asked, plan),
                line -> left.computeIfAbsent(line.transfer(), _ -> new HashMap<>())
                        .put(line.account(), line.balance() - line.held()));
        Map<Long, CardTransaction> known = new LinkedHashMap<>();
        List<Given> given = new ArrayList<>();
        Set<Long> before = new HashSet<>();
        for (int i = 0; i < asked.size(); i++) {
            if (outcomes.get(i)
                    instanceof Answer.Done<Outcome>(Outcome.Posted(long transfer, Instant at, boolean again))) {
                Map<AccountRef, Long> balances = left.get(transfer);
                if (balances == null) {
                    before.add(transfer);
                } else if (!again) {
                    Movement move = asked.get(i).move();
                    Card card = asked.get(i).card().orThrow();
                    known.put(transfer, transaction(transfer, at, asked.get(i), plan.after(card, balances)));
                    given.add(new Given(transfer, card, move.amount(), plan.life(move, card)));
                    plan.early().stands(i, transfer);
                }
            }
        }
        lots.keep(company, plan.early());
        keep(company, List.copyOf(known.values()), given);
        if (!before.isEmpty()) {
            known.putAll(transactions.find(company, before));
        }
        List<Answer<Moved>> answers = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Answer<Card> card = asked.get(i).card();
            answers.add(outcomes.get(i).map(outcome -> moved(outcome, card, known, plan.today())));
        }
        return answers;
    }

    private Map<String, Standing> holders(RoundTrip reads, CompanyKey company, List<Asked> asked) {
        Set<String> receivers = new HashSet<>();
        for (Asked each : asked) {
            if (each.move().toCard() && each.card() instanceof Answer.Done<Card>(Card card)) {
                receivers.add(card.userId());
            }
        }
        return receivers.isEmpty() ? Map.of() : identity.standings(reads, company, receivers);
    }

    /// The terms of the accounts that give, by key.
    private Map<Long, PointTerms> terms(RoundTrip reads, CompanyKey company, List<Asked> asked) {
        Set<Long> accounts = new HashSet<>();
        for (Asked each : asked) {
            if (each.move().toCard()
                    && each.card() instanceof Answer.Done<Card>(Card card)
                    && card.account().countsPoints()) {
                accounts.add(card.account().key());
            }
        }
        return accounts.isEmpty() ? Map.of() : terms.inForce(reads, company, accounts);
    }

    /// What a batch is planned with; complete when its reads were made.
    ///
    /// @param holders  the receivers by id
    /// @param terms    by key of the account
    /// @param balances what is on cards whose own account is not on the lines of their transfers
    /// @param early    what is taken back before it counts
    private record Plan(
            Map<String, Standing> holders,
            Map<Long, PointTerms> terms,
            LocalDate today,
            Map<AccountRef, Long> balances,
            EarlyReturns early) {

        Life life(Movement move, Card card) {
            return move.toCard()
                    ? terms.getOrDefault(card.account().key(), PointTerms.NONE).life(today)
                    : Life.FOR_EVER;
        }

        /// What a transfer left, on the card too where only later points were promised to it.
        Map<AccountRef, Long> after(Card card, Map<AccountRef, Long> lines) {
            Map<AccountRef, Long> all = new HashMap<>(lines);
            Long onCard = lines.get(card.ledgerAccount());
            if (onCard == null) {
                all.put(card.ledgerAccount(), balances.getOrDefault(card.ledgerAccount(), 0L));
            } else {
                balances.put(card.ledgerAccount(), onCard);
            }
            return all;
        }
    }

    private List<Answer<Command>> plan(CompanyKey company, List<Asked> asked, Plan plan) {
        look(company, asked, plan);
        Map<AccountRef, Long> onCards = new HashMap<>(plan.balances());
        List<Answer<Command>> planned = new ArrayList<>(asked.size());
        for (int i = 0; i < asked.size(); i++) {
            Movement move = asked.get(i).move();
            int place = i;
            planned.add(asked.get(i).card().map(card -> {
                if (!move.toCard() && plan.early().has(card)) {
                    long onCard = onCards.getOrDefault(card.ledgerAccount(), 0L);
                    if (onCard < move.amount() && plan.early().take(place, card, move.amount())) {
                        return early(move, card);
                    }
                    onCards.put(card.ledgerAccount(), Math.max(0, onCard - move.amount()));
                } else if (move.toCard() && plan.life(move, card).startsOn() == null) {
                    onCards.merge(card.ledgerAccount(), move.amount(), Long::sum);
                }
                return command(move, card, plan);
            }));
        }
        return planned;
    }

    /// Reads what is on cards that are promised points, or were. The promises of cards that give back are locked first,
    /// so that what starts meanwhile is seen on one side or on the other.
    private void look(CompanyKey company, List<Asked> asked, Plan plan) {
        Set<AccountRef> looked = new HashSet<>();
        Map<Long, AccountRef> debited = new HashMap<>();
        for (Asked each : asked) {
            if (each.card() instanceof Answer.Done<Card>(Card card)) {
                if (plan.life(each.move(), card).startsOn() != null) {
                    looked.add(card.ledgerAccount());
                } else if (!each.move().toCard() && card.account().countsPoints()) {
                    debited.put(card.key(), card.ledgerAccount());
                }
            }
        }
        if (!debited.isEmpty()) {
            // What the batch before puts on a card counts for whether this one takes from its promises.
            trips.awaitTurn();
            lots.lock(company, debited.keySet(), plan.early());
            plan.early().cards().forEach(card -> looked.add(Objects.requireNonNull(debited.get(card))));
        }
        if (!looked.isEmpty()) {
            ledger.accounts(company, looked)
                    .forEach(account ->
                            plan.balances().put(CardBook.POINTS.cardOf(account.owner()), account.available()));
        }
    }

    private static Command early(Movement move, Card card) {
        AccountRef account = card.account().book().accountOf(card.account().key());
        Leg leg = Leg.of(PointBook.pendingOf(card.account().key()), account, move.amount());
        return new Command.Post(
                move.source(),
                move.request(),
                PointBook.WITHDRAW,
                List.of(leg),
                List.of(),
                detail(move, card, Life.FOR_EVER),
                false);
    }

    private static Map<String, String> detail(Movement move, Card card, Life life) {
        Map<String, String> detail = new HashMap<>(move.notes());
        detail.put("cardAccountId", card.account().id());
        detail.put("enKashCardId", card.id());
        detail.put("userId", card.userId());
        PointLots.tell(detail, life);
        return detail;
    }

    /// Nothing reaches a card or a person that is not active; what is on a card can always be taken back.
    private Command command(Movement move, Card card, Plan plan) {
        CardBook book = card.account().book();
        AccountRef account = book.accountOf(card.account().key());
        Giving giving = new Giving(book.unload(), Leg.of(card.ledgerAccount(), account, move.amount()));
        List<LimitUse> uses = List.of();
        Life life = plan.life(move, card);
        if (move.toCard()) {
            card.requireReceiving(plan.today());
            Standing holder = plan.holders().get(card.userId());
            if (holder == null || !holder.isActive()) {
                throw card.holderInactive();
            }
            giving = Giving.of(card, move.amount(), life);
            uses = limits.ofLoad(card, move.amount(), plan.today());
        }
        return new Command.Post(
                move.source(),
                move.request(),
                giving.template(),
                List.of(giving.leg()),
                uses,
                detail(move, card, life),
                false);
    }

    private static CardTransaction transaction(long transfer, Instant at, Asked asked, Map<AccountRef, Long> balances) {
        Card card = asked.card().orThrow();
        Movement move = asked.move();
        AccountRef account = card.account().book().accountOf(card.account().key());
        return new CardTransaction(
                transfer,
                card,
                move.movement(),
                move.toCard(),
                move.amount(),
                Objects.requireNonNull(balances.get(card.ledgerAccount())),
                Objects.requireNonNull(balances.get(account)),
                move.reference(),
                move.code(),
                move.remarks(),
                at);
    }

    private void keep(CompanyKey company, List<CardTransaction> made, List<Given> given) {
        if (!made.isEmpty()) {
            RoundTrip writes = trips.begin();
            transactions.insert(writes, company, made);
            lots.keep(writes, company, given);
            writes.sendAtEnd();
            news.moved(company, made, given);
        }
    }

    private Moved moved(Outcome outcome, Answer<Card> card, Map<Long, CardTransaction> known, LocalDate today) {
        return switch (outcome) {
            case Outcome.Posted(long transfer, var _, boolean replayed) -> {
                CardTransaction transaction = known.get(transfer);
                if (transaction == null) {
                    throw new IllegalStateException("the transfer " + transfer + " has no movement of a card");
                }
                yield new Moved(transaction, replayed);
            }
            case Outcome.Refused(Outcome.Reason reason, String limit)
            when reason == Outcome.Reason.LIMIT_REACHED -> throw limits.refusal(card.orThrow(), limit, today);
            case Outcome.Refused refused -> throw refusal(refused, "uniqueReferenceNumber");
        };
    }

    /// The ledger's refusal in the documented words.
    ///
    /// @param reference what the request calls its reference
    static Refusal refusal(Outcome.Refused refused, String reference) {
        return switch (refused.reason()) {
            case INSUFFICIENT -> insufficient(refused.what());
            case SOURCE_REUSED ->
                Refusal.ofField(
                        CardError.CARD_REFERENCE_REUSED,
                        reference,
                        "the " + reference + " " + refused.what() + " was used for another request");
            case OVERFLOW -> Refusal.of(CardError.CARD_BALANCE_OVERFLOW, "the balance would grow too large");
            case LIMIT_REACHED, HOLD_UNKNOWN, HOLD_CLOSED, HOLD_NOT_DUE, CAPTURE_EXCEEDS_HOLD ->
                throw new IllegalStateException("no limit and no hold was asked for: " + refused);
        };
    }

    private static Refusal insufficient(@Nullable String kind) {
        boolean card = CardBook.POINTS.card().name().equals(kind)
                || CardBook.RUPEES.card().name().equals(kind);
        return card
                ? Refusal.of(CardError.CARD_INSUFFICIENT, "Insufficient balance in card")
                : Refusal.of(CardError.CARD_ACCOUNT_INSUFFICIENT, "Insufficient balance in card account");
    }
}
