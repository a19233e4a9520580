package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.EachByItself;
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
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Payments whose rail is to be asked how they stand, as work that falls due in a company's time: those that a server
/// left behind before the rail was asked or its answer was written, those that wait, and those that were given up
/// without the rail's own word. Asking twice does no harm: the answer is one effect.
@Component
final class DuePayments implements DueWork {
    private final Database database;
    private final AttemptStore store;
    private final Payments payments;
    private final PaymentSettings settings;

    DuePayments(Database database, AttemptStore store, Payments payments, PaymentSettings settings) {
        this.database = database;
        this.store = store;
        this.payments = payments;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "gateway.payment-inquiry";
    }

    @Override
    public Duration every() {
        return settings.look();
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        return store.earliest();
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        List<Attempt> due = database.inCompany(company, () -> store.due(company, now, most));
        Map<Long, Future<@Nullable Attempt>> asking = new HashMap<>();
        Semaphore room = new Semaphore(settings.underWay());
        List<Fired> fired = new ArrayList<>(due.size());
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Attempt payment : due) {
                asking.put(payment.key(), threads.submit(() -> asked(company, payment, now, room)));
            }
            for (Attempt payment : due) {
                Future<@Nullable Attempt> future = asking.get(payment.key());
                fired.add(told(payment, future == null ? null : after(future)));
            }
        }
        return fired;
    }

    private @Nullable Attempt asked(CompanyKey company, Attempt payment, Instant now, Semaphore room)
            throws InterruptedException {
        room.acquire();
        try {
            List<Attempt> after = new ArrayList<>(1);
            EachByItself.run(
                    "ask how payment " + payment.paymentId() + " stands",
                    () -> after.add(payments.inquire(company, payment, now).payment()));
            if (after.isEmpty()) {
                // One that cannot be written is no reason not to look at the next.
                database.inCompany(company, () -> {
                    store.postpone(company, payment, now.plus(settings.pause(payment.asked(), null)));
                    return true;
                });
                return null;
            }
            return after.getFirst();
        } finally {
            room.release();
        }
    }

    private static @Nullable Attempt after(Future<@Nullable Attempt> future) {
        try {
            return future.get();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException _) {
            return null;
        }
    }

    private Fired told(Attempt before, @Nullable Attempt after) {
        Instant due = before.dueAt() == null ? before.modifiedAt() : before.dueAt();
        String subject = "payment " + before.paymentId();
        if (after == null) {
            return new Fired(name(), subject, due, false, "could not be asked for");
        }
        return new Fired(
                name(),
                subject,
                due,
                after.dueAt() == null || after.dueAt().isAfter(due),
                after.dueAt() == null ? after.state().name() : after.state() + "; next " + after.dueAt());
    }
}
