package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Has orders filled beside the requests that made them, in a bounded number of places. What finds no place,
/// and what has no end yet, is left to [DueOrders].
@Component
final class OrderDispatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(OrderDispatch.class);

    private final Fulfilment fulfilment;
    private final ShopSettings settings;
    private final Semaphore room;
    private final Map<CompanyKey, Integer> underWay = new HashMap<>();
    private volatile @Nullable ExecutorService threads;

    OrderDispatch(Fulfilment fulfilment, ShopSettings settings) {
        this.fulfilment = fulfilment;
        this.settings = settings;
        this.room = new Semaphore(settings.underWay(), true);
    }

    @Override
    public void start() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    @Override
    public void stop() {
        ExecutorService stopping = threads;
        threads = null;
        if (stopping == null) {
            return;
        }
        stopping.shutdown();
        try {
            // What is cut off is asked for again when its lease is over.
            if (!stopping.awaitTermination(settings.timeout().plusSeconds(1).toMillis(), TimeUnit.MILLISECONDS)) {
                stopping.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return threads != null;
    }

    /// Has a new order filled, and waits a while for it.
    void fill(CompanyKey company, long key, Instant now) {
        Future<@Nullable VoucherOrder> filling = begin(company, key, now);
        if (filling != null) {
            await(filling, settings.answerWithin());
        }
    }

    /// Tries some orders that are due, as many at once as there is room for, and waits for all of them. Those
    /// that ended or were tried are returned; others ask for the rest.
    List<VoucherOrder> fillAll(CompanyKey company, List<VoucherOrder> due, Instant now) {
        List<VoucherOrder> tried = new ArrayList<>();
        for (int next = 0; next < due.size(); ) {
            List<Future<@Nullable VoucherOrder>> batch = new ArrayList<>();
            while (next < due.size() && batch.size() < settings.perCompany()) {
                Future<@Nullable VoucherOrder> filling =
                        begin(company, due.get(next).key(), now);
                if (filling == null) {
                    break;
                }
                batch.add(filling);
                next++;
            }
            if (batch.isEmpty()) {
                return tried;
            }
            for (Future<@Nullable VoucherOrder> each : batch) {
                VoucherOrder after = await(each, settings.lease());
                if (after != null) {
                    tried.add(after);
                }
            }
        }
        return tried;
    }

    /// Null where there is no room.
    private @Nullable Future<@Nullable VoucherOrder> begin(CompanyKey company, long key, Instant now) {
        ExecutorService running = threads;
        if (running == null || !take(company)) {
            return null;
        }
        try {
            return running.submit(() -> {
                try {
                    return fulfilment.attempt(company, key, now);
                } finally {
                    free(company);
                }
            });
        } catch (RejectedExecutionException _) {
            free(company);
            return null;
        }
    }

    private boolean take(CompanyKey company) {
        if (!room.tryAcquire()) {
            return false;
        }
        synchronized (underWay) {
            int taken = underWay.getOrDefault(company, 0);
            if (taken < settings.perCompany()) {
                underWay.put(company, taken + 1);
                return true;
            }
        }
        room.release();
        return false;
    }

    private void free(CompanyKey company) {
        synchronized (underWay) {
            underWay.computeIfPresent(company, (_, count) -> count == 1 ? null : count - 1);
        }
        room.release();
    }

    private static @Nullable VoucherOrder await(Future<@Nullable VoucherOrder> filling, Duration most) {
        try {
            return filling.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            LOG.atError().setCause(e).log("an order could not be filled; it is tried again");
            return null;
        }
    }
}
