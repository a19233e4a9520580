package io.kosh.webhooks.internal;

import io.kosh.webhooks.internal.Delivery.Attempt;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// What an operator sees of deliveries.
@Component
final class WebhookMeters {
    private final MeterRegistry registry;
    private volatile long pending;
    private volatile double oldestDueSeconds;

    WebhookMeters(MeterRegistry registry, UnderWay underWay) {
        this.registry = registry;
        Gauge.builder("kosh.webhooks.pending", () -> pending)
                .description("deliveries that wait for their first or next try, counted up to 100,000")
                .register(registry);
        Gauge.builder("kosh.webhooks.oldest.due", () -> oldestDueSeconds)
                .description("how long the longest due delivery waits for its try, in its company's time")
                .baseUnit("seconds")
                .register(registry);
        Gauge.builder("kosh.webhooks.under.way", underWay::total)
                .description("deliveries that this server sends at the moment")
                .register(registry);
    }

    /// One try.
    void tried(String outcome, long nanos) {
        Timer.builder("kosh.webhooks.try")
                .description("connecting to a receiver and its answer")
                .tag("outcome", outcome)
                .register(registry)
                .record(nanos, TimeUnit.NANOSECONDS);
        if (outcome.equals(Attempt.DELIVERED)) {
            registry.counter("kosh.webhooks.delivered").increment();
        } else {
            registry.counter("kosh.webhooks.failed", "reason", outcome).increment();
        }
    }

    void waiting(long deliveries) {
        this.pending = deliveries;
    }

    void oldestDue(Duration late) {
        this.oldestDueSeconds = Math.max(0, late.toMillis() / 1_000.0);
    }
}
