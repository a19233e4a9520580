package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.GroupCommit;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.Settings;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/// The sharing of commits, on a database that only notes what became a transaction; the tests of the ledger and of
/// coins try it on PostgreSQL.
class GroupCommitTest {
    private static final CompanyKey ONE = new CompanyKey(1);
    private static final CompanyKey OTHER = new CompanyKey(2);
    private static final int BATCH = 10;
    private static final int QUEUE = 50;

    private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
    private final Transactions database = new Transactions();
    private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
    private final List<List<String>> batches = Collections.synchronizedList(new ArrayList<>());
    private static final ThreadLocal<SharedTransactions.Turn> TURN = new ThreadLocal<>();

    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch aBegan = new CountDownLatch(1);
    private final Map<String, AtomicInteger> done = new ConcurrentHashMap<>();

    private final ThreadPoolExecutor committers = pool(1);

    private static ThreadPoolExecutor pool(int size) {
        return new ThreadPoolExecutor(size, size, 0, TimeUnit.SECONDS, new LinkedBlockingQueue<>());
    }

    @AfterEach
    void end() {
        callers.shutdownNow();
        committers.shutdownNow();
    }

    /// Runs each work at once, again after a [ConcurrencyFailureException]; what `failure` gives is thrown at the
    /// commit.
    private static final class Transactions implements SharedTransactions {
        volatile Supplier<RuntimeException> failure = () -> null;
        /// What happens between a batch's work and its commit.
        volatile Consumer<Turn> end = _ -> {};

        final AtomicInteger commits = new AtomicInteger();

        @Override
        public <T> T inCompanyShared(CompanyKey company, Turn own, Supplier<T> work) {
            TURN.set(own);
            while (true) {
                try {
                    T result = work.get();
                    end.accept(own);
                    RuntimeException thrown = failure.get();
                    if (thrown != null) {
                        throw thrown;
                    }
                    commits.incrementAndGet();
                    return result;
                } catch (ConcurrencyFailureException _) {
                    // Done again, as PostgresDatabase does.
                }
            }
        }
    }

    private GroupCommit<String, String> opened(GroupCommit.Handler<String, String> handler, Duration patience) {
        return opened(handler, patience, committers);
    }

    private GroupCommit<String, String> opened(
            GroupCommit.Handler<String, String> handler, Duration patience, ThreadPoolExecutor pool) {
        return new CompanyLanes<>(
                database,
                handler,
                new Settings.Commit(1, BATCH, QUEUE, patience),
                new CommitMeters(meters, "test"),
                pool);
    }

    private List<Answer<String>> answered(List<String> commands) {
        batches.add(List.copyOf(commands));
        List<Answer<String>> answers = new ArrayList<>();
        for (String command : commands) {
            if (command.startsWith("bug")) {
                throw new IllegalStateException("the fault of " + command);
            }
            if (command.startsWith("wrong")) {
                throw Refusal.of(CommonError.FIELD_INVALID, "thrown for " + command);
            }
            if (command.startsWith("no")) {
                answers.add(new Answer.Refused<>(Refusal.of(CommonError.FIELD_INVALID, command)));
            } else {
                done.computeIfAbsent(command, _ -> new AtomicInteger()).incrementAndGet();
                answers.add(new Answer.Done<>(command.toUpperCase(java.util.Locale.ROOT)));
            }
        }
        return answers;
    }

    /// A group commit whose first batch waits for the latch, so that the others gather behind it.
    private GroupCommit<String, String> gathering(CountDownLatch gate, Duration patience) {
        return opened(
                (_, commands) -> {
                    awaitQuietly(gate);
                    return answered(commands);
                },
                patience);
    }

