package io.kosh.loyalty.internal;

import io.kosh.ledger.HoldTimedOut;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/// Hears of holds of coins that ended by their time.
@Component
final class CoinListener {
    private final Burns burns;

    CoinListener(Burns burns) {
        this.burns = burns;
    }

    /// In the transaction that ended the hold.
    @EventListener
    void timedOut(HoldTimedOut event) {
        burns.timedOut(event.company(), event.hold());
    }
}
