package io.kosh.gateway.internal;

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

/// Asks rails for refunds beside the requests that made them, in a bounded number of places. What finds no place, and
/// what has no end yet, is left to [DueRefunds].
@Component
final class RefundDispatch implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(RefundDispatch.class);

    private final RefundCalls calls;
    private final RefundSettings settings;
    private final Semaphore room;
    private final Map<CompanyKey, Integer> underWay = new HashMap<>();
    private volatile @Nullable ExecutorService threads;

    RefundDispatch(RefundCalls calls, RefundSettings settings) {
        this.calls = calls;
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
            // What is cut off is asked for again when it is due.
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

    /// Asks for a new refund, and waits a while for the answer.
    void give(CompanyKey company, long key, Instant now) {
        Future<@Nullable Refund> giving = begin(company, key, now);
        if (giving != null) {
            await(giving, settings.answerWithin());
        }
    }

    /// Tries some refunds that are due, as many at once as there is room for, and waits for all of them. Those
    /// that ended or were tried are returned; others ask for the rest.
    List<Refund> giveAll(CompanyKey company, List<Refund> due, Instant now) {
        List<Refund> tried = new ArrayList<>();
        for (int next = 0; next < due.size(); ) {
            List<Future<@Nullable Refund>> batch = new ArrayList<>();
            while (next < due.size() && batch.size() < settings.perCompany()) {
                Future<@Nullable Refund> giving = begin(company, due.get(next).key(), now);
                if (giving == null) {
                    break;
                }
                batch.add(giving);
                next++;
            }
            if (batch.isEmpty()) {
                return tried;
            }
            for (Future<@Nullable Refund> each : batch) {
                Refund after = await(each, settings.lease());
                if (after != null) {
                    tried.add(after);
                }
            }
        }
        return tried;
    }

    /// Null where there is no room.
    private @Nullable Future<@Nullable Refund> begin(CompanyKey company, long key, Instant now) {
        ExecutorService running = threads;
        if (running == null || !take(company)) {
            return null;
        }
        try {
            return running.submit(() -> {
                try {
                    return calls.attempt(company, key, now);
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

    private static @Nullable Refund await(Future<@Nullable Refund> giving, Duration most) {
        try {
            return giving.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            LOG.atError().setCause(e).log("a refund could not be asked for; it is tried again");
            return null;
        }
    }
}
