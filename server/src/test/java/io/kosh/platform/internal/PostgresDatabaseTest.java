package io.kosh.platform.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.TestServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What took too long is no fault of ours: it may be tried again, and the answer says so.
@Tag("store")
class PostgresDatabaseTest {
    private static final String LOCK = "select id from identity.company where public_id = 'CEKEKCARDS' for update";

    private static final String DEADLOCK = "40P01";
    private static final String SERIALIZATION_FAILURE = "40001";

    private final TestServer server = TestServer.shared();
    private final Database database = server.bean(Database.class);
    private final JdbcClient jdbc = server.bean(JdbcClient.class);

    private Connection anotherConnection() throws SQLException {
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        return DriverManager.getConnection(
                access.url(), access.app().user(), access.app().password().value());
    }

    private static void isToBeTriedAgain(Refusal refusal, CommonError code) {
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.retryAfter()).isPositive();
        assertThat(refusal.detail()).endsWith("try again; a repeated request id has one effect");
    }

    @Test
    void aLockThatDoesNotComeInTimeIsContentionAndIsAskedForOnce() throws SQLException {
        AtomicInteger attempts = new AtomicInteger();
        try (Connection holder = anotherConnection();
                Statement statement = holder.createStatement()) {
            holder.setAutoCommit(false);
            statement.execute(LOCK);

            assertThatThrownBy(() -> database.inRegistry(() -> {
                        attempts.incrementAndGet();
                        jdbc.sql("set local lock_timeout = '50ms'").update();
                        return jdbc.sql(LOCK).query(Long.class).single();
                    }))
                    .isInstanceOfSatisfying(Refusal.class, refusal -> isToBeTriedAgain(refusal, CommonError.CONTENDED));
            holder.rollback();
        }
        assertThat(attempts).hasValue(1);
    }

    /// PostgreSQL raises these itself only where transactions cross; the error and its way to the caller are the same.
    @ParameterizedTest
    @ValueSource(strings = {DEADLOCK, SERIALIZATION_FAILURE})
    void whatPostgresqlBrokeOffForAnotherIsDoneAgain(String state) {
        AtomicInteger attempts = new AtomicInteger();

        int done = database.inRegistry(() -> {
            if (attempts.incrementAndGet() < 4) {
                breakOff(state);
            }
            return jdbc.sql("select 7").query(Integer.class).single();
        });

        assertThat(done).isEqualTo(7);
        assertThat(attempts).hasValue(4);
    }

    @ParameterizedTest
    @ValueSource(strings = {DEADLOCK, SERIALIZATION_FAILURE})
    void whatIsBrokenOffAFourthTimeIsContention(String state) {
        AtomicInteger attempts = new AtomicInteger();

        assertThatThrownBy(() -> database.inRegistry(() -> {
                    attempts.incrementAndGet();
                    return breakOff(state);
                }))
                .isInstanceOfSatisfying(Refusal.class, refusal -> isToBeTriedAgain(refusal, CommonError.CONTENDED));
        assertThat(attempts).hasValue(4);
    }

    private int breakOff(String state) {
        return jdbc.sql("do $$ begin raise 'broken off' using errcode = '" + state + "'; end $$")
                .update();
    }

    @Test
    void twoThatLockCrosswiseAreBothDoneInTheEnd() throws Exception {
        AtomicInteger attempts = new AtomicInteger();
        CyclicBarrier bothHoldOne = new CyclicBarrier(2);
        try (ExecutorService threads = Executors.newFixedThreadPool(2)) {
            Future<Boolean> one = threads.submit(() -> locking(1, 2, attempts, bothHoldOne));
            Future<Boolean> other = threads.submit(() -> locking(2, 1, attempts, bothHoldOne));

            assertThat(one.get()).isTrue();
            assertThat(other.get()).isTrue();
        }
        assertThat(attempts).hasValue(3);
    }

    private boolean locking(int first, int second, AtomicInteger attempts, CyclicBarrier bothHoldOne) {
        return database.inRegistry(() -> {
            int attempt = attempts.incrementAndGet();
            lock(first);
            if (attempt <= 2) {
                await(bothHoldOne);
            }
            lock(second);
            return true;
        });
    }

    private void lock(int key) {
        jdbc.sql("select pg_advisory_xact_lock(77, ?)::text")
                .param(key)
                .query(String.class)
                .single();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aStatementThatTakesTooLongMakesTheDatabaseUnavailable() {
        assertThatThrownBy(() -> database.inRegistry(() -> {
                    jdbc.sql("set local statement_timeout = '50ms'").update();
                    return jdbc.sql("select pg_sleep(20)::text")
                            .query(String.class)
                            .single();
                }))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> isToBeTriedAgain(refusal, CommonError.DATABASE_UNAVAILABLE));
    }

    @Test
    void aTransactionThatIdlesTooLongMakesTheDatabaseUnavailable() {
        assertThatThrownBy(() -> database.inRegistry(() -> {
                    int backend = jdbc.sql("select pg_backend_pid()")
                            .query(Integer.class)
                            .single();
                    jdbc.sql("set local idle_in_transaction_session_timeout = '50ms'")
                            .update();
                    awaitEndOf(backend);
                    return jdbc.sql("select 1").query(Integer.class).single();
                }))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> isToBeTriedAgain(refusal, CommonError.DATABASE_UNAVAILABLE));
    }

    private void awaitEndOf(int backend) {
        long deadline = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        try (Connection watcher = anotherConnection();
                Statement statement = watcher.createStatement()) {
            boolean alive = true;
            while (alive) {
                assertThat(System.nanoTime()).isLessThan(deadline);
                try (ResultSet rows = statement.executeQuery(
                        "select 1 from pg_stat_activity, pg_sleep(0.02) where pid = " + backend)) {
                    alive = rows.next();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
