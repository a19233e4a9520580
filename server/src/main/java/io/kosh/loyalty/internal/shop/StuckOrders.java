package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.StateCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// Finds orders of which no supplier has said a last word for days: a person has to ask.
@Component
final class StuckOrders implements StateCheck {
    private static final Duration TOO_LONG = Duration.ofDays(3);

    private final OrderStore store;

    StuckOrders(OrderStore store) {
        this.store = store;
    }

    @Override
    public String name() {
        return "loyalty.stuck-orders";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        return store.openSince(company, now.minus(TOO_LONG)).entrySet().stream()
                .map(open -> "the order " + open.getKey() + " has no end since " + open.getValue())
                .sorted()
                .toList();
    }
}
