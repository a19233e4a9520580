package io.kosh.ledger.internal;

import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Reason;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/// What an operator sees of the ledger: how long its accounts are waited for, and what it posts and refuses.
@Component
final class LedgerMeters {
    private final Timer lockWait;
    private final Timer sealWait;
    private final Counter posted;
    private final Counter replayed;
    private final Map<Reason, Counter> refused = new EnumMap<>(Reason.class);

    LedgerMeters(MeterRegistry registry) {
        this.lockWait = Timer.builder("kosh.ledger.lock.wait")
                .description(
                        "how long a batch waits for the locks of its accounts, reading them included; its sources too, "
                                + "where both are one trip")
                .publishPercentileHistogram()
                .register(registry);
        this.sealWait = Timer.builder("kosh.ledger.seal.wait")
                .description("how long the first batch of a block waited to be sealed")
                .publishPercentileHistogram()
                .register(registry);
        this.posted = Counter.builder("kosh.ledger.posted")
                .description("transfers written")
                .register(registry);
        this.replayed = Counter.builder("kosh.ledger.replayed")
                .description("commands that stood already")
                .register(registry);
        for (Reason reason : Reason.values()) {
            refused.put(
                    reason,
                    Counter.builder("kosh.ledger.refused")
                            .description("commands refused")
                            .tag("reason", reason.name())
                            .register(registry));
        }
    }

    void locked(long nanos) {
        lockWait.record(nanos, TimeUnit.NANOSECONDS);
    }

    void sealed(Duration waited) {
        sealWait.record(waited);
    }

    /// Counts decisions; those of a transaction that rolls back are counted too.
    void decided(List<Outcome> outcomes) {
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Posted made -> (made.replayed() ? replayed : posted).increment();
                case Outcome.Refused no -> {
                    Counter counter = refused.get(no.reason());
                    if (counter != null) {
                        counter.increment();
                    }
                }
            }
        }
    }
}
