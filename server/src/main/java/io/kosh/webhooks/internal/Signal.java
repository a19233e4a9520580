package io.kosh.webhooks.internal;

import io.kosh.kernel.CompanyKey;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Companies that may have something to send. A company stands in the queue once, however often it is named.
@Component
final class Signal {
    private final BlockingQueue<CompanyKey> queue = new LinkedBlockingQueue<>();
    private final Set<CompanyKey> queued = ConcurrentHashMap.newKeySet();

    void raise(CompanyKey company) {
        if (queued.add(company)) {
            queue.add(company);
        }
    }

    /// The next company, null where none is named within the time.
    @Nullable
    CompanyKey next(Duration patience) throws InterruptedException {
        CompanyKey company = queue.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (company != null) {
            // Named again from here on means something new.
            queued.remove(company);
        }
        return company;
    }
}
