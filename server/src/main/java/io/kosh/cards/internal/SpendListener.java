package io.kosh.cards.internal;

import io.kosh.ledger.HoldsTimedOut;
import io.kosh.ledger.HoldsTimingOut;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Hears of holds on cards that ended by their time; what they took of the limits is given back with them.
@Component
final class SpendListener {
    private final AuthorizationStore store;
    private final SpendNews news;

    SpendListener(AuthorizationStore store, SpendNews news) {
        this.store = store;
        this.news = news;
    }

    /// Authorisations first, then accounts: as a message locks them that clears or takes back at the same moment.
    @EventListener
    void timingOut(HoldsTimingOut event) {
        store.lockHeld(event.company(), event.holds());
    }

    /// In the transaction that ended the holds.
    @EventListener
    void timedOut(HoldsTimedOut event) {
        news.expired(event.company(), store.expire(event.company(), event.holds()));
    }
}
