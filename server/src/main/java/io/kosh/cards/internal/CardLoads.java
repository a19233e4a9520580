package io.kosh.cards.internal;

import io.kosh.cards.internal.MovementPoster.Asked;
import io.kosh.cards.internal.MovementPoster.Moved;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Moving rupees between accounts and cards. Requests of a company share a commit, as those for points do.
@Component
final class CardLoads {
    private final CardStore cards;
    private final MovementPoster poster;
    private final RoundTrips trips;
    private final BusinessClock clock;
    private final GroupCommit<CardLoad, Moved> commits;

    CardLoads(CardStore cards, MovementPoster poster, RoundTrips trips, BusinessClock clock, GroupCommits commits) {
        this.cards = cards;
        this.poster = poster;
        this.trips = trips;
        this.clock = clock;
        this.commits = commits.open("cards.load", this::post);
    }

    CardTransaction move(CompanyRef company, CardLoad load) {
        CardTransaction done = commits.submit(company.key(), load).transaction();
        Effects.add(Ledger.TRANSFER, Long.toString(done.transfer()));
        return done;
    }

    /// Posts many in the transaction that it finds: cards are read for all at once.
    private List<Answer<Moved>> post(CompanyKey company, List<CardLoad> loads) {
        Set<String> ids = new HashSet<>();
        loads.forEach(load -> ids.add(load.cardId()));
        RoundTrip reads = trips.begin();
        Map<String, Card> known = cards.byId(reads, company, ids);
        reads.send();
        LocalDate today = clock.today(company);
        return poster.post(
                company,
                loads.stream()
                        .map(load -> new Asked(load, Answer.of(() -> card(load, known, today))))
                        .toList());
    }

    /// The card that a request means. A gift is filled when it is made, and never again; what is on it is its
    /// holder's until nobody can spend it any more.
    private static Card card(CardLoad load, Map<String, Card> known, LocalDate today) {
        Card card = known.get(load.cardId());
        String account = load.accountId();
        if (card == null || (account != null && !account.equals(card.account().id()))) {
            throw Card.unknown(load.cardId());
        }
        if (card.account().countsPoints()) {
            throw NumberedCards.notRupees(card.account().id());
        }
        boolean left = !load.toCard() && card.isOver(today);
        if (card.account().type() == AccountType.GIFT && !left) {
            throw Refusal.of(CardError.CARD_GIFT_FIXED, CardError.CARD_GIFT_FIXED.meaning());
        }
        return card;
    }
}
