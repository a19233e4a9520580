package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Counts the open streams of events and ends them before the server stops.
@Component
@SandboxOnly
final class EventStreams implements SmartLifecycle {
    private static final int MOST = 32;
    private static final int PIECE = 200;
    private static final long PAUSE_MILLIS = 250;
    private static final int SIGN_OF_LIFE = 40;

    /// Long enough to be cheap, short enough for a token that was revoked meanwhile.
    private static final Duration LONGEST = Duration.ofMinutes(1);

    private final Semaphore places = new Semaphore(MOST);
    private final Duration longest;
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;

    @Autowired
    EventStreams() {
        this(LONGEST);
    }

    EventStreams(Duration longest) {
        this.longest = longest;
    }

    /// Somebody who hears of events.
    @FunctionalInterface
    interface Listener {
        void hear(byte[] text) throws IOException;
    }

    /// Where events come from.
    interface Source {
        /// Those after an id, oldest first, at most `most`.
        List<Event> after(long id, int most);

        /// How an event is told: lines of server-sent events, without its id.
        String told(Event event);
    }

    /// Tells a listener of events as server-sent events, until it is gone, the server is about to stop or about a
    /// minute is over: then the listener comes back by itself, from where it was, and is checked anew. Holds its
    /// thread, which is a virtual one.
    void follow(Source source, long from, Listener listener) throws InterruptedException {
        enter();
        try {
            long last = from;
            long began = System.nanoTime();
            listener.hear(bytes(": open\nretry: " + PAUSE_MILLIS + "\n\n"));
            int quiet = 0;
            do {
                List<Event> events = source.after(last, PIECE);
                for (Event event : events) {
                    last = event.id();
                    listener.hear(bytes("id: " + last + "\n" + source.told(event) + "\n\n"));
                }
                quiet = events.isEmpty() ? quiet + 1 : 0;
                if (quiet >= SIGN_OF_LIFE) {
                    listener.hear(bytes(": still here\n\n"));
                    quiet = 0;
                }
            } while (!stopping.await(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    && System.nanoTime() - began < longest.toNanos());
        } catch (IOException _) {
            // The listener is gone, which is how a stream usually ends.
        } finally {
            places.release();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private void enter() {
        if (!places.tryAcquire()) {
            throw Refusal.of(SandboxError.STREAMS_FULL, SandboxError.STREAMS_FULL.meaning());
        }
    }

    @Override
    public void start() {
        stopping = new CountDownLatch(1);
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        stopping.countDown();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
