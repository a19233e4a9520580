package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Moves cards from one state to another: each move is kept and told.
@Component
final class CardMoves {
    private final CardMoveStore store;
    private final BusinessClock clock;
    private final CardNews news;

    CardMoves(CardMoveStore store, BusinessClock clock, CardNews news) {
        this.store = store;
        this.clock = clock;
        this.news = news;
    }

    /// Where a card is to go.
    ///
    /// @param reason  as the caller gave it
    /// @param askedBy who wants it, in the caller's words
    /// @param actor   who called
    record Wanted(
            CardState to, @Nullable String reason, @Nullable String askedBy, String actor) {}

    /// A move as it is kept.
    ///
    /// @param place counted from 2: the first thing that happened to the state is that the card was made
    record Move(int place, CardState from, Wanted wanted, Instant at) {}

    /// Moves a card, whose row is locked until the transaction of the company that is open ends. A card that is there
    /// already stays, and nothing is told. Refuses what the lifecycle does not know.
    Card move(CompanyKey company, Card card, Wanted wanted) {
        CardState from = store.lock(company, card.key());
        if (from == wanted.to()) {
            return card.in(from);
        }
        Card moved = card.in(CardState.LIFECYCLE.move(CardError.CARD_MOVE_REFUSED, from, wanted.to()));
        Move move = new Move(store.next(company, card.key()), from, wanted, clock.now(company));
        store.save(company, card.key(), move);
        news.changed(company, moved, from, move.place(), wanted.reason());
        return moved;
    }
}
