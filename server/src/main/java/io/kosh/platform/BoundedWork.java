package io.kosh.platform;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
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
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Calls to the outside that are made beside the requests that want them, in a bounded number of places, of which one
/// company takes some at most. What finds no place is left to whoever looks for what is due. Begun and ended by
/// whoever has it, with the server.
public final class BoundedWork {
    private static final Logger LOG = LoggerFactory.getLogger(BoundedWork.class);

    private final String name;
    private final Bounds bounds;
    private final Semaphore room;
    private final Map<CompanyKey, Integer> underWay = new HashMap<>();
    private volatile @Nullable ExecutorService threads;

    /// How much there may be.
    ///
    /// @param all        places on this server
    /// @param perCompany of one company
    /// @param grace      how long what is under way may take when the server stops; then it is cut off
    public record Bounds(int all, int perCompany, Duration grace) {}

    /// @param name what one piece is, for the log
    public BoundedWork(String name, Bounds bounds) {
        this.name = name;
        this.bounds = bounds;
        this.room = new Semaphore(bounds.all(), true);
    }

    public void start() {
        threads = Executors.newVirtualThreadPerTaskExecutor();
    }

    public void stop() {
        ExecutorService stopping = threads;
        threads = null;
        if (stopping == null) {
            return;
        }
        stopping.shutdown();
        try {
            if (!stopping.awaitTermination(bounds.grace().toMillis(), TimeUnit.MILLISECONDS)) {
                stopping.shutdownNow();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    public boolean isRunning() {
        return threads != null;
    }

    /// Does one piece and waits a while for it; does nothing where there is no room.
    public <R> void offer(CompanyKey company, Supplier<@Nullable R> work, Duration most) {
        Future<@Nullable R> begun = begin(company, work);
        if (begun != null) {
            await(begun, most);
        }
    }

    /// Does some pieces, as many at once as there is room for, and waits for all of them. What they gave is returned
    /// without the nulls; those that found no room are left.
    public <R> List<R> doAll(CompanyKey company, List<Supplier<@Nullable R>> work, Duration most) {
        List<R> done = new ArrayList<>();
        for (int next = 0; next < work.size(); ) {
            List<Future<@Nullable R>> batch = new ArrayList<>();
            while (next < work.size() && batch.size() < bounds.perCompany()) {
                Future<@Nullable R> begun = begin(company, work.get(next));
                if (begun == null) {
                    break;
                }
                batch.add(begun);
                next++;
            }
            if (batch.isEmpty()) {
                return done;
            }
            for (Future<@Nullable R> each : batch) {
                R after = await(each, most);
                if (after != null) {
                    done.add(after);
                }
            }
        }
        return done;
    }

    /// Null where there is no room.
    private <R> @Nullable Future<@Nullable R> begin(CompanyKey company, Supplier<@Nullable R> work) {
        ExecutorService running = threads;
        if (running == null || !take(company)) {
            return null;
        }
        try {
            return running.submit(() -> {
                try {
                    return work.get();
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
            if (taken < bounds.perCompany()) {
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

    private <R> @Nullable R await(Future<@Nullable R> begun, Duration most) {
        try {
            return begun.get(most.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException _) {
            return null;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException e) {
            LOG.atError().setCause(e).log("{} broke; it is tried again when it is due", name);
            return null;
        }
    }
}
