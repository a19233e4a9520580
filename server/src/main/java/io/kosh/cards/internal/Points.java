package io.kosh.cards.internal;

import io.kosh.cards.internal.Holders.Found;
import io.kosh.cards.internal.MovementPoster.Asked;
import io.kosh.cards.internal.MovementPoster.Moved;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Ledger;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Effects;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.RoundTrips;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.springframework.stereotype.Component;

/// Moving points between accounts and cards. Holders who have a card share a commit; who has none is given one in a
/// transaction of its own.
@Component
final class Points {
    private final Holders holders;
    private final MovementPoster poster;
    private final NewHolders newHolders;
    private final RoundTrips trips;
    private final GroupCommit<PointMove, Moved> commits;

    Points(Holders holders, MovementPoster poster, NewHolders newHolders, RoundTrips trips, GroupCommits commits) {
        this.holders = holders;
        this.poster = poster;
        this.newHolders = newHolders;
        this.trips = trips;
        this.commits = commits.open("points.move", this::post);
    }

    CardTransaction move(CompanyRef company, PointMove move) {
        return moveAll(company, List.of(move)).getFirst().orThrow();
    }

    /// One answer per request, in order; those about new holders are all of one account, and come after the others.
    List<Answer<CardTransaction>> moveAll(CompanyRef company, List<PointMove> moves) {
        List<Answer<Moved>> answers = commits.submitAll(company.key(), moves);
        List<PointMove> firsts = new ArrayList<>();
        for (int i = 0; i < moves.size(); i++) {
            if (isFirst(moves.get(i), answers.get(i))) {
                firsts.add(moves.get(i));
            }
        }
        if (firsts.isEmpty()) {
            return answers.stream().map(Points::noted).toList();
        }
        String account = String.valueOf(firsts.getFirst().accountId());
        Iterator<Answer<Moved>> made = newHolders.move(company, account, firsts).iterator();
        List<Answer<CardTransaction>> all = new ArrayList<>(moves.size());
        for (int i = 0; i < moves.size(); i++) {
            Answer<Moved> answer = answers.get(i);
            all.add(noted(isFirst(moves.get(i), answer) ? made.next() : answer));
        }
        return all;
    }

    private static boolean isFirst(PointMove move, Answer<Moved> answer) {
        return move.mayMakeHolder()
                && answer instanceof Answer.Refused<Moved>(var refusal)
                && refusal.code() == CardError.CARD_HOLDER_UNKNOWN;
    }

    private static Answer<CardTransaction> noted(Answer<Moved> answer) {
        return answer.map(moved -> {
            Effects.add(Ledger.TRANSFER, Long.toString(moved.transaction().transfer()));
            return moved.transaction();
        });
    }

    /// Posts many in the transaction that it finds: accounts, cards and people are read for all at once.
    private List<Answer<Moved>> post(CompanyKey company, List<PointMove> moves) {
        RoundTrip reads = trips.begin();
        Found found = holders.look(reads, company, moves);
        reads.send();
        return poster.post(
                company,
                moves.stream()
                        .map(move -> new Asked(move, Answer.of(() -> found.card(move))))
                        .toList());
    }
}
