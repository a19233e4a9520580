package io.kosh.bench;

import io.kosh.bench.Bar.Limit;
import io.kosh.bench.Load.Result;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What is measured of the posting engine inside this program.
final class EnginePhases {
    private EnginePhases() {}

    /// Transfers at a rate over one hot account with a floor, with a checkpoint in the middle.
    record OpenRate(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            double top = run.engineTop();
            BarOptions options = run.options();
            HotAccount account = run.engine().shared().hotAccount();
            Duration measured = Duration.ofSeconds(options.openSeconds);
            Duration warmUp = Duration.ofSeconds(Math.min(options.warmUp, 5));
            Checkpoints checkpoints = new Checkpoints(run.engine().facts());
            Result result = Say.said(new OpenLoop(options.openRate, warmUp, measured)
                    .run(
                            "posting engine, open loop",
                            () -> account.payAnyone(options.users),
                            () -> checkpoints.after(measured.dividedBy(2))));
            account.check();
            checkpoints.check();
            run.table()
                    .add(Bar.atMost(
                            "open",
                            "posting engine at " + options.openRate + " transfers/s for " + options.openSeconds
                                    + " s with a checkpoint: p99",
                            result.p99Millis(),
                            new Limit(50, "ms"),
                            Say.text(result) + "; its closed loop reaches " + Say.rate(top)));
            run.table()
                    .add(Bar.keptUp(
                            "open-kept-up", "posting engine at that rate: done : offered", result, options.openRate));
        }
    }

    /// Half of the commands refused by the floor against none.
    record Refused(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            BarOptions options = run.options();
            double accepted = run.engineTop();
            HotAccount account = run.engine().shared().hotAccount();
            AtomicLong number = new AtomicLong();
            Result half = Say.said(options.load()
                    .run("posting engine, half refused by the floor", options.submitters, _ -> () -> {
                        long at = number.incrementAndGet();
                        boolean tooMuch = (at & 1) == 0;
                        long user = 1 + at % options.users;
                        return account.pay(user, tooMuch ? 2 * HotAccount.PLENTY : 1) != tooMuch;
                    }));
            account.check();
            run.table()
                    .add(Bar.atLeast(
                            "refused",
                            "hot account, half refused by its floor : all accepted",
                            half.rate() / accepted,
                            0.8,
                            Say.text(half) + "; all accepted: " + Say.rate(accepted)));
        }
    }

    /// One caller alone in process.
    record AloneInProcess(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            BarOptions options = run.options();
            Result plain = run.engine().bestPlain(0, List.of(1));
            HotAccount account = run.engine().shared().hotAccount();
            Result alone =
                    Say.said(options.load().run("posting engine, one caller", 1, _ -> account.paying(options.users)));
            run.table()
                    .add(Bar.atMost(
                            "alone-engine",
                            "one caller of the posting engine alone: p50 above the plain-SQL transaction's",
                            alone.p50Millis() - plain.p50Millis(),
                            new Limit(1, "ms"),
                            Say.text(alone) + "; " + Say.text(plain)));
        }
    }

    /// A hundred allocations a request over HTTP against the engine's highest rate.
    record Bulk(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            double bulk = run.bulkRate();
            double top = run.engineTop();
            boolean known = bulk > 0;
            run.table()
                    .add(Bar.atLeast(
                            "bulk",
                            "allocations in bulk of 100 over HTTP : the posting engine's highest rate",
                            known ? bulk / top : null,
                            0.7,
                            known
                                    ? Say.rate(bulk) + " over HTTP; " + Say.rate(top) + " in process"
                                    : "the server refused every bulk request"));
        }
    }

    /// With content hashes and without, in turns, each on an empty database.
    record Hashing(String name) implements Phase {
        private static final int ROUNDS = 2;

        @Override
        public void measure(BarRun run) throws Exception {
            double with = 0;
            double without = 0;
            for (int round = 0; round < ROUNDS; round++) {
                with += rate(run, true) / ROUNDS;
                without += rate(run, false) / ROUNDS;
            }
            run.table()
                    .add(Bar.atLeast(
                            "hashing",
                            "hashing and sealing on : off",
                            with / without,
                            0.9,
                            Say.rate(with) + " on, " + Say.rate(without) + " off, means of " + ROUNDS));
        }

        private static double rate(BarRun run, boolean hashing) throws Exception {
            try (Engine engine = run.engine().fresh(Map.of("kosh.ledger.hashing", hashing))) {
                return engine.top("posting engine, hashing " + (hashing ? "on" : "off"))
                        .rate();
            }
        }
    }

    /// Writes checkpoints while a load runs.
    static final class Checkpoints {
        private final PostgresFacts facts;
        private final AtomicReference<@Nullable SQLException> failure = new AtomicReference<>();

        Checkpoints(PostgresFacts facts) {
            this.facts = facts;
        }

        /// Waits, then writes one.
        void after(Duration wait) {
            try {
                Thread.sleep(wait);
                Durability.checkpoint(facts);
            } catch (SQLException e) {
                failure.set(e);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }

        /// Without its checkpoint a figure does not count.
        void check() throws SQLException {
            SQLException thrown = failure.get();
            if (thrown != null) {
                throw thrown;
            }
        }
    }
}
