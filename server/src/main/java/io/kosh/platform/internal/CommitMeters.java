package io.kosh.platform.internal;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// What an operator sees of one group commit.
final class CommitMeters {
    private final MeterRegistry registry;
    private final String name;
    private final DistributionSummary batchSize;
    private final Timer queueWait;
    private final Timer work;
    private final Timer turn;
    private final Timer commit;

    CommitMeters(MeterRegistry registry, String name) {
        this.registry = registry;
        this.name = name;
        this.batchSize = DistributionSummary.builder("kosh.commit.batch.size")
                .description("commands of one transaction")
                .tag("name", name)
                .publishPercentileHistogram()
                .minimumExpectedValue(1.0)
                .maximumExpectedValue(1024.0)
                .register(registry);
        this.queueWait = timer("kosh.commit.queue.wait", "from a command's arrival until its batch begins");
        this.work = timer(
                "kosh.commit.work", "from a batch's begin until its last round trip, the wait for its turn included");
        this.turn = timer("kosh.commit.turn", "how long a batch that is ready to lock waits for the one before it");
        this.commit = timer("kosh.commit.commit", "the last round trip: what is left to write, and the commit");
    }

    private Timer timer(String what, String description) {
        return Timer.builder(what)
                .description(description)
                .tag("name", name)
                .publishPercentileHistogram()
                .register(registry);
    }

    void oldestUnacknowledged(Supplier<Number> seconds) {
        Gauge.builder("kosh.commit.oldest.unacknowledged", seconds)
                .description("how long the oldest command has waited for its answer")
                .baseUnit("seconds")
                .tag("name", name)
                .register(registry);
    }

    void began(int commands) {
        batchSize.record(commands);
    }

    void waited(long nanos) {
        queueWait.record(nanos, TimeUnit.NANOSECONDS);
    }

    void committed(long workNanos, long commitNanos) {
        work.record(workNanos, TimeUnit.NANOSECONDS);
        commit.record(commitNanos, TimeUnit.NANOSECONDS);
    }

    void turned(long nanos) {
        turn.record(nanos, TimeUnit.NANOSECONDS);
    }

    void full() {
        registry.counter("kosh.commit.full", "name", name).increment();
    }
}
