package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Refunds whose rail is to be asked, as work that falls due in a company's time: those that go back by themselves,
/// those that have no end yet, and those that a server left behind.
@Component
final class DueRefunds implements DueWork {
    private final Database database;
    private final RefundStore store;
    private final RefundDispatch dispatch;
    private final RefundSettings settings;

    DueRefunds(Database database, RefundStore store, RefundDispatch dispatch, RefundSettings settings) {
        this.database = database;
        this.store = store;
        this.dispatch = dispatch;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "gateway.refund-inquiry";
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
        List<Refund> due = database.inCompany(company, () -> store.due(company, now, most));
        Map<Long, @Nullable Instant> dueAt = new HashMap<>();
        due.forEach(refund -> dueAt.put(refund.key(), refund.dueAt()));
        return dispatch.giveAll(company, due, now).stream()
                .map(after -> told(after, Objects.requireNonNull(dueAt.get(after.key()), "what is due has a moment")))
                .toList();
    }

    private Fired told(Refund after, Instant was) {
        Instant next = after.dueAt();
        return new Fired(
                name(),
                "refund " + after.refundId(),
                was,
                next == null || next.isAfter(was),
                next == null ? after.state().name() : "no last word yet; next " + next);
    }
}
