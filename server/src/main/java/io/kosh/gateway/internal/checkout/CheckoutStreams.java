package io.kosh.gateway.internal.checkout;

import io.kosh.gateway.Checkout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// The pages that hear at once how their order stands: so many and no more, and none when the server is about to stop.
/// A page that finds no place asks every few seconds instead.
@Component
final class CheckoutStreams implements SmartLifecycle {
    private static final int MOST = 2_000;
    private static final int MOST_OF_AN_ORDER = 20;
    private static final int BACK_AFTER_MILLIS = 1_000;

    /// Proxies cut what is quiet for a minute, and it tells here that a page has gone.
    private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);

    private static final Duration LONGEST = Duration.ofMinutes(10);

    private final Checkout checkout;
    private final Semaphore places;
    private final Duration signOfLife;
    private final Map<String, Integer> ofOrders = new ConcurrentHashMap<>();
    private final Set<Semaphore> open = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    @Autowired
    CheckoutStreams(Checkout checkout) {
        this(checkout, MOST, SIGN_OF_LIFE);
    }

    CheckoutStreams(Checkout checkout, int most, Duration signOfLife) {
        this.checkout = checkout;
        this.places = new Semaphore(most);
        this.signOfLife = signOfLife;
    }

    /// A page that listens.
    @FunctionalInterface
    interface Listener {
        void hear(byte[] text) throws IOException;
    }

    /// Takes a place, to be given back by [#follow].
    boolean enter(String orderId) {
        boolean room = ofOrders.merge(orderId, 1, Integer::sum) <= MOST_OF_AN_ORDER && places.tryAcquire();
        if (!room) {
            leave(orderId);
        }
        return room;
    }

    private void leave(String orderId) {
        ofOrders.computeIfPresent(orderId, (_, count) -> count == 1 ? null : count - 1);
    }

    /// Tells how the order stands, now and after each change, until the page has gone or some minutes are over: then
    /// it comes back by itself. Holds its thread, which is a virtual one. Gives its place back.
    void follow(String orderId, Supplier<String> stand, Listener listener) throws InterruptedException {
        Semaphore changed = new Semaphore(1);
        long began = System.nanoTime();
        open.add(changed);
        try (Checkout.Watch _ = checkout.watch(orderId, changed::release)) {
            listener.hear(bytes("retry: " + BACK_AFTER_MILLIS + "\n\n"));
            String told = "";
            while (running && System.nanoTime() - began < LONGEST.toNanos()) {
                if (!changed.tryAcquire(signOfLife.toMillis(), TimeUnit.MILLISECONDS)) {
                    listener.hear(bytes(": still here\n\n"));
                    continue;
                }
                changed.drainPermits();
                String now = stand.get();
                if (!now.equals(told)) {
                    listener.hear(bytes("data: " + now + "\n\n"));
                    told = now;
                }
            }
        } catch (IOException _) {
            // The page has gone, which is how a stream usually ends.
        } finally {
            open.remove(changed);
            places.release();
            leave(orderId);
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void start() {
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        open.forEach(Semaphore::release);
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
