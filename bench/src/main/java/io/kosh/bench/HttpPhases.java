package io.kosh.bench;

import io.kosh.bench.Bar.Limit;
import io.kosh.bench.BarTable.Point;
import io.kosh.bench.Load.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/// What is measured of a server in a process of its own.
final class HttpPhases {
    private static final int OPEN_CONNECTIONS = 512;
    private static final List<Double> SHARES = List.of(0.1, 0.25, 0.5, 0.75, 0.9);
    private static final double HALF = 0.5;
    private static final int SPREAD_CONNECTIONS = 256;

    private HttpPhases() {}

    /// Single calls on one hot account against the best of plain SQL.
    record Allocate(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            Map<Integer, Result> plain = http.plain();
            Map<Integer, Result> allocations = http.allocations();
            Result best = HttpSide.best(plain);
            Result least = HttpSide.MANY.stream()
                    .map(count -> Lines.of(allocations, count))
                    .min(Comparator.comparingDouble(Result::rate))
                    .orElseThrow();
            String detail = "the slowest of 64-512 connections, " + Say.text(least) + "; the fastest, "
                    + Say.text(HttpSide.best(allocations)) + "; " + Say.text(best);
            run.table()
                    .add(Bar.atLeast(
                            "allocate",
                            "allocate-coin, one hot account : best plain SQL",
                            least.rate() / best.rate(),
                            5,
                            detail));
            run.table().line("connections", "allocate-coin", Lines.rates(allocations));
            run.table().line("connections", "plain SQL", Lines.rates(plain));
        }
    }

    /// Against a route without a database, and that against an answer without a token.
    record Ping(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            Map<Integer, Result> pings = http.pings();
            Map<Integer, Result> allocations = http.allocations();
            double least = Double.MAX_VALUE;
            String detail = "";
            for (int count : HttpSide.MANY) {
                Result ping = Lines.of(pings, count);
                Result allocation = Lines.of(allocations, count);
                if (allocation.rate() / ping.rate() < least) {
                    least = allocation.rate() / ping.rate();
                    detail = "the least of 64-512 connections: " + Say.text(allocation) + "; " + Say.text(ping);
                }
            }
            run.table().add(Bar.atLeast("ping", "allocate-coin : authenticated ping", least, 0.4, detail));
            Result ping = HttpSide.best(pings);
            Result constant = http.constant(http.constantPath(), ping.connections());
            run.table()
                    .add(Bar.atLeast(
                            "constant",
                            "authenticated ping : constant answer without a token",
                            ping.rate() / constant.rate(),
                            0.6,
                            Say.text(ping) + "; " + Say.text(constant)));
            run.table().line("connections", "ping, no database", Lines.rates(pings));
        }
    }

    /// Latency at offered rates, up to nearly the highest.
    record Latency(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            double top = HttpSide.best(http.allocations()).rate();
            List<Point> p50 = new ArrayList<>();
            List<Point> p99 = new ArrayList<>();
            for (double share : SHARES) {
                Result result = Say.said(http.allocateOpen(OPEN_CONNECTIONS, share * top));
                p50.add(new Point(share * top, result.p50Millis()));
                p99.add(new Point(share * top, result.p99Millis()));
                if (share == HALF) {
                    run.table()
                            .add(Bar.atMost(
                                    "latency",
                                    "allocate-coin: p99 at half of its highest rate",
                                    result.p99Millis(),
                                    new Limit(25, "ms"),
                                    Say.text(result) + ", offered " + Say.rate(share * top)));
                    run.table()
                            .add(Bar.keptUp(
                                    "latency-kept-up",
                                    "allocate-coin at that rate: done : offered",
                                    result,
                                    share * top));
                }
            }
            run.table().line("latency", "p50", p50);
            run.table().line("latency", "p99", p99);
        }
    }

    /// Coins for 10,000 users against coins for one.
    record Spread(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            Result one = Say.said(http.allocate(SPREAD_CONNECTIONS, 1));
            Result many = Say.said(http.allocate(SPREAD_CONNECTIONS, run.options().users));
            run.table()
                    .add(Bar.atLeast(
                            "spread",
                            "allocate-coin to " + run.options().users + " users : to one user",
                            many.rate() / one.rate(),
                            0.8,
                            Say.text(many) + "; one user: " + Say.text(one)));
        }
    }

    /// Purchases with cards beside coins: a card's limits, rules and holder are read for each, and eight counts kept.
    record Authorize(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            Result coins = Say.said(http.allocate(SPREAD_CONNECTIONS, run.options().users));
            Result cards = Say.said(http.authorize(SPREAD_CONNECTIONS));
            run.table()
                    .add(Bar.atLeast(
                            "authorize",
                            "card purchases : allocate-coin, 256 connections",
                            cards.rate() / coins.rate(),
                            0.4,
                            Say.text(cards) + "; " + Say.text(coins)));
            double half = HALF * cards.rate();
            Result open = Say.said(http.authorizeOpen(OPEN_CONNECTIONS, half));
            run.table()
                    .add(Bar.atMost(
                            "authorize-latency",
                            "card purchases: p99 at half of that rate",
                            open.p99Millis(),
                            new Limit(25, "ms"),
                            Say.text(open) + ", offered " + Say.rate(half)));
            run.table().add(Bar.keptUp("authorize-kept-up", "card purchases at that rate: done : offered", open, half));
        }
    }

    /// Orders to be paid beside coins: an order is a row with two public ids and a move, and no transfer.
    record Orders(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            Result coins = Say.said(http.allocate(SPREAD_CONNECTIONS, run.options().users));
            Result orders = Say.said(http.order(SPREAD_CONNECTIONS));
            run.table()
                    .add(Bar.atLeast(
                            "orders",
                            "create-order : allocate-coin, 256 connections",
                            orders.rate() / coins.rate(),
                            0.4,
                            Say.text(orders) + "; " + Say.text(coins)));
            double half = HALF * orders.rate();
            Result open = Say.said(http.orderOpen(OPEN_CONNECTIONS, half));
            run.table()
                    .add(Bar.atMost(
                            "orders-latency",
                            "create-order: p99 at half of that rate",
                            open.p99Millis(),
                            new Limit(25, "ms"),
                            Say.text(open) + ", offered " + Say.rate(half)));
            run.table().add(Bar.keptUp("orders-kept-up", "create-order at that rate: done : offered", open, half));
        }
    }

    /// With the sandbox's log of events against without it, on two servers of which one rests.
    record EventLog(String name) implements Phase {
        private static final int ROUNDS = 3;

        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide on = run.http();
            try (HttpSide off = HttpSide.start(run.options(), Map.of("KOSH_SANDBOX_EVENTLOG", "false"))) {
                int users = run.options().users;
                double with = 0;
                double without = 0;
                for (int round = 0; round < ROUNDS; round++) {
                    with += Say.said(on.allocate(SPREAD_CONNECTIONS, users)).rate() / ROUNDS;
                    without += Say.said(off.allocate(SPREAD_CONNECTIONS, users)).rate() / ROUNDS;
                }
                run.table()
                        .add(Bar.atLeast(
                                "event-log",
                                "allocate-coin with the sandbox's event log : without",
                                with / without,
                                0.9,
                                Say.rate(with) + " with, " + Say.rate(without) + " without, means of " + ROUNDS));
            }
        }
    }

    /// One client alone, as it sees the server.
    record Alone(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            Result alone = Lines.of(http.allocations(), 1);
            Result plain = Lines.of(http.plain(), 1);
            run.table()
                    .add(Bar.atMost(
                            "alone",
                            "one client alone over HTTP: p50 above the plain-SQL transaction's",
                            alone.p50Millis() - plain.p50Millis(),
                            new Limit(1, "ms"),
                            Say.text(alone) + "; " + Say.text(plain)));
        }
    }

    /// The most memory that the server had under the load of [Allocate].
    record MemoryUse(String name) implements Phase {
        @Override
        public void measure(BarRun run) throws Exception {
            HttpSide http = run.http();
            http.allocations();
            OptionalDouble server = Memory.peakResident(http.server().pid());
            OptionalDouble postgres =
                    Memory.postgresResident(http.server().dataDir().resolve("postgres/data"));
            run.table()
                    .add(Bar.atMost(
                            "memory",
                            "most memory resident of the server's process",
                            server.isPresent() ? server.getAsDouble() : null,
                            new Limit(768, "MB"),
                            "default settings; PostgreSQL beside it: "
                                    + (postgres.isPresent()
                                            ? Math.round(postgres.getAsDouble()) + " MB resident, shared memory once"
                                            : "not told")));
        }
    }
}
