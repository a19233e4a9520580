package io.kosh.testing;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import java.time.Duration;
import java.time.Instant;

/// Business time that a test sets and moves, the same for every company.
public final class MovableBusinessClock implements BusinessClock {
    private volatile Instant now;

    public MovableBusinessClock(Instant start) {
        this.now = start;
    }

    public void advance(Duration by) {
        now = now.plus(by);
    }

    @Override
    public Instant now(CompanyKey company) {
        return now;
    }
}
