package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.internal.MessageStore.Lease;
import io.kosh.messages.internal.MessageStore.Taken;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DispatchLoop;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Has messages sent as soon as they are committed, one of a company in turn with the others', in a bounded number of
/// places. What failed, and what a server left behind, is sent by [DueMessages]. A message is taken with a lease, so
/// that several servers share the work.
@Component
final class MessageDispatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(MessageDispatch.class);

    private final BlockingQueue<CompanyKey> queue = new LinkedBlockingQueue<>();
    private final Set<CompanyKey> queued = ConcurrentHashMap.newKeySet();
    private final Map<CompanyKey, Integer> underWay = new HashMap<>();
    private final Semaphore room;
    /// Half of the places: a rail that is dead fills them with what is tried again, and the rest is for first tries.
    private final Semaphore roomAgain;
    private final Database database;
    private final MessageStore store;
    private final Postman postman;
    private final MessageSettings settings;
    private final BusinessClock business;
    private final Clock clock;
    private final DispatchLoop loop;

    MessageDispatch(
            Database database,
            MessageStore store,
            Postman postman,
            MessageSettings settings,
            BusinessClock business,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.postman = postman;
        this.settings = settings;
        this.business = business;
        this.clock = clock;
        this.room = new Semaphore(settings.underWay(), true);
        this.roomAgain = new Semaphore(Math.max(1, settings.underWay() / 2), true);
        // What was cut off is taken again when its lease is over.
        this.loop = new DispatchLoop("messages", settings.timeout().plusSeconds(1), this::turn);
    }

    /// A company may have something to send. It stands in the queue once, however often it is named.
    void wake(CompanyKey company) {
        if (queued.add(company)) {
            queue.add(company);
        }
    }

    @Override
    public void start() {
        loop.start();
    }

    @Override
    public void stop() {
        loop.stop();
    }

    @Override
    public boolean isRunning() {
        return loop.isRunning();
    }

    private void turn() throws InterruptedException {
        CompanyKey company = queue.take();
        // Named again from here on means something new.
        queued.remove(company);
        if (reserve(company, 1) == 1 && !sendNext(company)) {
            free(company, 1);
        }
    }

    /// Takes places of a company: as many as are free, at most so many.
    private int reserve(CompanyKey company, int wanted) {
        synchronized (underWay) {
            int taken = underWay.getOrDefault(company, 0);
            int granted = Math.clamp(settings.perCompany() - taken, 0, wanted);
            if (granted > 0) {
                underWay.put(company, taken + granted);
            }
            return granted;
        }
    }

    private void free(CompanyKey company, int places) {
        synchronized (underWay) {
            underWay.computeIfPresent(company, (_, count) -> count == places ? null : count - places);
        }
    }

    /// Sends one in the place that was reserved, and lets the others come first before the next. False where nothing is
    /// sent, and the place is still the caller's.
    private boolean sendNext(CompanyKey company) {
        boolean roomy = false;
        boolean begun = false;
        try {
            room.acquire();
            roomy = true;
            ExecutorService sending = loop.senders();
            Instant now = business.now(company);
            List<Taken> taken = sending == null ? List.of() : claim(company, now, 1);
            if (sending != null && !taken.isEmpty()) {
                sending.execute(() -> send(company, taken.getFirst(), now));
                begun = true;
                wake(company);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            LOG.atWarn().setCause(e).log("could not take what is to be sent; it is looked for again");
        } finally {
            if (roomy && !begun) {
                room.release();
            }
        }
        return begun;
    }

    private void send(CompanyKey company, Taken taken, Instant now) {
        try {
            deliver(company, taken, now);
        } finally {
            room.release();
            free(company, 1);
            wake(company);
        }
    }

    private void deliver(CompanyKey company, Taken taken, Instant now) {
        try {
            postman.deliver(company, taken, now);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .log(
                            "message {} was cut off; it is sent again when its lease is over",
                            taken.letter().id());
        }
    }

    private List<Taken> claim(CompanyKey company, Instant now, int most) {
        Instant machine = clock.instant();
        Lease lease = new Lease(UUID.randomUUID(), now, machine, machine.plus(settings.lease()));
        return database.inCompany(company, () -> store.claim(company, lease, most));
    }

    /// Sends what is due at a moment, at most so many, and waits for it, also for what is under way already, here or on
    /// another server. Returns it as it stands then.
    List<Letter> sendDue(CompanyKey company, Instant now, List<Long> keys) {
        ExecutorService sending = loop.senders();
        if (sending == null || keys.isEmpty()) {
            return List.of();
        }
        // One try may have to wait for the places of another.
        long deadline = System.nanoTime() + 2 * settings.timeout().toNanos() + TimeUnit.SECONDS.toNanos(2);
        int left = keys.size();
        try {
            do {
                int sent = left == 0 ? 0 : sendAgain(sending, company, now, left);
                left -= sent;
                if (sent == 0) {
                    TimeUnit.MILLISECONDS.sleep(20);
                }
            } while (database.inCompany(company, () -> store.isDue(company, keys, now))
                    && System.nanoTime() < deadline);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            // Who found all places of the company taken looks again.
            wake(company);
        }
        return database.inCompany(company, () -> store.findAll(company, keys));
    }

    /// Sends some, as many as the company has places, and waits for them. Returns how many.
    private int sendAgain(ExecutorService sending, CompanyKey company, Instant now, int most) {
        int places = reserve(company, most);
        if (places == 0) {
            return 0;
        }
        List<Future<?>> under = new ArrayList<>();
        try {
            for (Taken taken : claim(company, now, places)) {
                under.add(sending.submit(() -> {
                    roomAgain.acquireUninterruptibly();
                    room.acquireUninterruptibly();
                    try {
                        deliver(company, taken, now);
                    } finally {
                        room.release();
                        roomAgain.release();
                    }
                }));
            }
            under.forEach(DispatchLoop::await);
        } finally {
            free(company, places);
        }
        return under.size();
    }
}
