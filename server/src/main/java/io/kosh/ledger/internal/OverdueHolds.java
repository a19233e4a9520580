package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.StateCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.springframework.stereotype.Component;

/// Finds holds that should have timed out long ago.
@Component
final class OverdueHolds implements StateCheck {
    private static final Duration LATE = Duration.ofMinutes(5);
    private static final int MOST = 100;

    private final HoldStore holds;

    OverdueHolds(HoldStore holds) {
        this.holds = holds;
    }

    @Override
    public String name() {
        return "ledger.overdue-holds";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        return holds.due(company, now.minus(LATE), null, MOST).stream()
                .map(hold -> "hold " + hold.transfer() + " was due more than " + LATE.toMinutes()
                        + " min ago and is still held")
                .toList();
    }
}
