package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.messages.internal.MessageStore.Lease;
import io.kosh.messages.internal.MessageStore.Taken;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
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
    private final Map<CompanyKey, Integer> underWay = new ConcurrentHashMap<>();
    private final Semaphore room;
    private final Database database;
    private final MessageStore store;
    private final Postman postman;
    private final MessageSettings settings;
    private final BusinessClock business;
    private final Clock clock;
    private volatile @Nullable ExecutorService senders;
    private volatile @Nullable Thread looker;

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
    }

    /// A company may have something to send. It stands in the queue once, however often it is named.
    void wake(CompanyKey company) {
        if (queued.add(company)) {
            queue.add(company);
        }
    }

    @Override
    public void start() {
        senders = Executors.newVirtualThreadPerTaskExecutor();
        // It goes on while it is the looker, so it may not begin before it is.
        Thread thread = Thread.ofPlatform().name("messages").daemon().unstarted(this::work);
        looker = thread;
        thread.start();
    }

    @Override
    public void stop() {
        Thread working = looker;
        ExecutorService sending = senders;
        looker = null;
        senders = null;
        if (working == null || sending == null) {
            return;
        }
        working.interrupt();
        sending.shutdown();
        try {
            // What was cut off is taken again when its lease is over.
            if (!sending.awaitTermination(settings.timeout().toMillis() + 1_000, TimeUnit.MILLISECONDS)) {
                sending.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return looker != null;
    }

    private void work() {
        while (Thread.currentThread().equals(looker)) {
            try {
                CompanyKey company = queue.take();
                // Named again from here on means something new.
                queued.remove(company);
                if (underWay.getOrDefault(company, 0) < settings.perCompany()) {
                    room.acquire();
                    sendNext(company);
                }
            } catch (InterruptedException _) {
                return;
            } catch (RuntimeException e) {
                LOG.atWarn().setCause(e).log("could not take what is to be sent; it is looked for again");
            }
        }
    }

    /// Sends one, and lets the others come first before the next.
    private void sendNext(CompanyKey company) {
        boolean begun = false;
        try {
            ExecutorService sending = senders;
            Instant now = business.now(company);
            List<Taken> taken = sending == null ? List.of() : claim(company, now, 1);
            if (sending == null || taken.isEmpty()) {
                return;
            }
            underWay.merge(company, 1, Integer::sum);
            sending.execute(() -> send(company, taken.getFirst(), now));
            begun = true;
            wake(company);
        } finally {
            if (!begun) {
                room.release();
            }
        }
    }

    private void send(CompanyKey company, Taken taken, Instant now) {
        try {
            deliver(company, taken, now);
        } finally {
            room.release();
            underWay.computeIfPresent(company, (_, count) -> count == 1 ? null : count - 1);
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
        ExecutorService sending = senders;
        if (sending == null || keys.isEmpty()) {
            return List.of();
        }
        List<Future<?>> under = new ArrayList<>();
        for (Taken taken : claim(company, now, keys.size())) {
            under.add(sending.submit(() -> {
                room.acquireUninterruptibly();
                try {
                    deliver(company, taken, now);
                } finally {
                    room.release();
                }
            }));
        }
        under.forEach(MessageDispatch::await);
        long deadline = System.nanoTime() + settings.timeout().toNanos() + TimeUnit.SECONDS.toNanos(2);
        while (database.inCompany(company, () -> store.isDue(company, keys, now)) && System.nanoTime() < deadline) {
            try {
                TimeUnit.MILLISECONDS.sleep(20);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                break;
            }
        }
        return database.inCompany(company, () -> store.findAll(company, keys));
    }

    private static void await(Future<?> future) {
        try {
            future.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            LOG.atError().setCause(e).log("a sender failed");
        }
    }
}