    private static void awaitQuietly(CountDownLatch gate) {
        try {
            assertThat(gate.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void awaitWaiting(int callersThatWait, List<Thread> threads) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (threads.stream()
                                .filter(thread -> thread.getState() == Thread.State.TIMED_WAITING)
                                .count()
                        < callersThatWait
                && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void aCommandThatComesAloneIsCommittedAlone() {
        GroupCommit<String, String> commits = opened((_, commands) -> answered(commands), Duration.ofSeconds(5));

        assertThat(commits.submit(ONE, "a")).isEqualTo("A");
        assertThat(commits.submit(ONE, "b")).isEqualTo("B");

        assertThat(batches).containsExactly(List.of("a"), List.of("b"));
        assertThat(database.commits).hasValue(2);
    }

    @Test
    void whatGathersSharesACommitInOrderAndEachHasItsOwnAnswer() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GroupCommit<String, String> commits = gathering(gate, Duration.ofSeconds(20));
        Future<String> first = callers.submit(() -> commits.submit(ONE, "first"));
        Future<List<Answer<String>>> many = callers.submit(() -> {
            // Behind the first one, which a committer holds already or will take with these.
            return commits.submitAll(
                    ONE,
                    IntStream.range(0, 25)
                            .mapToObj(i -> i == 3 ? "no3" : "c" + i)
                            .toList());
        });
        gate.countDown();

        assertThat(first.get(10, TimeUnit.SECONDS)).isEqualTo("FIRST");
        List<Answer<String>> answers = many.get(10, TimeUnit.SECONDS);
        assertThat(answers).hasSize(25);
        assertThat(answers.get(2)).isEqualTo(new Answer.Done<>("C2"));
        assertThat(answers.get(3)).isInstanceOf(Answer.Refused.class);
        assertThat(answers.get(24)).isEqualTo(new Answer.Done<>("C24"));
        assertThat(batches).allSatisfy(batch -> assertThat(batch).hasSizeLessThanOrEqualTo(BATCH));
        assertThat(database.commits.get()).isBetween(3, 4);
    }

    @Test
    void aBatchNeverMixesCompaniesAndABusyOneDoesNotStarveTheOther() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        List<CompanyKey> order = Collections.synchronizedList(new ArrayList<>());
        GroupCommit<String, String> commits = opened(
                (company, commands) -> {
                    awaitQuietly(gate);
                    order.add(company);
                    return answered(commands);
                },
                Duration.ofSeconds(20));
        List<Thread> waiting = new ArrayList<>();
        waiting.add(Thread.ofVirtual()
                .start(() -> commits.submitAll(
                        ONE, IntStream.range(0, 40).mapToObj(i -> "busy" + i).toList())));
        awaitWaiting(1, waiting);
        waiting.add(Thread.ofVirtual().start(() -> commits.submit(OTHER, "other")));
        awaitWaiting(2, waiting);
        gate.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }

        assertThat(order.indexOf(OTHER)).isEqualTo(1);
        assertThat(batches).contains(List.of("other"));
    }

    @Test
    void onlyTheCulpritOfABatchFails() {
        GroupCommit<String, String> commits = opened((_, commands) -> answered(commands), Duration.ofSeconds(5));

        List<Answer<String>> answers = commits.submitAll(ONE, List.of("a", "bug", "b", "wrong"));

        assertThat(answers.get(0)).isEqualTo(new Answer.Done<>("A"));
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.refusal().code()).isEqualTo(CommonError.ITEM_FAILED));
        assertThat(answers.get(2)).isEqualTo(new Answer.Done<>("B"));
        assertThat(answers.get(3))
                .isInstanceOfSatisfying(
                        Answer.Refused.class,
                        refused -> assertThat(refused.refusal().detail()).isEqualTo("thrown for wrong"));
        assertThatThrownBy(() -> commits.submit(ONE, "bug")).hasMessage("the fault of bug");
    }

    @Test
    void aLostConnectionIsTriedAgainAsAWholeAndALastingOneIsToldToAll() {
        GroupCommit<String, String> commits = opened((_, commands) -> answered(commands), Duration.ofSeconds(5));
        AtomicInteger failures = new AtomicInteger(1);
        database.failure = () -> failures.getAndDecrement() > 0 ? lost() : null;

        assertThat(commits.submitAll(ONE, List.of("a", "b"))).hasSize(2).allMatch(Answer.Done.class::isInstance);
        assertThat(batches).containsExactly(List.of("a", "b"), List.of("a", "b"));

        database.failure = GroupCommitTest::lost;
        assertThatThrownBy(() -> commits.submit(ONE, "c"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.code()).isEqualTo(CommonError.DATABASE_UNAVAILABLE));
    }

    private static RuntimeException lost() {
        return Refusal.retryAfter(CommonError.DATABASE_UNAVAILABLE, "gone", Duration.ofSeconds(1));
    }

    @Test
    void aFullQueueTakesAllOrNothingAndSaysWhenToComeAgain() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GroupCommit<String, String> commits = gathering(gate, Duration.ofSeconds(20));
        List<Thread> waiting = new ArrayList<>();
        for (int call = 0; call < 2; call++) {
            int number = call;
            waiting.add(Thread.ofVirtual()
                    .start(() -> commits.submitAll(
                            ONE,
                            IntStream.range(0, 25)
                                    .mapToObj(i -> "w" + number + "-" + i)
                                    .toList())));
            awaitWaiting(call + 1, waiting);
        }

        List<String> tooMany = IntStream.range(0, QUEUE).mapToObj(i -> "x" + i).toList();
        assertThatThrownBy(() -> commits.submitAll(ONE, tooMany)).isInstanceOfSatisfying(Refusal.class, refusal -> {
            assertThat(refusal.code()).isEqualTo(CommonError.QUEUE_FULL);
            assertThat(refusal.retryAfter()).isPositive();
        });
        gate.countDown();
        for (Thread thread : waiting) {
            thread.join();
        }
        assertThat(done).hasSize(50).doesNotContainKey("x0");
        assertThat(commits.submit(ONE, "later")).isEqualTo("LATER");
        assertThat(meters.counter("kosh.commit.full", "name", "test").count()).isEqualTo(1);
    }

    @Test
    void aCallerThatGivesUpTakesBackWhatNobodyHasBegun() throws Exception {
        CountDownLatch gate = new CountDownLatch(1);
        GroupCommit<String, String> commits = opened(
                (_, commands) -> {
                    begun.countDown();
                    awaitQuietly(gate);
                    return answered(commands);
                },
                Duration.ofMillis(100));
        Thread first = Thread.ofVirtual().start(() -> assertThatThrownBy(() -> commits.submit(ONE, "begun")));
        awaitQuietly(begun);

        assertThatThrownBy(() -> commits.submit(ONE, "withdrawn"))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.retryAfter()).isPositive());
        gate.countDown();
        first.join();
        assertThat(commits.submit(ONE, "later")).isEqualTo("LATER");

        // What was begun stands although its caller has gone; what was not never happened.
        assertThat(done.keySet()).containsExactlyInAnyOrder("begun", "later");
    }

    @Test
    void offeringInsideATransactionIsABug() {
        GroupCommit<String, String> commits = opened((_, commands) -> answered(commands), Duration.ofSeconds(5));
        TransactionSynchronizationManager.setActualTransactionActive(true);
        try {
            assertThatThrownBy(() -> commits.submit(ONE, "a")).isInstanceOf(IllegalStateException.class);
        } finally {
            TransactionSynchronizationManager.setActualTransactionActive(false);
        }
    }

    /// A group commit on two committers whose batches tell when they begin and when it is their turn.
    private GroupCommit<String, String> telling(List<String> story, CountDownLatch second, ThreadPoolExecutor pool) {
        return opened(
                (_, commands) -> {
                    story.add("begin " + commands.getFirst());
                    if (commands.getFirst().equals("a")) {
                        aBegan.countDown();
                        awaitQuietly(second);
                    } else {
                        begun.countDown();
                    }
                    TURN.get().await();
                    story.add("turn " + commands.getFirst());
                    return answered(commands);
                },
                Duration.ofSeconds(20),
                pool);
    }

    @Test
    void theNextBatchBeginsBesideTheLastTripOfTheFirstAndWaitsForItsTurn() throws Exception {
        List<String> story = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch second = new CountDownLatch(1);
        try (ThreadPoolExecutor pool = pool(2)) {
            GroupCommit<String, String> commits = telling(story, second, pool);
            database.end = turn -> {
                boolean first = database.commits.get() == 0;
                turn.lastTrip();
                if (first) {
                    awaitQuietly(begun);
                    story.add("commit a");
                }
            };
            Future<String> a = callers.submit(() -> commits.submit(ONE, "a"));
            awaitQuietly(aBegan);
            List<Thread> waiting = List.of(Thread.ofVirtual().start(() -> commits.submit(ONE, "b")));
            awaitWaiting(1, waiting);
            second.countDown();

            assertThat(a.get(10, TimeUnit.SECONDS)).isEqualTo("A");
            waiting.getFirst().join();
        }
        assertThat(story).containsExactly("begin a", "turn a", "begin b", "commit a", "turn b");
    }

    @Test
    void aBatchWhosePredecessorIsDoneAgainLetsGoAndComesAfterIt() throws Exception {
        List<String> story = Collections.synchronizedList(new ArrayList<>());
        CountDownLatch second = new CountDownLatch(1);
        AtomicInteger failures = new AtomicInteger(1);
        try (ThreadPoolExecutor pool = pool(2)) {
            GroupCommit<String, String> commits = telling(story, second, pool);
            database.end = turn -> {
                turn.lastTrip();
                awaitQuietly(begun);
            };
            database.failure = () -> failures.getAndDecrement() > 0 ? lost() : null;
            Future<String> a = callers.submit(() -> commits.submit(ONE, "a"));
            awaitQuietly(aBegan);
            List<Thread> waiting = List.of(Thread.ofVirtual().start(() -> commits.submit(ONE, "b")));
            awaitWaiting(1, waiting);
            second.countDown();

            assertThat(a.get(10, TimeUnit.SECONDS)).isEqualTo("A");
            waiting.getFirst().join();
        }
        assertThat(story.subList(0, 3)).containsExactly("begin a", "turn a", "begin b");
        assertThat(story.subList(3, story.size())).containsSubsequence("begin a", "turn a", "turn b");
        assertThat(story).filteredOn("turn b"::equals).hasSize(1);
        assertThat(done.get("b")).hasValue(1);
    }

    @Test
    void aLaneThatIsNeverIdleKeepsNothingOfWhatItAnswered() throws Exception {
        AtomicInteger begins = new AtomicInteger();
        CountDownLatch gathered = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        try (ThreadPoolExecutor pool = pool(2)) {
            GroupCommit<String, String> commits = opened(
                    (_, commands) -> {
                        int batch = begins.incrementAndGet();
                        aBegan.countDown();
                        awaitQuietly(batch == 1 ? gathered : batch == 2 ? begun : looked);
                        TURN.get().await();
                        return commands.stream()
                                .<Answer<String>>map(Answer.Done::new)
                                .toList();
                    },
                    Duration.ofSeconds(20),
                    pool);
            database.end = turn -> {
                int batch = begins.get();
                turn.lastTrip();
                if (batch < 3) {
                    await().atMost(Duration.ofSeconds(10)).until(() -> begins.get() > batch);
                }
            };
            Future<WeakReference<String>> first = callers.submit(() -> {
                String command = "first " + begins;
                commits.submit(ONE, command);
                return new WeakReference<>(command);
            });
            awaitQuietly(aBegan);
            List<String> others =
                    IntStream.range(0, 2 * BATCH).mapToObj(Integer::toString).toList();
            Thread behind = Thread.ofVirtual().start(() -> commits.submitAll(ONE, others));
            awaitWaiting(1, List.of(behind));
            gathered.countDown();
            WeakReference<String> answered = first.get(10, TimeUnit.SECONDS);
            begun.countDown();

            await().atMost(Duration.ofSeconds(10)).until(() -> {
                System.gc();
                return answered.refersTo(null);
            });
            looked.countDown();
            behind.join();
        }
    }
}
