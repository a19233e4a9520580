package io.kosh.platform;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a context has that sends something after a commit: a thread that takes what is to be sent, turn by turn, and
/// virtual threads that send it. Begun and ended by whoever has it, with the server.
public final class DispatchLoop {
    private static final Logger LOG = LoggerFactory.getLogger(DispatchLoop.class);

    private final String name;
    private final Duration grace;
    private final Turn turn;
    private volatile @Nullable ExecutorService senders;
    private volatile @Nullable Thread taker;

    /// @param name  of the thread
    /// @param grace how long what is being sent may take when the server stops; then it is cut off
    /// @param turn  waits for something to take, takes it and has it sent; one that fails is logged and followed by
    ///              the next
    public DispatchLoop(String name, Duration grace, Turn turn) {
        this.name = name;
        this.grace = grace;
        this.turn = turn;
    }

    /// One turn of the thread.
    @FunctionalInterface
    public interface Turn {
        void take() throws InterruptedException;
    }

    public void start() {
        senders = Executors.newVirtualThreadPerTaskExecutor();
        // It goes on while it is the taker, so it may not begin before it is.
        Thread thread = Thread.ofPlatform().name(name).daemon().unstarted(this::work);
        taker = thread;
        thread.start();
    }

    public void stop() {
        Thread taking = taker;
        ExecutorService sending = senders;
        taker = null;
        senders = null;
        if (taking == null || sending == null) {
            return;
        }
        taking.interrupt();
        sending.shutdown();
        try {
            if (!sending.awaitTermination(grace.toMillis(), TimeUnit.MILLISECONDS)) {
                sending.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return taker != null;
    }

    /// The threads to send with, null before the start and after the stop.
    public @Nullable ExecutorService senders() {
        return senders;
    }

    /// Waits for what a sender does; its failure is logged.
    public static void await(Future<?> sending) {
        try {
            sending.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.atError().setCause(e).log("a sender failed");
        }
    }

    private void work() {
        while (Thread.currentThread().equals(taker)) {
            try {
                turn.take();
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("could not take what {} have to send; it is looked for again", name);
            }
        }
    }
}
