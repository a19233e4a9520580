package io.kosh.platform.internal;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.stereotype.Component;

/// What operators watch of jobs.
@Component
final class JobMeters {
    private final MeterRegistry registry;
    private final Map<String, Look> looks = new ConcurrentHashMap<>();

    JobMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /// What the last look of a kind's tick on this server found.
    private static final class Look {
        private volatile int companies;
        private volatile double oldestSeconds;
    }

    void looked(String work, int companies, double oldestSeconds) {
        Look look = looks.computeIfAbsent(work, this::watched);
        look.companies = companies;
        look.oldestSeconds = oldestSeconds;
    }

    private Look watched(String work) {
        Look look = new Look();
        Gauge.builder("kosh.jobs.due.companies", () -> look.companies)
                .description("companies with something due at the last look of this server")
                .tag("job", work)
                .register(registry);
        Gauge.builder("kosh.jobs.due.oldest", () -> look.oldestSeconds)
                .description("for how long the oldest piece of work had been due at the last look of this server")
                .baseUnit("seconds")
                .tag("job", work)
                .register(registry);
        return look;
    }

    void fired(String work, boolean done) {
        registry.counter("kosh.jobs.pieces", "job", work, "outcome", done ? "done" : "failed")
                .increment();
    }

    void failed(String job) {
        registry.counter("kosh.jobs.failed", "job", job).increment();
    }
}
