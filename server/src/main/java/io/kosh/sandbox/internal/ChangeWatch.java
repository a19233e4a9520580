package io.kosh.sandbox.internal;

import io.kosh.platform.Database;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Keeps this server's memory in step with the tables: several times a second it reads one number, and everything
/// where that has moved. Another server's change is so known within half a second.
@Component
@SandboxOnly
final class ChangeWatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(ChangeWatch.class);
    private static final Duration PAUSE = Duration.ofMillis(250);
    /// A server that died between its commit and its count is made good by this.
    private static final Duration ANYWAY = Duration.ofSeconds(10);

    private final Database database;
    private final ClockStore store;
    private final List<Remembered> memories;
    private CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;
    private long seen = -1;
    private long readAt;
    private boolean failing;

    ChangeWatch(Database database, ClockStore store, List<Remembered> memories) {
        this.database = database;
        this.store = store;
        this.memories = List.copyOf(memories);
    }

    /// Tells the other servers; after the commit.
    void tell() {
        database.inRegistry(() -> {
            store.changed();
            return true;
        });
    }

    private void look() {
        try {
            long now = database.inRegistry(store::changes);
            if (now != seen || System.nanoTime() - readAt > ANYWAY.toNanos()) {
                memories.forEach(Remembered::reload);
                seen = now;
                readAt = System.nanoTime();
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.atWarn().setCause(e).log("the sandbox's state cannot be read and is read again soon");
            }
            failing = true;
        }
    }

    private void run(CountDownLatch end) {
        try {
            while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                look();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        look();
        CountDownLatch end = new CountDownLatch(1);
        stopping = end;
        thread = Thread.ofPlatform().daemon().name("sandbox-changes").start(() -> run(end));
    }

    @Override
    public void stop() {
        stopping.countDown();
        thread = null;
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /// Before the web server, so that the first request meets moved clocks.
    @Override
    public int getPhase() {
        return 0;
    }
}
