package io.kosh.cards.internal;

import io.kosh.cards.internal.Cards.NewCard;
import io.kosh.cards.internal.Holders.Found;
import io.kosh.cards.internal.MovementPoster.Asked;
import io.kosh.cards.internal.MovementPoster.Moved;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import io.kosh.platform.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// First points: the person, the card and the points, all or nothing. The account's row is locked, so that two requests
/// never make two cards of one holder. Requests of a company go in one after another and wait outside for their turn:
/// one of this server at most waits for the row, and so one connection, however many come.
@Component
final class NewHolders {
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);
    /// Each turn does the whole work again, so the second chances that items of one holder give each other are bounded.
    private static final int MOST_SECOND_CHANCES = 16;

    private final Database database;
    private final CardAccountStore accounts;
    private final Cards cards;
    private final Holders holders;
    private final MovementPoster poster;
    private final RoundTrips trips;
    private final Duration patience;
    private final Map<CompanyKey, Semaphore> doors = new ConcurrentHashMap<>();

    NewHolders(
            Database database,
            CardAccountStore accounts,
            Cards cards,
            Holders holders,
            MovementPoster poster,
            RoundTrips trips,
            Settings settings) {
        this.database = database;
        this.accounts = accounts;
        this.cards = cards;
        this.holders = holders;
        this.poster = poster;
        this.trips = trips;
        this.patience = settings.commit().patience();
    }

    /// Some new holder would have got a card and nothing on it: the transaction is undone, and tried without those
    /// requests that were refused in it.
    private static final class EmptyCard extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient List<Answer<Moved>> answers;
        /// Those of the refusals whose reason is another request of the same call.
        private final transient Set<Refusal> byOthers;

        EmptyCard(List<Answer<Moved>> answers, Set<Refusal> byOthers) {
            super("a new card would be empty", null, false, false);
            this.answers = answers;
            this.byOthers = byOthers;
        }
    }

    /// One answer per request, in order; all of them are about one account.
    List<Answer<Moved>> move(CompanyRef company, String accountId, List<PointMove> moves) {
        Semaphore door = doors.computeIfAbsent(company.key(), _ -> new Semaphore(1, true));
        if (!entered(door)) {
            Answer<Moved> busy = new Answer.Refused<>(Refusal.retryAfter(
                    CommonError.CONTENDED,
                    "too many new holders of this company wait already; try again: a repeated reference has one effect",
                    RETRY_AFTER));
            return Collections.nCopies(moves.size(), busy);
        }
        try {
            return moveInTurns(company, accountId, moves);
        } finally {
            door.release();
        }
    }

    private boolean entered(Semaphore door) {
        try {
            return door.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private List<Answer<Moved>> moveInTurns(CompanyRef company, String accountId, List<PointMove> moves) {
        List<Answer<PointMove>> wanted =
                moves.stream().<Answer<PointMove>>map(Answer.Done::new).toList();
        // Each turn refuses one request more, at least: the one that an empty card was made for.
        for (int turn = 0; turn <= moves.size(); turn++) {
            try {
                return Answer.flatMapAll(
                        wanted,
                        these -> these.isEmpty()
                                ? List.of()
                                : database.inCompany(company.key(), () -> moveAll(company, accountId, these)));
            } catch (EmptyCard refused) {
                Set<Refusal> forgiven = turn < MOST_SECOND_CHANCES ? refused.byOthers : Set.of();
                wanted = Answer.flatMapAll(wanted, these -> without(these, refused.answers, forgiven));
            }
        }
        throw new IllegalStateException("new holders are refused and not refused");
    }

    /// @param forgiven refusals that do not count
    private static List<Answer<PointMove>> without(
            List<PointMove> moves, List<Answer<Moved>> answers, Set<Refusal> forgiven) {
        List<Answer<PointMove>> rest = new ArrayList<>(moves.size());
        for (int i = 0; i < moves.size(); i++) {
            PointMove move = moves.get(i);
            rest.add(
                    answers.get(i) instanceof Answer.Refused<Moved>(Refusal refusal) && !forgiven.contains(refusal)
                            ? new Answer.Refused<>(refusal)
                            : new Answer.Done<>(move));
        }
        return rest;
    }

    private List<Answer<Moved>> moveAll(CompanyRef company, String accountId, List<PointMove> moves) {
        CardAccount account = accounts.lock(company.key(), accountId);
        if (account == null) {
            throw CardAccount.unknown(company.id(), accountId);
        }
        RoundTrip reads = trips.begin();
        Found found = holders.lookTwice(reads, company.key(), moves);
        reads.send();
        Newcomers newcomers = new Newcomers();
        List<Answer<Optional<Card>>> known = new ArrayList<>(moves.size());
        for (PointMove move : moves) {
            known.add(Answer.of(() -> {
                Card card = found.orNull(move);
                if (card == null) {
                    newcomers.add(move);
                }
                return Optional.ofNullable(card);
            }));
        }
        Map<String, Card> made = newcomers.issue(cards, company, account);
        List<Asked> asked = new ArrayList<>(moves.size());
        for (int i = 0; i < moves.size(); i++) {
            PointMove move = moves.get(i);
            asked.add(new Asked(move, known.get(i).map(card -> card.orElseGet(() -> theirs(made, move)))));
        }
        return noneEmpty(company.key(), asked, made, newcomers.byOthers);
    }

    private List<Answer<Moved>> noneEmpty(
            CompanyKey company, List<Asked> asked, Map<String, Card> made, Set<Refusal> byOthers) {
        List<Answer<Moved>> answers = poster.post(company, asked);
        Set<String> empty = new HashSet<>();
        made.values().forEach(card -> empty.add(card.id()));
        for (Answer<Moved> answer : answers) {
            if (answer instanceof Answer.Done<Moved>(Moved moved)) {
                empty.remove(moved.transaction().card().id());
            }
        }
        if (!empty.isEmpty()) {
            throw new EmptyCard(answers, byOthers);
        }
        return answers;
    }

    private static Card theirs(Map<String, Card> made, PointMove move) {
        Card card = made.get(String.valueOf(move.holder().mobile()));
        if (card == null) {
            throw new IllegalStateException("a new holder got no card");
        }
        return card;
    }

    /// The holders of a batch who have no card yet, each once.
    private static final class Newcomers {
        private final List<NewCard> wanted = new ArrayList<>();
        private final Map<String, Holder> byMobile = new HashMap<>();
        private final Set<String> emails = new HashSet<>();
        /// What was refused because of another request of the same call.
        private final Set<Refusal> byOthers = new HashSet<>();

        void add(PointMove move) {
            Holder holder = move.holder().complete();
            String mobile = String.valueOf(holder.mobile());
            String email = Holder.lowered(String.valueOf(holder.email()));
            Holder before = byMobile.get(mobile);
            if (before == null ? emails.contains(email) : !holder.fits(before)) {
                throw byOther(Holders.differs());
            }
            if (before != null && move.onlyNew()) {
                throw byOther(Refusal.of(CardError.CARD_HOLDER_EXISTS, "the holder stands in this request already"));
            }
            if (before == null) {
                byMobile.put(mobile, holder);
                emails.add(email);
                wanted.add(new NewCard(null, null, holder, false));
            }
        }

        private Refusal byOther(Refusal refusal) {
            byOthers.add(refusal);
            return refusal;
        }

        /// The cards made, by mobile.
        Map<String, Card> issue(Cards cards, CompanyRef company, CardAccount account) {
            Map<String, Card> made = new HashMap<>();
            if (!wanted.isEmpty()) {
                cards.issue(company, account.ofCards(), wanted)
                        .forEach(card -> made.put(String.valueOf(card.holder().mobile()), card));
            }
            return made;
        }
    }
}
