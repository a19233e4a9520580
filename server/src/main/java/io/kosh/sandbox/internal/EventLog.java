package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.EventNotes;
import io.kosh.platform.RequestWatch;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Takes in what happened and writes it behind the requests' backs. It keeps up with people and test suites; of a flood
/// it takes a bounded number a second and counts what it lets go, so that it never eats into the ledger's rate.
@Component
@SandboxOnly
final class EventLog implements RequestWatch, EventNotes, SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(EventLog.class);
    static final CompanyKey NOBODY = new CompanyKey(0);

    /// What people look at, and where payers write codes and PINs.
    private static final List<String> PAGES = List.of(
            "/sandbox/events",
            "/sandbox/inbox",
            "/sandbox/page",
            "/sandbox/upi-app",
            "/sandbox/bank/",
            "/sandbox/three-d-secure/",
            "/sandbox/wallet/",
            "/sandbox/lender/");

    /// More than a suite of tests makes; a few percent of what a load test does.
    private static final int MOST_A_SECOND = 200;
    private static final int QUEUE = 4_000;
    private static final int BATCH = 500;
    private static final Duration PAUSE = Duration.ofMillis(200);
    private static final long MOST_BYTES = 32L << 20;
    private static final int CLEANED_EVERY = 500;

    private final BlockingQueue<Happened> queue = new ArrayBlockingQueue<>(QUEUE);
    private final AtomicLong second = new AtomicLong();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicLong dropped = new AtomicLong();
    private final Map<CompanyKey, Integer> sinceCleaned = new HashMap<>();
    private final Database database;
    private final EventStore store;
    private final EventText text;
    private final BusinessClock business;
    private final Clock clock;
    private final boolean recording;
    private volatile boolean running;
    private @Nullable Thread thread;

    EventLog(
            Database database,
            EventStore store,
            EventText text,
            BusinessClock business,
            Clock clock,
            SandboxSettings settings) {
        this.recording = settings.eventLog();
        this.database = database;
        this.store = store;
        this.text = text;
        this.business = business;
        this.clock = clock;
    }

    /// Either an exchange or a note.
    private record Happened(
            Instant at, CompanyKey company, @Nullable Exchange exchange, EventNotes.@Nullable Note note) {}

    /// How many this server has let go since it started.
    long dropped() {
        return dropped.get();
    }

    @Override
    public boolean wants(String path) {
        boolean page = path.startsWith("/sandbox")
                && (path.equals("/sandbox") || PAGES.stream().anyMatch(path::startsWith));
        if (page || path.startsWith("/assets/") || path.startsWith("/actuator/")) {
            return false;
        }
        return take();
    }

    /// A place among those of this second.
    private boolean take() {
        if (!recording) {
            return false;
        }
        long now = System.nanoTime() / 1_000_000_000L;
        long before = second.get();
        if (now != before && second.compareAndSet(before, now)) {
            taken.set(0);
        }
        if (taken.get() >= MOST_A_SECOND || taken.incrementAndGet() > MOST_A_SECOND) {
            dropped.incrementAndGet();
            return false;
        }
        return true;
    }

    @Override
    public void ended(Exchange exchange) {
        offer(new Happened(clock.instant(), company(exchange), exchange, null));
    }

    @Override
    public void note(CompanyKey company, EventNotes.Note note) {
        if (!take()) {
            return;
        }
        offer(new Happened(clock.instant(), company, null, note));
    }

    private void offer(Happened happened) {
        if (!queue.offer(happened)) {
            dropped.incrementAndGet();
        }
    }

    /// Who may read of it: the company that it was about, or the only one that the caller acts for. Where the caller
    /// acts for several and none was resolved, it may have been about any of them, and so is shown to none.
    private static CompanyKey company(Exchange exchange) {
        CompanyRef about = exchange.context().company();
        if (about != null) {
            return about.key();
        }
        var caller = exchange.context().caller();
        return caller == null || caller.companies().size() != 1
                ? NOBODY
                : caller.companies().getFirst().key();
    }

    private void run() {
        List<Happened> batch = new ArrayList<>(BATCH);
        while (running || !queue.isEmpty()) {
            try {
                Happened first = queue.poll(200, TimeUnit.MILLISECONDS);
                if (first == null) {
                    continue;
                }
                Thread.sleep(PAUSE);
                batch.add(first);
                queue.drainTo(batch, BATCH - 1);
                write(batch);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                dropped.addAndGet(batch.size());
                LOG.atWarn().setCause(e).log("{} events of the sandbox could not be written", batch.size());
            }
            batch.clear();
        }
    }

    private void write(List<Happened> batch) {
        Map<CompanyKey, List<Event>> byCompany = new HashMap<>();
        for (Happened happened : batch) {
            byCompany
                    .computeIfAbsent(happened.company(), _ -> new ArrayList<>())
                    .add(event(happened));
        }
        byCompany.forEach((company, events) -> {
            boolean clean = sinceCleaned.merge(company, events.size(), Integer::sum) >= CLEANED_EVERY;
            database.inCompany(company, () -> {
                store.insert(company, events);
                if (clean) {
                    store.keep(company, MOST_BYTES);
                }
                return true;
            });
            if (clean) {
                sinceCleaned.remove(company);
            }
        });
    }

    private Event event(Happened happened) {
        Instant businessAt = business.now(happened.company());
        Exchange exchange = happened.exchange();
        if (exchange != null) {
            return new Event(
                    0,
                    happened.at().minus(exchange.took()),
                    businessAt,
                    Event.REQUEST,
                    exchange.context().requestId(),
                    exchange.method(),
                    text.path(exchange.path()),
                    exchange.status(),
                    text.of(exchange));
        }
        EventNotes.Note note = happened.note();
        if (note == null) {
            throw new IllegalStateException("neither an exchange nor a note");
        }
        return new Event(
                0,
                happened.at(),
                businessAt,
                note.kind(),
                note.requestId(),
                null,
                null,
                null,
                text.masked(note.detail()));
    }

    @Override
    public void start() {
        running = true;
        thread = Thread.ofPlatform().daemon().name("sandbox-events").start(this::run);
    }

    @Override
    public void stop() {
        running = false;
        Thread writer = thread;
        if (writer != null) {
            try {
                writer.join(Duration.ofSeconds(5));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /// Stops after the web server, whose last requests it writes.
    @Override
    public int getPhase() {
        return 0;
    }
}
