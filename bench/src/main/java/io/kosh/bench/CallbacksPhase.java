package io.kosh.bench;

import io.kosh.bench.Bar.Limit;
import io.kosh.bench.Load.Result;

/// The acquirer's signed callbacks beside coins: each ends a payment, pays its order and posts its money.
record CallbacksPhase(String name) implements Phase {
    private static final int CONNECTIONS = 256;
    private static final int OPEN_CONNECTIONS = 512;
    private static final double HALF = 0.5;

    @Override
    public void measure(BarRun run) throws Exception {
        HttpSide http = run.http();
        WaitingPayments payments = http.waitingPayments(run.options().payments);
        Result coins = Say.said(http.allocate(CONNECTIONS, run.options().users));
        Result closed = counted(http.tell(payments, CONNECTIONS), payments);
        run.table()
                .add(Bar.atLeast(
                        "callbacks",
                        "callbacks that end payments : allocate-coin, 256 connections",
                        closed.rate() / coins.rate(),
                        0.4,
                        Say.text(closed) + "; " + Say.text(coins)));
        double half = HALF * closed.rate();
        Result open = counted(http.tellOpen(payments, OPEN_CONNECTIONS, half), payments);
        run.table()
                .add(Bar.atMost(
                        "callbacks-latency",
                        "callbacks: p99 at half of that rate",
                        open.p99Millis(),
                        new Limit(25, "ms"),
                        Say.text(open) + ", offered " + Say.rate(half)));
        run.table().add(Bar.keptUp("callbacks-kept-up", "callbacks at that rate: done : offered", open, half));
    }

    private static Result counted(Result result, WaitingPayments payments) {
        if (payments.left() == 0) {
            throw new BenchFailure("The payments ran out: name more by --payments, or a shorter --seconds.");
        }
        return Say.said(result);
    }
}
