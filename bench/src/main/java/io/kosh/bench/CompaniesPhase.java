package io.kosh.bench;

import io.kosh.bench.Bar.Limit;
import io.kosh.bench.Load.Result;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;

/// Many companies posting at once, each to an account of its own: the rate of all, and whether one waits for the
/// others.
record CompaniesPhase(String name) implements Phase {
    private static final List<Integer> SQL_CONNECTIONS = List.of(1, 8, 32, 64);
    private static final int CALLERS = 2;
    private static final int MAKERS = 16;
    private static final int USERS = 10;

    /// How long one company waited, and for how many answers.
    private record Waits(LongAdder nanos, LongAdder answers) {
        Waits() {
            this(new LongAdder(), new LongAdder());
        }

        void reset() {
            nanos.reset();
            answers.reset();
        }

        double meanMillis() {
            return answers.sum() == 0 ? Double.POSITIVE_INFINITY : nanos.sum() / 1e6 / answers.sum();
        }
    }

    @Override
    public void measure(BarRun run) throws Exception {
        int count = run.options().companies;
        Result plain = run.engine().bestPlain(count, SQL_CONNECTIONS);
        Say.line("Making " + count + " companies ...");
        List<HotAccount> accounts = accounts(run.engine().shared(), count);
        List<Waits> waits = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            waits.add(new Waits());
        }
        Result result = Say.said(run.options()
                .load()
                .run(
                        count + " companies at once",
                        CALLERS * count,
                        number -> waiting(accounts.get(number % count), waits.get(number % count)),
                        () -> waits.forEach(Waits::reset)));
        accounts.getFirst().check();
        double[] means = waits.stream().mapToDouble(Waits::meanMillis).sorted().toArray();
        double median = means[means.length / 2];
        double most = Arrays.stream(means).max().orElseThrow();
        run.table()
                .add(Bar.atLeast(
                        "companies",
                        count + " companies at once : best plain SQL spread over accounts",
                        result.rate() / plain.rate(),
                        1,
                        Say.text(result) + "; spread " + Say.text(plain)));
        run.table()
                .add(Bar.atMost(
                        "fairness",
                        count + " companies at once: longest mean wait of a company : the median's",
                        most / median,
                        new Limit(3, "x"),
                        "mean waits: median " + Say.millis(median) + ", longest " + Say.millis(most)));
    }

    private static Load.Worker waiting(HotAccount account, Waits waits) {
        return () -> {
            long began = System.nanoTime();
            boolean good = account.payAnyone(USERS);
            waits.nanos().add(System.nanoTime() - began);
            waits.answers().increment();
            return good;
        };
    }

    private static List<HotAccount> accounts(Engine engine, int count) throws Exception {
        List<Future<HotAccount>> making = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(MAKERS)) {
            for (int i = 0; i < count; i++) {
                making.add(executor.submit(engine::hotAccount));
            }
        }
        List<HotAccount> accounts = new ArrayList<>();
        for (Future<HotAccount> each : making) {
            accounts.add(each.get());
        }
        return accounts;
    }
}
