package io.kosh.bench.torture;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// Every call of a round, as its clients saw it.
final class History {
    private final Queue<Call> calls = new ConcurrentLinkedQueue<>();
    private final Queue<Finding> findings = new ConcurrentLinkedQueue<>();
    private final AtomicReference<@Nullable Call> latestAllocation = new AtomicReference<>();
    private final AtomicInteger next = new AtomicInteger();

    /// A number that no other call of the round has.
    int number() {
        return next.getAndIncrement();
    }

    /// Before it is sent for the first time.
    void add(Call call) {
        calls.add(call);
        if (call.kind() == Call.Kind.ALLOCATE) {
            latestAllocation.set(call);
        }
    }

    /// Every call that went out at least once; what never reached a server promises nothing.
    List<Call> calls() {
        return calls.stream().filter(call -> call.sent() > 0).toList();
    }

    /// The allocation that any client began last, for another to send as well.
    @Nullable
    Call latestAllocation() {
        return latestAllocation.get();
    }

    /// Something that was wrong while the load ran.
    void found(Finding finding) {
        findings.add(finding);
    }

    List<Finding> findings() {
        return List.copyOf(findings);
    }
}
