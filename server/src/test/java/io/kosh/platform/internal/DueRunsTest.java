package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.RequestContext;
import io.kosh.testing.Api;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The tick and the moved clock over work that the test makes up.
@Tag("store")
class DueRunsTest {
    private static final Instant START = Instant.parse("2026-11-22T10:00:00Z");
    private static final AtomicInteger NAMES = new AtomicInteger();

    private final TestServer server = TestServer.shared();
    private final Database database = server.bean(Database.class);
    private final CompanyRef first = Api.of(server).newCompany(0).company();
    private final CompanyRef second = Api.of(server).newCompany(0).company();
    private final MovableBusinessClock clock = new MovableBusinessClock(START);

    /// Pieces in memory, by company: their subject and when they are due.
    private static class Pieces implements DueWork {
        final String name = "test.pieces-" + NAMES.incrementAndGet();
        final Map<CompanyKey, Map<String, Instant>> due = new ConcurrentHashMap<>();
        final List<String> ran = Collections.synchronizedList(new ArrayList<>());

        void add(CompanyRef company, int count, Instant at) {
            Map<String, Instant> pieces = due.computeIfAbsent(company.key(), _ -> new TreeMap<>());
            IntStream.range(0, count).forEach(i -> pieces.put(company.id() + "-%05d".formatted(pieces.size()), at));
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public Duration every() {
            return Duration.ofSeconds(10);
        }

        @Override
        public Map<CompanyKey, Instant> earliest() {
            Map<CompanyKey, Instant> earliest = new HashMap<>();
            due.forEach((company, pieces) ->
                    pieces.values().stream().min(Instant::compareTo).ifPresent(at -> earliest.put(company, at)));
            return earliest;
        }

        @Override
        public List<Fired> run(CompanyKey company, Instant now, int most) {
            Map<String, Instant> pieces = due.getOrDefault(company, new TreeMap<>());
            return pieces.entrySet().stream()
                    .filter(piece -> !piece.getValue().isAfter(now))
                    .limit(most)
                    .toList()
                    .stream()
                    .map(piece -> piece(pieces, piece.getKey(), piece.getValue()))
                    .toList();
        }

        Fired piece(Map<String, Instant> pieces, String subject, Instant at) {
            pieces.remove(subject);
            ran.add(subject);
            return new Fired(name, subject, at, true, "done");
        }
    }

    private DueRuns runs(DueWork... works) {
        CompanyRegistry two = new CompanyRegistry() {
            @Override
            public List<CompanyRef> all() {
                return List.of(first, second);
            }

            @Override
            public @Nullable CompanyRef find(String companyId) {
                return null;
            }

            @Override
            public @Nullable CompanyRef findActive(CompanyKey key) {
                return null;
            }
        };
        return new DueRuns(
                database,
                two,
                clock,
                List.of(works),
                server.bean(JobFailures.class),
                new JobMeters(new SimpleMeterRegistry()));
    }

    private JobStore.@Nullable Failures failures(DueWork work) {
        return database.acrossCompanies(
                        List.of(), () -> server.bean(JobStore.class).failures())
                .get(work.name());
    }

    @Test
    void aTickRunsWhatIsDueAndLeavesWhatIsNot() {
        Pieces work = new Pieces();
        work.add(first, 450, START);
        work.add(second, 3, START.plusSeconds(60));

        runs(work).tick(work);

        assertThat(work.ran).hasSize(450).allMatch(subject -> subject.startsWith(first.id()));
        clock.advance(Duration.ofMinutes(1));
        runs(work).tick(work);
        assertThat(work.ran).hasSize(453);
    }

    @Test
    void aCompanyWithMuchToDoHoldsBackNoOther() {
        Pieces work = new Pieces();
        work.add(first, 2_000, START.minusSeconds(60));
        work.add(second, 5, START);

        runs(work).tick(work);

        int lastOfSecond = IntStream.range(0, work.ran.size())
                .filter(i -> work.ran.get(i).startsWith(second.id()))
                .max()
                .orElseThrow();
        assertThat(work.ran).hasSize(2_005);
        assertThat(lastOfSecond)
                .as("not behind more than one page of the first")
                .isLessThan(205);
    }

    @Test
    void aPieceThatFailsIsToldOnceAndStaysDueAndHoldsBackNoOther() {
        Pieces work = new Pieces() {
            @Override
            Fired piece(Map<String, Instant> pieces, String subject, Instant at) {
                return subject.endsWith("-00001")
                        ? new Fired(name, subject, at, false, "broken")
                        : super.piece(pieces, subject, at);
            }
        };
        work.add(first, 600, START);

        var fired = runs(work).runDue(first.key(), START);

        assertThat(fired).hasSize(600).filteredOn(piece -> !piece.done()).hasSize(1);
        assertThat(runs(work).next(first.key())).contains(START);
        assertThat(failures(work)).satisfies(kept -> {
            assertThat(kept.count()).isEqualTo(1);
            assertThat(kept.inARow()).isEqualTo(1);
            assertThat(kept.last().what())
                    .contains("-00001 of company " + first.key().value());
            assertThat(kept.last().error()).isEqualTo("broken");
            assertThat(kept.last().workId()).startsWith("JW");
        });
    }

