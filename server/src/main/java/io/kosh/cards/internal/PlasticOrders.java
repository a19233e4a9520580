package io.kosh.cards.internal;

import io.kosh.cards.internal.CardMoves.Wanted;
import io.kosh.cards.internal.PlasticOrder.Move;
import io.kosh.cards.internal.PlasticOrder.Story;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Ordering plastic for cards, following it, and activating it. All of it under the lock of the card's row.
@Component
final class PlasticOrders {
    private final Database database;
    private final CardSearches searches;
    private final CardDetailStore details;
    private final PlasticOrderStore store;
    private final CardMoves moves;
    private final BusinessClock clock;
    private final CardNews news;

    PlasticOrders(
            Database database,
            CardSearches searches,
            CardDetailStore details,
            PlasticOrderStore store,
            CardMoves moves,
            BusinessClock clock,
            CardNews news) {
        this.database = database;
        this.searches = searches;
        this.details = details;
        this.store = store;
        this.moves = moves;
        this.clock = clock;
        this.news = news;
    }

    /// Orders plastic for a card that is virtual. The card can be used as before meanwhile.
    ///
    /// @param address where it is sent to; null for where the holder lives
    Story order(
            CompanyRef company,
            @Nullable String accountId,
            String cardId,
            @Nullable PostalAddress address,
            String actor) {
        return database.inCompany(company.key(), () -> {
            Card card = searches.locked(company.key(), accountId, cardId);
            if (card.state() == CardState.BLOCKED) {
                throw Unusable.BLOCKED.refusal();
            }
            card.account().requireActive();
            if (store.find(company.key(), card.key()) != null) {
                throw Refusal.of(CardError.CARD_PLASTIC_EXISTS, "Plastic was ordered for the card already");
            }
            PostalAddress to = address == null ? details.address(company.key(), card.key()) : address;
            PlasticOrder order = place(company.key(), card, to.complete(PostalAddress.Names.DELIVERY), actor);
            return story(company.key(), card, order);
        });
    }

    /// Writes an order; in the transaction of the company that is open.
    PlasticOrder place(CompanyKey company, Card card, PostalAddress address, String actor) {
        PlasticOrder order = store.insert(company, card, address, actor, clock.now(company));
        news.plasticMoved(company, card, order, null);
        return order;
    }

    /// The number of a card was replaced: what was ordered for the old one is cancelled and ordered for the new one.
    /// In the transaction of the company that is open.
    void reorder(CompanyKey company, Card card, String actor) {
        PlasticOrder order = store.find(company, card.key());
        if (order != null) {
            moveTo(company, card, order, PlasticState.CANCELLED, actor);
            place(company, card, order.address(), actor);
        }
    }

    Story find(CompanyRef company, String cardId) {
        return database.inCompany(company.key(), () -> {
            Card card = searches.card(company, null, cardId);
            return story(company.key(), card, existing(company.key(), card));
        });
    }

    /// Tells where the plastic is; for those who print and carry it.
    Story move(CompanyRef company, String cardId, PlasticState to, String actor) {
        return database.inCompany(company.key(), () -> {
            Card card = searches.locked(company.key(), null, cardId);
            return story(company.key(), card, moveTo(company.key(), card, existing(company.key(), card), to, actor));
        });
    }

    /// The holder has the plastic. A card that was made with it can be used from now on.
    Story activate(CompanyRef company, String cardId, String actor) {
        return database.inCompany(company.key(), () -> {
            Card card = searches.locked(company.key(), null, cardId);
            PlasticOrder order =
                    moveTo(company.key(), card, existing(company.key(), card), PlasticState.ACTIVATED, actor);
            Card now = card.state() == CardState.ACTIVATING
                    ? moves.move(company.key(), card, new Wanted(CardState.ACTIVE, "plastic activated", null, actor))
                    : card;
            return story(company.key(), now, order);
        });
    }

    /// Refuses what [#activate] would refuse, before the holder's code is used up.
    Card activatable(CompanyRef company, String cardId) {
        return database.inCompany(company.key(), () -> {
            Card card = searches.locked(company.key(), null, cardId);
            PlasticState.LIFECYCLE.move(
                    CardError.CARD_PLASTIC_STATE, existing(company.key(), card).state(), PlasticState.ACTIVATED);
            return card;
        });
    }

    private PlasticOrder moveTo(CompanyKey company, Card card, PlasticOrder order, PlasticState to, String actor) {
        PlasticState.LIFECYCLE.move(CardError.CARD_PLASTIC_STATE, order.state(), to);
        PlasticOrder moved = order.in(to);
        store.move(company, moved, new Move(order.state(), to, actor, clock.now(company)));
        news.plasticMoved(company, card, moved, order.state());
        return moved;
    }

    private PlasticOrder existing(CompanyKey company, Card card) {
        PlasticOrder order = store.find(company, card.key());
        if (order == null) {
            throw Refusal.of(CardError.CARD_PLASTIC_UNKNOWN, "no plastic was ordered for the card " + card.id());
        }
        return order;
    }

    private Story story(CompanyKey company, Card card, PlasticOrder order) {
        return new Story(card, order, store.moves(company, order.key()));
    }
}
