package io.kosh.gateway.internal;

import io.kosh.kernel.MomentId;
import java.security.SecureRandom;
import java.time.Clock;
import org.springframework.stereotype.Component;

/// Mints the ids by which payers' browsers name orders, payments and refunds: whoever has one may use it, so they are
/// not to be guessed.
@Component
final class GatewayIds {
    private static final MomentId ORDER = new MomentId("ORD");
    private static final MomentId TRANSACTION = new MomentId("EK");

    private final Clock clock;
    private final SecureRandom random = new SecureRandom();

    GatewayIds(Clock clock) {
        this.clock = clock;
    }

    /// `ORD...`, of an order.
    String order() {
        return ORDER.mint(clock.instant(), random);
    }

    /// `EK...`, of a checkout, a payment or a refund.
    String transaction() {
        return TRANSACTION.mint(clock.instant(), random);
    }
}
