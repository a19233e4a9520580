package io.kosh.loyalty.internal;

import io.kosh.ledger.HoldsTimedOut;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Hears of holds of coins that ended by their time.
@Component
final class CoinListener {
    private final Burns burns;

    CoinListener(Burns burns) {
        this.burns = burns;
    }

    /// In the transaction that ended the holds.
    @EventListener
    void timedOut(HoldsTimedOut event) {
        burns.timedOut(event.company(), event.holds());
    }
}
