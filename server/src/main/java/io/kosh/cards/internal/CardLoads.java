package io.kosh.cards.internal;

import io.kosh.cards.internal.MovementPoster.Asked;
import io.kosh.cards.internal.MovementPoster.Moved;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Ledger;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
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
    private final GroupCommit<CardLoad, Moved> commits;

    CardLoads(CardStore cards, MovementPoster poster, RoundTrips trips, GroupCommits commits) {
        this.cards = cards;
        this.poster = poster;
        this.trips = trips;
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
        return poster.post(
                company,
                loads.stream()
                        .map(load -> new Asked(load, Answer.of(() -> card(load, known))))
                        .toList());
    }

    /// The card that a request means. A gift is filled when it is made, and never again.
    private static Card card(CardLoad load, Map<String, Card> known) {
        Card card = known.get(load.cardId());
        String account = load.accountId();
        if (card == null || (account != null && !account.equals(card.account().id()))) {
            throw Card.unknown(load.cardId());
        }
        if (card.account().countsPoints()) {
            throw NumberedCards.notRupees(card.account().id());
        }
        if (card.account().type() == AccountType.GIFT) {
            throw Refusal.of(
                    CardError.CARD_GIFT_FIXED, "A gift card is loaded once, when it is made, and gives nothing back");
        }
        return card;
    }
}
