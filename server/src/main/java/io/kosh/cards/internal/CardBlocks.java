package io.kosh.cards.internal;

import io.kosh.cards.internal.CardMoves.Move;
import io.kosh.cards.internal.CardMoves.Wanted;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.List;
import org.springframework.stereotype.Component;

/// Locking, unlocking and blocking cards. A card that was never active is not made so here: that has conditions of its
/// own.
@Component
final class CardBlocks {
    private static final int MOST_SHOWN = 100;

    private final Database database;
    private final CardOtps otps;
    private final CardMoves moves;
    private final CardMoveStore store;

    CardBlocks(Database database, CardOtps otps, CardMoves moves, CardMoveStore store) {
        this.database = database;
        this.otps = otps;
        this.moves = moves;
        this.store = store;
    }

    /// Gives a card a state, once the holder was asked. One that it has already stays.
    Card set(CompanyRef company, Card card, Wanted wanted, OtpAnswer answer) {
        if (card.state() != wanted.to()) {
            requirePossible(card.state(), wanted.to());
        }
        otps.require(company, card, answer, CardAction.BLOCK_CARD);
        return database.inCompany(company.key(), () -> moves.move(company.key(), card, wanted));
    }

    /// Refuses what will be refused anyway before a code is used up for it.
    private static void requirePossible(CardState from, CardState to) {
        if (from == CardState.ACTIVATING && to == CardState.ACTIVE) {
            throw Refusal.of(
                    CardError.CARD_MOVE_REFUSED,
                    "the card is not active yet; UL only lifts a lock, it activates nothing");
        }
        CardState.LIFECYCLE.move(CardError.CARD_MOVE_REFUSED, from, to);
    }

    /// What happened to the state of a card, newest first.
    List<Move> history(CompanyRef company, Card card) {
        return database.inCompany(company.key(), () -> store.newest(company.key(), card.key(), MOST_SHOWN));
    }
}
