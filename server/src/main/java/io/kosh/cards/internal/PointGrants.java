package io.kosh.cards.internal;

import io.kosh.cards.PointAllocations;
import io.kosh.cards.internal.PointLots.Giving;
import io.kosh.cards.internal.PointTerms.Life;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.PostingTemplate;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Gives points for other contexts, in their transactions.
@Component
final class PointGrants implements PointAllocations {
    private static final String EARNED = "points.earn";
    private static final String TAKEN_BACK = "points.take-back";

    private final CardAccounts accounts;
    private final Holders holders;
    private final CardStore cards;
    private final PointTermStore terms;
    private final PointLots lots;
    private final PendingPointStore promises;
    private final CardTransactionStore transactions;
    private final Identity identity;
    private final Ledger ledger;
    private final BusinessClock clock;
    private final RoundTrips trips;
    private final CardNews news;

    PointGrants(
            CardAccounts accounts,
            Holders holders,
            CardStore cards,
            PointTermStore terms,
            PointLots lots,
            PendingPointStore promises,
            CardTransactionStore transactions,
            Identity identity,
            Ledger ledger,
            BusinessClock clock,
            RoundTrips trips,
            CardNews news) {
        this.accounts = accounts;
        this.holders = holders;
        this.cards = cards;
        this.terms = terms;
        this.lots = lots;
        this.promises = promises;
        this.transactions = transactions;
        this.identity = identity;
        this.ledger = ledger;
        this.clock = clock;
        this.trips = trips;
        this.news = news;
    }

    @Override
    public void requirePoints(CompanyRef company, String accountId) {
        AccountTerms.points(accounts.existing(company, accountId));
    }

    @Override
    public Receiver receiver(CompanyRef company, String accountId, Who who) {
        PointMove asked = new PointMove(
                company.id(),
                accountId,
                who.cardId(),
                new Holder(null, null, null, who.email(), who.mobile()),
                PointMove.Type.ALLOCATE_POINT,
                1,
                "",
                null,
                false);
        RoundTrip reads = trips.begin();
        Holders.Found found = holders.look(reads, company.key(), List.of(asked));
        reads.send();
        Card card = found.card(asked);
        return new Receiver(card.account().id(), card.id(), card.userId());
    }

    @Override
    public List<Given> give(CompanyRef company, Receiver to, List<Grant> grants) {
        if (grants.isEmpty()) {
            return List.of();
        }
        CompanyKey key = company.key();
        Card card = cards.existing(key, to.cardId());
        card.requireActive();
        card.account().requireActive();
        User holder = identity.findUser(key, card.userId());
        if (holder == null || !holder.isActive()) {
            throw card.holderInactive();
        }
        PointTerms ofAccount = terms.of(key, card.account().key());
        LocalDate today = clock.today(key);
        List<Life> lives =
                grants.stream().map(each -> life(each, ofAccount, today)).toList();
        List<Command> commands = new ArrayList<>(grants.size());
        for (int i = 0; i < grants.size(); i++) {
            commands.add(command(card, grants.get(i), lives.get(i)));
        }
        List<Outcome> outcomes = ledger.postAll(key, commands);
        Movements movements = new Movements(key, card, MovementType.ALLOCATE_POINT);
        List<Given> answers = new ArrayList<>(grants.size());
        for (int i = 0; i < grants.size(); i++) {
            Grant grant = grants.get(i);
            Life life = lives.get(i);
            if (outcomes.get(i) instanceof Outcome.Posted posted) {
                boolean promised = life.startsOn() != null;
                movements.add(new Made(
                        posted,
                        grant.amount(),
                        promised ? 0 : grant.amount(),
                        -grant.amount(),
                        grant.reference(),
                        grant.remarks(),
                        life));
            }
            answers.add(given(outcomes.get(i), life));
        }
        movements.keep();
        return answers;
    }

    private static Life life(Grant grant, PointTerms terms, LocalDate today) {
        Long pending = grant.pendingDays() == null ? terms.pendingDays() : grant.pendingDays();
        Long validity = grant.validityDays() == null ? terms.validityDays() : grant.validityDays();
        return terms.life(today, pending == null || pending == 0 ? null : pending, validity);
    }

    private static Command command(Card card, Grant grant, Life life) {
        Giving giving = Giving.of(card, grant.amount(), life);
        return new Command.Post(
                new SourceKey(EARNED, grant.reference()),
                card.id() + '\n' + grant.amount(),
                giving.template(),
                List.of(giving.leg()),
                uses(card, grant.limits(), grant.amount()),
                detail(card, life),
                false);
    }

    private static Map<String, String> detail(Card card, Life life) {
        Map<String, String> detail = new HashMap<>();
        detail.put("cardAccountId", card.account().id());
        detail.put("enKashCardId", card.id());
        detail.put("userId", card.userId());
        PointLots.tell(detail, life);
        return detail;
    }

    /// Every allocation moves the account, so that its lock keeps the counts exact.
    private static List<LimitUse> uses(Card card, List<Limit> limits, long amount) {
        AccountRef account = CardBook.POINTS.accountOf(card.account().key());
        return limits.stream()
                .map(each -> new LimitUse(account, each.name(), each.period(), amount, each.most()))
                .toList();
    }

    private static Given given(Outcome outcome, Life life) {
        return switch (outcome) {
            case Outcome.Posted(long transfer, var _, var _) ->
                new Given.Made(transfer, CardTransaction.id(transfer), life.startsOn(), life.expiresOn());
            case Outcome.Refused(var reason, var what)
            when reason == Reason.LIMIT_REACHED -> new Given.LimitReached(what);
            case Outcome.Refused(var reason, var _) when reason == Reason.INSUFFICIENT -> new Given.FundsMissing();
            case Outcome.Refused refused -> throw MovementPoster.refusal(refused, "reference");
        };
    }

