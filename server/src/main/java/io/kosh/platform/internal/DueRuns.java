package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Runs due work, for the tick and for one company's moved clock alike. The unit is a page of one company: the tick
/// goes round the companies that have something due, a page each, and rests after every page about as long as it took,
/// so that neither a company with much to do nor the whole of it is felt by others.
@Component
final class DueRuns implements DueWorks {
    private static final int PAGE = 200;
    /// The most pieces of one [#runDue]; a sandbox's clock that leaps over more leaves the rest to the tick.
    private static final int MOST_AT_ONCE = 100_000;
    /// Pages under way at the same time, of different kinds: one slow kind cannot stop the others.
    private static final int PAGES_AT_ONCE = 4;

    private static final Duration LONGEST_TICK = Duration.ofMinutes(5);
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(5);
    private static final Duration LONGEST_REST = Duration.ofMillis(500);

    private final Database database;
    private final CompanyRegistry companies;
    private final BusinessClock clock;
    private final List<DueWork> works;
    private final JobFailures failures;
    private final JobMeters meters;
    private final Semaphore pages = new Semaphore(PAGES_AT_ONCE, true);
    private final Map<Turn, Lock> turns = new ConcurrentHashMap<>();

    DueRuns(
            Database database,
            CompanyRegistry companies,
            BusinessClock clock,
            List<DueWork> works,
            JobFailures failures,
            JobMeters meters) {
        this.database = database;
        this.companies = companies;
        this.clock = clock;
        this.works = works;
        this.failures = failures;
        this.meters = meters;
    }

    @Override
    public Optional<Instant> next(CompanyKey company) {
        return database.acrossCompanies(
                List.of(company),
                () -> works.stream()
                        .flatMap(work -> Stream.ofNullable(work.earliest().get(company)))
                        .min(Instant::compareTo));
    }

    @Override
    public List<Fired> runDue(CompanyKey company, Instant now) {
        List<Fired> fired = new ArrayList<>();
        List<Drain> drains =
                works.stream().map(work -> new Drain(work, company)).toList();
        boolean moved;
        do {
            moved = false;
            for (Drain drain : drains) {
                Lock turn = turn(drain.work, company);
                turn.lock();
                try {
                    while (fired.size() < MOST_AT_ONCE && drain.page(now, fired)) {
                        moved = true;
                    }
                } finally {
                    turn.unlock();
                }
            }
        } while (moved && fired.size() < MOST_AT_ONCE);
        drains.forEach(drain -> drain.run.ended());
        return Collections.unmodifiableList(fired);
    }

    /// What of a kind is due everywhere.
    void tick(DueWork work) {
        Tick tick = new Tick(work);
        try {
            tick.run();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } finally {
            tick.run.ended();
        }
    }

    private record Turn(String work, CompanyKey company) {}

    /// One company's work of a kind never runs twice at the same time here.
    private Lock turn(DueWork work, CompanyKey company) {
        return turns.computeIfAbsent(new Turn(work.name(), company), _ -> new ReentrantLock());
    }

    /// One company's due work of a kind, page by page. A failure that stays due is told and counted once.
    private final class Drain {
        private final DueWork work;
        private final CompanyKey company;
        private final JobFailures.Run run;
        private final Set<String> failed = new HashSet<>();

        Drain(DueWork work, CompanyKey company) {
            this(work, company, failures.begin(work.name()));
        }

        Drain(DueWork work, CompanyKey company, JobFailures.Run run) {
            this.work = work;
            this.company = company;
            this.run = run;
        }

        /// Runs a page; says whether something moved, so that asking again makes sense.
        boolean page(Instant now, List<Fired> fired) {
            List<Fired> page;
            try {
                page = work.run(company, now, PAGE);
            } catch (RuntimeException e) {
                Fired whole = new Fired(work.name(), "what is due", now, false, JobFailures.words(e));
                if (first(whole, fired)) {
                    run.failed(named(whole), e);
                }
                return false;
            }
            boolean moved = false;
            for (Fired piece : page) {
                if (piece.done()) {
                    moved = true;
                    meters.fired(work.name(), true);
                    fired.add(piece);
                } else if (first(piece, fired)) {
                    run.failed(named(piece), piece.outcome());
                }
            }
            return moved;
        }

        private boolean first(Fired failure, List<Fired> fired) {
            boolean first = failed.add(failure.subject());
            if (first) {
                meters.fired(work.name(), false);
                fired.add(failure);
            }
            return first;
        }

        private String named(Fired piece) {
            return piece.subject() + " of company " + company.value();
        }
    }

    /// A turn of a kind's tick.
    private final class Tick {
        private final DueWork work;
        private final JobFailures.Run run;
        private final Map<CompanyKey, Drain> drains = new HashMap<>();
        private final Set<CompanyKey> finished = new HashSet<>();

        Tick(DueWork work) {
            this.work = work;
            this.run = failures.begin(work.name());
        }

        void run() throws InterruptedException {
            long began = System.nanoTime();
            boolean moved = true;
            while (moved && System.nanoTime() - began < LONGEST_TICK.toNanos()) {
                moved = round();
            }
        }

        /// Looks who has something due and goes round them for some seconds; then others may have something due.
        private boolean round() throws InterruptedException {
            Deque<Drain> queue = look();
            long looked = System.nanoTime();
            boolean moved = false;
            while (!queue.isEmpty() && System.nanoTime() - looked < LOOK_AGAIN.toNanos()) {
                Drain drain = queue.remove();
                long began = System.nanoTime();
                if (page(drain)) {
                    moved = true;
                    queue.add(drain);
                } else {
                    finished.add(drain.company);
                }
                rest(System.nanoTime() - began);
            }
            return moved;
        }

        private Deque<Drain> look() {
            Deque<Drain> queue = new ArrayDeque<>();
            Duration oldest = Duration.ZERO;
            try {
                List<CompanyKey> keys =
                        companies.all().stream().map(CompanyRef::key).toList();
                for (var earliest :
                        database.acrossCompanies(keys, work::earliest).entrySet()) {
                    CompanyKey company = earliest.getKey();
                    Duration since = Duration.between(earliest.getValue(), clock.now(company));
                    if (!since.isNegative()) {
                        oldest = since.compareTo(oldest) > 0 ? since : oldest;
                        queue.add(drains.computeIfAbsent(company, key -> new Drain(work, key, run)));
                    }
                }
            } catch (RuntimeException e) {
                run.failed("the look for what is due", e);
            }
            meters.looked(work.name(), queue.size(), oldest.toMillis() / 1e3);
            queue.removeIf(drain -> finished.contains(drain.company));
            return queue;
        }

        private boolean page(Drain drain) throws InterruptedException {
            Lock turn = turn(work, drain.company);
            if (!turn.tryLock()) {
                return false;
            }
            try {
                pages.acquire();
                try {
                    return drain.page(clock.now(drain.company), new ArrayList<>());
                } finally {
                    pages.release();
                }
            } finally {
                turn.unlock();
            }
        }

        private static void rest(long worked) throws InterruptedException {
            TimeUnit.NANOSECONDS.sleep(Math.min(worked, LONGEST_REST.toNanos()));
        }
    }
}
