package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BoundedWork;
import io.kosh.platform.BoundedWork.Bounds;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.EachByItself;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Payments whose rail is to be asked how they stand, as work that falls due in a company's time: those that a server
/// left behind before the rail was asked or its answer was written, those that wait, and those that were given up
/// without the rail's own word. Asking twice does no harm: the answer is one effect. What finds no place
/// among those that this server asks for at once stays due.
@Component
final class DuePayments implements DueWork, SmartLifecycle {
    /// One call and what is written of it, with time to spare.
    private static final int CALLS = 3;

    private final Database database;
    private final AttemptStore store;
    private final Payments payments;
    private final PaymentSettings settings;
    private final BoundedWork asking;

    DuePayments(Database database, AttemptStore store, Payments payments, PaymentSettings settings) {
        this.database = database;
        this.store = store;
        this.payments = payments;
        this.settings = settings;
        this.asking = new BoundedWork(
                "a question about a payment",
                new Bounds(
                        settings.underWay(),
                        settings.perCompany(),
                        settings.timeout().plusSeconds(1)));
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
    public void start() {
        asking.start();
    }

    @Override
    public void stop() {
        asking.stop();
    }

    @Override
    public boolean isRunning() {
        return asking.isRunning();
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        List<Attempt> due = database.inCompany(company, () -> store.due(company, now, most));
        List<Supplier<@Nullable Fired>> questions = new ArrayList<>(due.size());
        due.forEach(payment -> questions.add(() -> told(payment, asked(company, payment, now))));
        return asking.doAll(company, questions, settings.timeout().multipliedBy(CALLS));
    }

    private @Nullable Attempt asked(CompanyKey company, Attempt payment, Instant now) {
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
