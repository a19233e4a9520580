package io.kosh.gateway.internal;

import io.kosh.gateway.Checkout.Watch;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Those who wait for news of an order. What this server commits they hear at once; what another one commits, by a look
/// at the versions of all watched orders, several times a second, which costs nothing while nobody watches.
@Component
final class OrderWatches implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OrderWatches.class);
    private static final Duration PAUSE = Duration.ofMillis(400);

    private final Database database;
    private final WatchStore store;
    private final Map<Order, Set<Watching>> watching = new ConcurrentHashMap<>();
    /// Touched by the one thread that looks.
    private final Map<Order, Long> seen = new HashMap<>();

    private volatile @Nullable CountDownLatch stopping;
    private boolean failing;

    OrderWatches(Database database, WatchStore store) {
        this.database = database;
        this.store = store;
    }

    private record Order(CompanyKey company, long key) {}

    private final class Watching implements Watch {
        private final Order order;
        private final Runnable changed;
        private final AtomicBoolean open = new AtomicBoolean(true);

        Watching(Order order, Runnable changed) {
            this.order = order;
            this.changed = changed;
        }

        void tell() {
            if (open.get()) {
                EachByItself.run("tell a watcher of an order", changed);
            }
        }

        @Override
        public void close() {
            if (open.compareAndSet(true, false)) {
                watching.computeIfPresent(order, (_, all) -> {
                    all.remove(this);
                    return all.isEmpty() ? null : all;
                });
            }
        }
    }

    Watch watch(CompanyKey company, long orderKey, Runnable changed) {
        Order order = new Order(company, orderKey);
        Watching one = new Watching(order, changed);
        watching.compute(order, (_, all) -> {
            Set<Watching> watchers = all == null ? ConcurrentHashMap.newKeySet() : all;
            watchers.add(one);
            return watchers;
        });
        return one;
    }

    /// Tells those who watch here; after the commit.
    void changed(CompanyKey company, long orderKey) {
        tell(new Order(company, orderKey));
    }

    private void tell(Order order) {
        Set<Watching> all = watching.get(order);
        if (all != null) {
            all.forEach(Watching::tell);
        }
    }

    private void look() {
        Map<CompanyKey, Set<Long>> orders = new HashMap<>();
        watching.keySet()
                .forEach(order -> orders.computeIfAbsent(order.company(), _ -> new HashSet<>())
                        .add(order.key()));
        seen.keySet().retainAll(watching.keySet());
        orders.forEach((company, keys) -> database.inCompany(company, () -> store.changes(company, keys))
                .forEach((key, changes) -> compare(new Order(company, key), changes)));
    }

    private void compare(Order order, long changes) {
        Long before = seen.put(order, changes);
        // The first look tells too: something may have changed between what a watcher read and this look.
        if (!Objects.equals(before, changes)) {
            tell(order);
        }
    }

    private void run(CountDownLatch end) {
        try {
            while (!end.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    look();
                    failing = false;
                } catch (RuntimeException e) {
                    if (!failing) {
                        LOG.atWarn().setCause(e).log("watched orders cannot be read and are read again soon");
                    }
                    failing = true;
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void start() {
        CountDownLatch end = new CountDownLatch(1);
        stopping = end;
        Thread.ofPlatform().daemon().name("order-watches").start(() -> run(end));
    }

    @Override
    public void stop() {
        CountDownLatch end = stopping;
        stopping = null;
        if (end != null) {
            end.countDown();
        }
    }

    @Override
    public boolean isRunning() {
        return stopping != null;
    }
}
