package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Orders whose supplier is to be asked again, as work that falls due in a company's time; also those that a
/// server left behind.
@Component
final class DueOrders implements DueWork {
    private final Database database;
    private final OrderStore store;
    private final OrderDispatch dispatch;
    private final ShopSettings settings;

    DueOrders(Database database, OrderStore store, OrderDispatch dispatch, ShopSettings settings) {
        this.database = database;
        this.store = store;
        this.dispatch = dispatch;
        this.settings = settings;
    }

    @Override
    public String name() {
        return "loyalty.voucher-orders";
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
        List<VoucherOrder> due = database.inCompany(company, () -> store.due(company, now, most));
        Map<Long, Instant> dueAt = new HashMap<>();
        due.forEach(order -> dueAt.put(order.key(), order.dueAt()));
        return dispatch.fillAll(company, due, now).stream()
                .map(after -> new Fired(
                        name(),
                        "order " + after.id(),
                        dueAt.getOrDefault(after.key(), after.dueAt()),
                        !after.state().isOpen(),
                        after.state().isOpen()
                                ? "no last word yet; next " + after.dueAt()
                                : after.state().name()))
                .toList();
    }
}