    @Override
    public List<Taken> takeBack(CompanyRef company, Receiver from, List<Return> returns) {
        CompanyKey key = company.key();
        Card card = cards.existing(key, from.cardId());
        LocalDate today = clock.today(key);
        Map<Long, PendingPoints> waiting = promises
                .lock(key, returns.stream().map(Return::transfer).toList())
                .stream()
                // Where the company took from the promise already, too little is left of it: the card has to have it.
                .filter(promise -> returns.stream()
                        .anyMatch(each -> each.transfer() == promise.transfer() && each.amount() <= promise.amount()))
                .collect(Collectors.toMap(PendingPoints::transfer, Function.identity()));
        List<Taken> answers = new ArrayList<>(returns.size());
        List<Return> taken = new ArrayList<>(returns.size());
        List<Command> commands = new ArrayList<>(returns.size());
        for (Return each : returns) {
            LocalDate lot = waiting.containsKey(each.transfer()) ? null : lot(key, each.transfer());
            if (lot != null && !lot.isAfter(today)) {
                answers.add(Taken.EXPIRED);
            } else {
                answers.add(Taken.TAKEN);
                taken.add(each);
                commands.add(taking(card, each, waiting.containsKey(each.transfer()), lot));
            }
        }
        List<Outcome> outcomes = ledger.postAll(key, commands);
        Movements movements = new Movements(key, card, MovementType.UNALLOCATE_POINT);
        Map<Long, Long> withdrawn = new HashMap<>();
        for (int i = 0; i < taken.size(); i++) {
            Return each = taken.get(i);
            switch (outcomes.get(i)) {
                case Outcome.Posted posted -> {
                    boolean promised = waiting.containsKey(each.transfer());
                    if (promised) {
                        withdrawn.put(each.transfer(), posted.transfer());
                    }
                    movements.add(new Made(
                            posted,
                            each.amount(),
                            promised ? 0 : -each.amount(),
                            each.amount(),
                            each.reference(),
                            null,
                            Life.FOR_EVER));
                }
                case Outcome.Refused refused -> throw MovementPoster.refusal(refused, "reference");
            }
        }
        if (!withdrawn.isEmpty()) {
            promises.end(key, PendingPoints.State.WITHDRAWN, withdrawn);
        }
        movements.keep();
        return answers;
    }

    /// The lot that a transfer filled, null for points that never end.
    private @Nullable LocalDate lot(CompanyKey company, long transfer) {
        TransferView view = ledger.transfer(company, transfer);
        String day = view == null ? null : view.detail().get("expiresOn");
        return day == null ? null : LocalDate.parse(day);
    }

    private static Command taking(Card card, Return each, boolean promised, @Nullable LocalDate lot) {
        AccountRef account = CardBook.POINTS.accountOf(card.account().key());
        PostingTemplate template = promised ? PointBook.WITHDRAW : CardBook.POINTS.unload();
        Leg leg = promised
                ? Leg.of(PointBook.pendingOf(card.account().key()), account, each.amount())
                : Leg.of(card.ledgerAccount(), account, each.amount()).takingFirst(lot);
        return new Command.Post(
                new SourceKey(TAKEN_BACK, each.reference()),
                Long.toString(each.transfer()),
                template,
                List.of(leg),
                uses(card, each.limits(), -each.amount()),
                detail(card, Life.FOR_EVER),
                each.allowNegative());
    }

    /// A movement that was posted.
    ///
    /// @param onCard    what it changed on the card
    /// @param inAccount what it changed in the account
    private record Made(
            Outcome.Posted posted,
            long amount,
            long onCard,
            long inAccount,
            String reference,
            @Nullable String remarks,
            Life life) {}

    /// Keeps what was posted: the rows that clients ask for, promises and notices. The accounts are locked since the
    /// posting, so what each movement left is the balance now less what came after it.
    private final class Movements {
        private final CompanyKey company;
        private final Card card;
        private final MovementType type;
        private final List<Made> made = new ArrayList<>();

        Movements(CompanyKey company, Card card, MovementType type) {
            this.company = company;
            this.card = card;
            this.type = type;
        }

        void add(Made movement) {
            made.add(movement);
        }

        void keep() {
            if (made.isEmpty()) {
                return;
            }
            AccountRef account = CardBook.POINTS.accountOf(card.account().key());
            Map<String, Long> now = new HashMap<>();
            ledger.accounts(company, List.of(account, card.ledgerAccount()))
                    .forEach(each -> now.put(each.kind(), each.available()));
            long onCard = now.getOrDefault(card.ledgerAccount().kind().name(), 0L);
            long inAccount = now.getOrDefault(account.kind().name(), 0L);
            List<CardTransaction> rows = new ArrayList<>();
            List<PointLots.Given> given = new ArrayList<>();
            for (Made each : made.reversed()) {
                rows.addFirst(new CardTransaction(
                        each.posted().transfer(),
                        card,
                        type,
                        type == MovementType.ALLOCATE_POINT,
                        each.amount(),
                        onCard,
                        inAccount,
                        each.reference(),
                        Movement.ALLOCATION,
                        each.remarks(),
                        each.posted().recordedAt()));
                given.addFirst(new PointLots.Given(each.posted().transfer(), card, each.amount(), each.life()));
                onCard -= each.onCard();
                inAccount -= each.inAccount();
            }
            RoundTrip writes = trips.begin();
            transactions.insert(writes, company, rows);
            lots.keep(writes, company, given);
            writes.send();
            news.moved(company, rows, given);
        }
    }
}