    @Test
    void aKindThatThrowsStopsNoOtherAndLeavesNoMessageBehind() {
        Pieces broken = new Pieces() {
            @Override
            public List<Fired> run(CompanyKey company, Instant now, int most) {
                throw new IllegalStateException("password=hunter2");
            }
        };
        Pieces sound = new Pieces();
        broken.add(first, 1, START);
        sound.add(first, 1, START);
        DueRuns runs = runs(broken, sound);

        assertThat(runs.runDue(first.key(), START))
                .extracting(DueWork.Fired::done)
                .containsExactly(false, true);
        runs.tick(broken);

        assertThat(failures(broken)).satisfies(kept -> {
            assertThat(kept.count()).isEqualTo(2);
            assertThat(kept.inARow()).isEqualTo(2);
            assertThat(kept.last().error()).isEqualTo("IllegalStateException");
        });
    }

    @Test
    void aRunWithoutFailureEndsTheRowOfFailures() {
        AtomicInteger faults = new AtomicInteger(1);
        Pieces work = new Pieces() {
            @Override
            public List<Fired> run(CompanyKey company, Instant now, int most) {
                if (faults.getAndDecrement() > 0) {
                    throw new IllegalStateException("once");
                }
                return super.run(company, now, most);
            }
        };
        work.add(first, 1, START);
        DueRuns runs = runs(work);

        runs.tick(work);
        runs.tick(work);

        assertThat(work.ran).hasSize(1);
        assertThat(failures(work)).satisfies(kept -> {
            assertThat(kept.count()).isEqualTo(1);
            assertThat(kept.inARow()).isZero();
        });
    }

    @Test
    void whatFallsDueThroughTheWorkIsRunByTheSameCall() {
        Pieces second = new Pieces();
        Pieces first = new Pieces() {
            @Override
            Fired piece(Map<String, Instant> pieces, String subject, Instant at) {
                second.add(DueRunsTest.this.first, 1, at);
                return super.piece(pieces, subject, at);
            }
        };
        first.add(this.first, 2, START);

        assertThat(runs(second, first).runDue(this.first.key(), START)).hasSize(4);
    }

    @Test
    void nextIsTheEarliestOfAllKinds() {
        Pieces late = new Pieces();
        Pieces soon = new Pieces();
        late.add(first, 1, START.plusSeconds(60));
        soon.add(first, 1, START.plusSeconds(5));

        assertThat(runs(late, soon).next(first.key())).contains(START.plusSeconds(5));
        assertThat(runs(late, soon).next(second.key())).isEmpty();
    }

    @Test
    void workOfOneCompanyRunsOnceAtATime() throws Exception {
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Pieces work = new Pieces() {
            @Override
            public List<Fired> run(CompanyKey company, Instant now, int page) {
                most.accumulateAndGet(inside.incrementAndGet(), Math::max);
                try {
                    return super.run(company, now, 1);
                } finally {
                    inside.decrementAndGet();
                }
            }
        };
        work.add(first, 300, START);
        DueRuns runs = runs(work);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                all.add(threads.submit(() -> runs.runDue(first.key(), START)));
                all.add(threads.submit(() -> runs.tick(work)));
            }
            for (Future<?> each : all) {
                each.get(30, TimeUnit.SECONDS);
            }
        }

        assertThat(work.ran).hasSize(300).doesNotHaveDuplicates();
        assertThat(most).hasValue(1);
    }

    @Test
    void reportsThatHoldThePlatformsConnectionsDoNotStopTheTick() throws Exception {
        Pieces work = new Pieces();
        work.add(first, 1, START);
        CountDownLatch taken = new CountDownLatch(3);
        CountDownLatch done = new CountDownLatch(1);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> reports = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                reports.add(threads.submit(() -> asRequest(() -> database.acrossCompanies(List.of(first.key()), () -> {
                    taken.countDown();
                    return await(done);
                }))));
            }
            assertThat(taken.await(10, TimeUnit.SECONDS)).isTrue();
            threads.submit(() -> runs(work).tick(work)).get(10, TimeUnit.SECONDS);
            assertThat(work.ran).hasSize(1);
            done.countDown();
            for (Future<?> report : reports) {
                report.get(10, TimeUnit.SECONDS);
            }
        }
    }

    /// A report is asked for by a request, and a job by none.
    private static <T> T asRequest(Supplier<T> work) {
        RequestContext request = new RequestContext("RQ-REPORT", "127.0.0.1");
        return ScopedValue.where(RequestContext.key(), request).call(work::get);
    }

    @Test
    void twoCompaniesNeverHoldEachOtherBack() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Pieces work = new Pieces() {
            @Override
            public List<Fired> run(CompanyKey company, Instant now, int most) {
                if (company.equals(first.key())) {
                    begun.countDown();
                    await(done);
                }
                return super.run(company, now, most);
            }
        };
        work.add(first, 1, START);
        List<CompanyRef> others = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            CompanyRef other = new CompanyRef("CEKOTHER" + i, new CompanyKey(1_000_000 + i));
            others.add(other);
            work.add(other, 1, START);
        }
        DueRuns runs = runs(work);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<?> long1 = threads.submit(() -> runs.runDue(first.key(), START));
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            for (CompanyRef other : others) {
                threads.submit(() -> runs.runDue(other.key(), START)).get(10, TimeUnit.SECONDS);
            }
            assertThat(work.ran).hasSize(300);
            done.countDown();
            long1.get(10, TimeUnit.SECONDS);
        }
    }

    private static boolean await(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
