package io.kosh.platform.internal;

import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommits;
import io.kosh.platform.Settings;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The pool of committers. Its first-come queue holds each lane with work once, so that companies are served in turn.
/// They are platform threads on purpose: among hundreds of runnable virtual threads a committer that waits for
/// PostgreSQL would queue up behind all of them at every statement.
@Component
final class Committers implements GroupCommits, SmartLifecycle {
    /// Later than the web server, whose requests in flight still need their commits.
    private static final int LATE = 0;

    private final SharedTransactions transactions;
    private final MeterRegistry meters;
    private final Settings.Commit settings;
    private final ThreadPoolExecutor pool;
    private volatile boolean running;

    Committers(SharedTransactions transactions, MeterRegistry meters, Settings settings) {
        this.transactions = transactions;
        this.meters = meters;
        this.settings = settings.commit();
        int size = this.settings.committers();
        this.pool = new ThreadPoolExecutor(
                size,
                size,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(),
                Thread.ofPlatform().daemon().name("committer-", 0).factory(),
                // What comes while the pool ends is done by who brings it: nothing that was taken is dropped.
                (work, _) -> work.run());
    }

    @Override
    public <C, R> GroupCommit<C, R> open(String name, GroupCommit.Handler<C, R> handler) {
        return new CompanyLanes<>(transactions, handler, settings, new CommitMeters(meters, name), pool);
    }

    @Override
    public void start() {
        running = true;
    }

    /// Waits for what was taken.
    @Override
    public void stop() {
        running = false;
        pool.shutdown();
        try {
            pool.awaitTermination(settings.patience().toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return LATE;
    }
}
