package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Posted;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Many threads on few accounts, and what must be true whatever they did. `-Doracle.seconds=60` lets them go on.
@Tag("store")
class ConcurrencyOracleTest {
    private static final int THREADS = 32;
    private static final int ACCOUNTS = 5;
    private static final long FUNDS = 1_000;
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("oracle.seconds", 4));
    /// So few that several threads go for the same one.
    private static final int REMEMBERED = 8;

    private final TestServer server = TestServer.shared();
    private final Fixture shop = Api.of(server).newCompany(1);
    private final CompanyKey company = shop.company().key();
    private final Ledger ledger = server.bean(Ledger.class);
    private final Database database = server.bean(Database.class);
    private final WayIn way = new WayIn() {
        @Override
        public List<Outcome> post(CompanyKey of, List<Command> commands) {
            // Both ways in at once: they meet on the same accounts.
            return ThreadLocalRandom.current().nextBoolean()
                    ? List.of(ledger.submit(of, commands.getFirst()))
                    : database.inCompany(of, () -> ledger.postAll(of, commands));
        }

        @Override
        public int largestCall() {
            return 1;
        }
    };

    private record Moved(long transfer, Leg leg) {}

    private final AtomicReferenceArray<Moved> holds = new AtomicReferenceArray<>(REMEMBERED);
    private final AtomicReferenceArray<Moved> transfers = new AtomicReferenceArray<>(REMEMBERED);
    private final Map<Long, LongAdder> endsOfHolds = new ConcurrentHashMap<>();
    private final Map<Long, LongAdder> reversals = new ConcurrentHashMap<>();
    private final Map<Long, AtomicLong> balances = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final AtomicBoolean over = new AtomicBoolean();

    @Test
    void thirtyTwoThreadsOnFiveAccountsBreakNothing() throws Exception {
        for (long owner = 1; owner <= ACCOUNTS; owner++) {
            post(Bookkeeper.give("fund " + owner, owner, FUNDS));
            balances.put(owner, new AtomicLong(FUNDS));
        }
        long deadlocks = deadlocks();
        List<Callable<Long>> threads = new ArrayList<>();
        long end = System.nanoTime() + TIME.toNanos();
        for (int i = 0; i < THREADS; i++) {
            Random random = new Random(i);
            threads.add(() -> {
                while (System.nanoTime() < end) {
                    act(random);
                }
                return 0L;
            });
        }
        try (ExecutorService executor = Executors.newFixedThreadPool(THREADS + 1)) {
            Future<Long> lowest = executor.submit(this::lowestAvailable);
            for (Future<Long> thread : executor.invokeAll(threads)) {
                thread.get();
            }
            over.set(true);
            assertThat(lowest.get()).as("the lowest available that was seen").isNotNegative();
        }

        assertThat(deadlocks()).isEqualTo(deadlocks);
        assertThat(endsOfHolds).isNotEmpty();
        assertThat(endsOfHolds.values()).as("each hold ended once").allMatch(ends -> ends.sum() == 1);
        assertThat(reversals).isNotEmpty();
        assertThat(reversals.values()).as("each transfer was reversed once").allMatch(times -> times.sum() == 1);
        balances.forEach((owner, balance) ->
                assertThat(account(owner).balance()).as("what the answers say").isEqualTo(balance.get()));
        assertThat(balances.values().stream().mapToLong(AtomicLong::get).sum()).isEqualTo(ACCOUNTS * FUNDS);
        assertThat(server.bean(Audits.class).audit(List.of(shop.company())).problems())
                .isEmpty();
    }

    private void act(Random random) {
        Moved hold = holds.get(random.nextInt(REMEMBERED));
        Moved transfer = transfers.get(random.nextInt(REMEMBERED));
        switch (random.nextInt(6)) {
            case 0 -> hold(leg(random), random);
            case 1 -> capture(hold, random);
            case 2 -> release(hold);
            case 3 -> reverse(transfer);
            default -> transfer(leg(random), random);
        }
    }

    private static Leg leg(Random random) {
        long from = 1L + random.nextInt(ACCOUNTS);
        long to = 1L + (from + random.nextInt(ACCOUNTS - 1)) % ACCOUNTS;
        return Leg.of(Bookkeeper.purse(from), Bookkeeper.purse(to), 1L + random.nextInt(600));
    }

    private SourceKey fresh() {
        return new SourceKey("oracle", Long.toString(ids.incrementAndGet()));
    }

    private Outcome post(Command command) {
        calls.increment();
        return way.post(company, List.of(command)).getFirst();
    }

    private void transfer(Leg leg, Random random) {
        Outcome outcome = post(new Command.Post(fresh(), "", History.MOVE, List.of(leg), List.of(), Map.of(), false));
        if (outcome instanceof Posted posted) {
            moved(leg, leg.amount());
            transfers.set(random.nextInt(REMEMBERED), new Moved(posted.transfer(), leg));
        }
    }

    /// Under the source of what is reversed: several threads try, with one effect.
    private void reverse(Moved transfer) {
        if (transfer != null) {
            Leg back = Leg.of(
                    transfer.leg().credit(),
                    transfer.leg().debit(),
                    transfer.leg().amount());
            SourceKey source = new SourceKey("oracle.reverse", Long.toString(transfer.transfer()));
            Outcome outcome =
                    post(new Command.Post(source, "", History.MOVE, List.of(back), List.of(), Map.of(), false));
            if (outcome instanceof Posted posted && !posted.replayed()) {
                moved(back, back.amount());
                reversals
                        .computeIfAbsent(transfer.transfer(), _ -> new LongAdder())
                        .increment();
            }
        }
    }

    private void hold(Leg leg, Random random) {
        Outcome outcome = post(new Command.Hold(
                fresh(),
                "",
                History.MOVE,
                List.of(leg),
                Map.of(),
                server.bean(BusinessClock.class).now(company).plus(Duration.ofDays(1))));
        if (outcome instanceof Posted posted) {
            holds.set(random.nextInt(REMEMBERED), new Moved(posted.transfer(), leg));
        }
    }

    private void capture(Moved hold, Random random) {
        if (hold != null) {
            long amount = 1 + random.nextLong(hold.leg().amount());
            Outcome outcome = post(new Command.Capture(fresh(), "", hold.transfer(), List.of(amount), Map.of()));
            if (outcome instanceof Posted) {
                ended(hold);
                moved(hold.leg(), amount);
            }
        }
    }

    private void release(Moved hold) {
        if (hold != null && post(new Command.Release(fresh(), "", hold.transfer(), false)) instanceof Posted) {
            ended(hold);
        }
    }

    private void ended(Moved hold) {
        endsOfHolds.computeIfAbsent(hold.transfer(), _ -> new LongAdder()).increment();
    }

    private void moved(Leg leg, long amount) {
        balance(leg.debit()).addAndGet(-amount);
        balance(leg.credit()).addAndGet(amount);
    }

    private AtomicLong balance(AccountRef ref) {
        return balances.computeIfAbsent(ref.owner(), _ -> new AtomicLong());
    }

    private long lowestAvailable() {
        long lowest = Long.MAX_VALUE;
        while (!over.get()) {
            for (long owner = 1; owner <= ACCOUNTS; owner++) {
                lowest = Math.min(lowest, account(owner).available());
            }
        }
        return lowest;
    }

    private AccountView account(long owner) {
        return database.inCompany(company, () -> {
            AccountView view = ledger.account(company, Bookkeeper.purse(owner));
            if (view == null) {
                throw new AssertionError("no purse " + owner);
            }
            return view;
        });
    }

    private long deadlocks() {
        return database.inRegistry(() -> server.bean(JdbcClient.class)
                .sql("select deadlocks from pg_stat_database where datname = current_database()")
                .query(Long.class)
                .single());
    }
}
