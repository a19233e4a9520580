package io.kosh.webhooks.internal;

import io.kosh.platform.DeliveryFaults;
import io.kosh.platform.DeliveryFaults.DeliveryFault;
import io.kosh.webhooks.internal.Deliverer.Taken;
import java.time.Duration;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// What a scenario of the sandbox does to messages on their way. In live there is none, and nothing is asked.
@Component
final class Spoiling {
    private static final DeliveryFault NONE = new DeliveryFault("", 1, Duration.ZERO, false, false);

    private final @Nullable DeliveryFaults faults;
    /// Messages that wait for another one to the same endpoint.
    private final Map<Long, Queue<CountDownLatch>> waiting = new ConcurrentHashMap<>();

    Spoiling(ObjectProvider<DeliveryFaults> faults) {
        this.faults = faults.getIfAvailable();
    }

    /// What is to go wrong with a try; only a first one is spoilt.
    DeliveryFault choose(Taken taken) {
        if (faults == null || taken.delivery().attempts() > 0) {
            return NONE;
        }
        DeliveryFault chosen =
                faults.choose(taken.endpoint().company(), taken.delivery().type());
        return chosen == null ? NONE : chosen;
    }

    /// Keeps a message for as long as its fault says.
    void keep(Taken taken, DeliveryFault fault) {
        if (fault.delay().isZero()) {
            return;
        }
        CountDownLatch another = new CountDownLatch(1);
        if (fault.afterNext()) {
            waiting.computeIfAbsent(taken.endpoint().key(), _ -> new ConcurrentLinkedQueue<>())
                    .add(another);
        }
        try {
            boolean followed = another.await(fault.delay().toMillis(), TimeUnit.MILLISECONDS);
            if (!followed && fault.afterNext()) {
                waiting.getOrDefault(taken.endpoint().key(), new ConcurrentLinkedQueue<>())
                        .remove(another);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// A message reached its endpoint: one that was to come after it may go.
    void sent(Taken taken) {
        Queue<CountDownLatch> kept = waiting.get(taken.endpoint().key());
        CountDownLatch first = kept == null ? null : kept.poll();
        if (first != null) {
            first.countDown();
        }
    }
}
