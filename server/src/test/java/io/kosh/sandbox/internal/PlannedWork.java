package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.DueWork;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.stereotype.Component;

/// Due work that a test plans. A subject that begins with "again" plans itself a day later; one that begins with
/// "broken" fails and stays due.
@Component
@ConditionalOnProperty(name = "kosh.test.due-work", havingValue = "true")
final class PlannedWork implements DueWork {
    private final Map<CompanyKey, NavigableMap<Instant, String>> planned = new ConcurrentHashMap<>();
    private final Map<String, Instant> seenAt = new ConcurrentHashMap<>();
    private final BusinessClock clock;
    /// What else happens when a subject runs.
    final Map<String, Runnable> besides = new ConcurrentHashMap<>();

    volatile @Nullable CountDownLatch gate;
    volatile boolean atTheGate;

    PlannedWork(BusinessClock clock) {
        this.clock = clock;
    }

    void plan(CompanyKey company, Instant at, String subject) {
        planned.computeIfAbsent(company, _ -> new TreeMap<>()).put(at, subject);
    }

    /// What the company's clock said when a subject ran.
    @Nullable
    Instant seenAt(String subject) {
        return seenAt.get(subject);
    }

    @Override
    public String name() {
        return "test.planned";
    }

    @Override
    public Duration every() {
        return Duration.ofDays(1);
    }

    @Override
    public Map<CompanyKey, Instant> earliest() {
        Map<CompanyKey, Instant> earliest = new HashMap<>();
        planned.forEach((company, works) -> {
            if (!works.isEmpty()) {
                earliest.put(company, works.firstKey());
            }
        });
        return earliest;
    }

    @Override
    public List<Fired> run(CompanyKey company, Instant now, int most) {
        CountDownLatch closed = gate;
        if (closed != null) {
            atTheGate = true;
            try {
                closed.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
        List<Fired> fired = new ArrayList<>();
        NavigableMap<Instant, String> works = planned.getOrDefault(company, new TreeMap<>());
        for (var due : new TreeMap<>(works.headMap(now, true)).entrySet()) {
            besides.getOrDefault(due.getValue(), () -> {}).run();
            boolean done = !due.getValue().startsWith("broken");
            if (done) {
                works.remove(due.getKey());
            }
            if (due.getValue().startsWith("again")) {
                works.put(due.getKey().plus(Duration.ofDays(1)), due.getValue());
            }
            seenAt.put(due.getValue(), clock.now(company));
            fired.add(new Fired(name(), due.getValue(), due.getKey(), done, done ? "done" : "it is broken"));
        }
        return fired;
    }
}
