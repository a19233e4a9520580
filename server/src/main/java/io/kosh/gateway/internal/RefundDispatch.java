package io.kosh.gateway.internal;

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

/// Asks rails for refunds beside the requests that made them. What finds no place, and what has no end yet, is left to
/// [DueRefunds].
@Component
final class RefundDispatch implements SmartLifecycle {
    private final RefundCalls calls;
    private final RefundSettings settings;
    private final BoundedWork work;

    RefundDispatch(RefundCalls calls, RefundSettings settings) {
        this.calls = calls;
        this.settings = settings;
        this.work = new BoundedWork(
                "a refund",
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

    /// Asks for a new refund, and waits a while for the answer.
    void give(CompanyKey company, long key, Instant now) {
        work.offer(company, () -> calls.attempt(company, key, now), settings.answerWithin());
    }

    /// Tries some refunds that are due. Those that ended or were tried are returned.
    List<Refund> giveAll(CompanyKey company, List<Refund> due, Instant now) {
        List<Supplier<@Nullable Refund>> tries = new ArrayList<>(due.size());
        due.forEach(each -> tries.add(() -> calls.attempt(company, each.key(), now)));
        return work.doAll(company, tries, settings.lease());
    }
}
