package io.kosh.bench;

import io.kosh.bench.BarTable.Point;
import io.kosh.bench.EnginePhases.Checkpoints;
import io.kosh.bench.Load.Result;
import java.io.IOException;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// The rate with full books against empty ones, each long enough for two checkpoints; then with an old snapshot held
/// open, and while an audit reads everything. In the empty books the users' accounts are few and open already; in the
/// full ones every transfer meets any of the many accounts, so the comparison leans against the full ones.
record LongPhase(String name) implements Phase {
    private static final String CHART = "long";
    private static final double BOUND = 0.75;
    private static final long SNAPSHOT_SECONDS = 60;
    private static final Duration BETWEEN_NOTES = Duration.ofSeconds(5);

    @Override
    public void measure(BarRun run) throws Exception {
        Measured empty;
        try (Engine engine = run.engine().fresh(Map.of())) {
            HotAccount account = engine.hotAccount();
            Filling.fill(account, run.options().users, run.options().users);
            empty = new Watched(run, account, run.options().users).measure("empty books");
        }
        String database = run.engine().nextDatabase();
        try (Engine engine = run.engine().on(database, Map.of())) {
            HotAccount account = engine.hotAccount();
            String loading = Filling.fill(account, run.options().transfers, run.options().accounts);
            run.table().environment().put("full books", loading);
            settle(run, database);
            Watched watched = new Watched(run, account, run.options().accounts);
            Measured full = watched.measure("full books");
            Measured snapshot = withSnapshot(run, database, watched);
            Measured audited = whileAudited(account, watched);
            String books = String.format(
                    Locale.ROOT, "%,d transfers and %,d accounts", run.options().transfers, run.options().accounts);
            bar(run, "full", "rate with " + books + " : with empty books", full, empty);
            bar(run, "snapshot", "the same with a snapshot held open that is 60 s old", snapshot, empty);
            bar(run, "audited", "the same while audits run", audited, empty);
        }
    }

    private static void bar(BarRun run, String name, String title, Measured one, Measured empty) {
        run.table()
                .add(Bar.atLeast(
                        name,
                        title,
                        one.result().rate() / empty.result().rate(),
                        BOUND,
                        Say.text(one.result()) + one.remark() + "; empty: "
                                + Say.rate(empty.result().rate())));
    }

    /// What autovacuum does in time for books that grew slowly.
    private static void settle(BarRun run, String database) throws Exception {
        try (Connection connection = run.engine().facts().superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute("vacuum analyze");
            statement.execute("checkpoint");
        }
    }

    private static Measured withSnapshot(BarRun run, String database, Watched watched) throws Exception {
        try (Connection connection = run.engine().facts().superuser(database);
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            statement.execute("select count(*) from (select 1 from ledger.account limit 1) as one");
            watched.age(Duration.ofSeconds(Math.min(SNAPSHOT_SECONDS, run.options().longSeconds)));
            Measured measured = watched.measure("snapshot held open");
            connection.rollback();
            return measured;
        }
    }

    private static Measured whileAudited(HotAccount account, Watched watched) throws Exception {
        AtomicBoolean over = new AtomicBoolean();
        AtomicInteger audits = new AtomicInteger();
        AtomicBoolean wrong = new AtomicBoolean();
        Thread auditor = Thread.ofVirtual().start(() -> {
            while (!over.get()) {
                try {
                    account.check();
                    audits.incrementAndGet();
                } catch (BenchFailure | IOException _) {
                    wrong.set(true);
                    return;
                }
            }
        });
        Measured measured = watched.measure("while audits run");
        over.set(true);
        auditor.join();
        if (wrong.get()) {
            throw new BenchFailure("An audit under load failed or found the books wrong.");
        }
        return new Measured(measured.result(), " (" + audits.get() + " audits of the company's books ended)");
    }

    /// A result and what else is to be said of it.
    private record Measured(Result result, String remark) {}

    /// A long closed loop whose rate is noted again and again.
    private record Watched(BarRun run, HotAccount account, int users) {
        Measured measure(String what) throws Exception {
            Duration length = Duration.ofSeconds(run.options().longSeconds);
            Checkpoints checkpoints = new Checkpoints(run.engine().facts());
            LongAdder done = new LongAdder();
            List<Point> points = new ArrayList<>();
            List<Thread> beside = new ArrayList<>();
            Load load = new Load(run.options().longestWarmUp(), length);
            Result result = Say.said(load.run(what, run.options().submitters, _ -> counting(done), () -> {
                beside.add(Thread.ofVirtual().start(() -> note(done, length, points)));
                for (int third = 1; third <= 2; third++) {
                    Duration wait = length.multipliedBy(third).dividedBy(3);
                    run.table().mark(CHART, what, wait.toMillis() / 1000.0, "checkpoint");
                    beside.add(Thread.ofVirtual().start(() -> checkpoints.after(wait)));
                }
            }));
            for (Thread each : beside) {
                each.join();
            }
            checkpoints.check();
            run.table().line(CHART, what, points);
            return new Measured(result, "");
        }

        /// The same load, not measured.
        void age(Duration length) throws Exception {
            new Load(Duration.ofMillis(1), length)
                    .run("load under the snapshot", run.options().submitters, _ -> account.paying(users));
        }

        private Load.Worker counting(LongAdder done) {
            return () -> {
                boolean good = account.payAnyone(users);
                done.increment();
                return good;
            };
        }

        private static void note(LongAdder done, Duration length, List<Point> points) {
            long began = System.nanoTime();
            long before = done.sum();
            long last = began;
            try {
                while (last - began < length.toNanos()) {
                    Thread.sleep(BETWEEN_NOTES);
                    long now = System.nanoTime();
                    long count = done.sum();
                    points.add(new Point((now - began) / 1e9, (count - before) / ((now - last) / 1e9)));
                    before = count;
                    last = now;
                }
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
