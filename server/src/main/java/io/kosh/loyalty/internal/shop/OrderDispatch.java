package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BoundedWork;
import io.kosh.platform.BoundedWork.Bounds;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Has orders filled beside the requests that made them. What finds no place, and what has no end yet, is left to
/// [DueOrders].
@Component
final class OrderDispatch implements SmartLifecycle {
    private final Fulfilment fulfilment;
    private final ShopSettings settings;
    private final BoundedWork work;

    OrderDispatch(Fulfilment fulfilment, ShopSettings settings) {
        this.fulfilment = fulfilment;
        this.settings = settings;
        this.work = new BoundedWork(
                "an order of vouchers",
                new Bounds(
                        settings.underWay(),
                        settings.perCompany(),
                        settings.timeout().plusSeconds(1)));
    }

    @Override
    public void start() {
        work.start();
    }

    @Override
    public void stop() {
        work.stop();
    }

    @Override
    public boolean isRunning() {
        return work.isRunning();
    }

    /// Has a new order filled, and waits a while for it.
    void fill(CompanyKey company, long key, Instant now) {
        work.offer(company, () -> fulfilment.attempt(company, key, now), settings.answerWithin());
    }

    /// Tries some orders that are due. Those that ended or were tried are returned.
    List<VoucherOrder> fillAll(CompanyKey company, List<VoucherOrder> due, Instant now) {
        List<Supplier<@Nullable VoucherOrder>> tries = new ArrayList<>(due.size());
        due.forEach(each -> tries.add(() -> fulfilment.attempt(company, each.key(), now)));
        return work.doAll(company, tries, settings.lease());
    }
}
