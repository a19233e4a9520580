package io.kosh.sandbox.internal;

import io.kosh.kernel.Refusal;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Counts the open streams of events and ends them before the server stops.
@Component
@SandboxOnly
final class EventStreams implements SmartLifecycle {
    private static final int MOST = 32;

    private final Semaphore places = new Semaphore(MOST);
    private volatile CountDownLatch stopping = new CountDownLatch(1);
    private volatile boolean running;

    void enter() {
        if (!places.tryAcquire()) {
            throw Refusal.of(SandboxError.STREAMS_FULL, SandboxError.STREAMS_FULL.meaning());
        }
    }

    void leave() {
        places.release();
    }

    /// Waits a moment; false where the server is about to stop.
    boolean waits(long millis) throws InterruptedException {
        return !stopping.await(millis, TimeUnit.MILLISECONDS);
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
