package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import io.kosh.platform.RoundTrips;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Seals batches into blocks, behind the posting path. A block says which batches it holds, so a transaction that is
/// still running simply falls into a later one. Everything of a block is written in one transaction under the locks of
/// its batches, so a sealer may die anywhere and any number of servers may seal side by side.
@Component
final class Sealer implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(Sealer.class);
    private static final Duration SHORTEST_REST = Duration.ofMillis(500);
    private static final Duration LONGEST_REST = Duration.ofSeconds(10);
    /// A round takes about as long for a company that posted once as for one that posted a thousand times. So it rests
    /// this many times as long as it was at work: the more companies are busy, the more of each fits into a block.
    private static final int RESTS = 3;
    /// How often all companies are looked at, between two rests, for what a server that died has left.
    private static final Duration SWEEP = Duration.ofSeconds(5);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final int MOST_BATCHES = 10_000;

    private final Seals seals;
    private final SealStore store;
    private final Database database;
    private final RoundTrips trips;
    private final CompanyRegistry companies;
    private final Clock clock;
    private final LedgerMeters meters;
    private CountDownLatch stopping = new CountDownLatch(1);
    private @Nullable Thread thread;
    private boolean failing;

    Sealer(
            Seals seals,
            SealStore store,
            Database database,
            RoundTrips trips,
            CompanyRegistry companies,
            Clock clock,
            LedgerMeters meters) {
        this.seals = seals;
        this.store = store;
        this.database = database;
        this.trips = trips;
        this.companies = companies;
        this.clock = clock;
        this.meters = meters;
    }

    /// Seals what one company has, in as many blocks as it takes; returns how many it made.
    int seal(CompanyKey company) {
        int blocks = 0;
        int taken;
        do {
            List<SealStore.Batch> sealed = database.inCompany(company, () -> sealOne(company));
            taken = sealed.size();
            if (taken > 0) {
                blocks++;
                meters.sealed(sealed.getFirst().waited());
            }
        } while (taken == MOST_BATCHES);
        return blocks;
    }

    private List<SealStore.Batch> sealOne(CompanyKey company) {
        List<SealStore.Batch> batches = store.take(company, MOST_BATCHES);
        if (batches.isEmpty()) {
            return batches;
        }
        // A statement of its own after the locks, so that it sees the block of a sealer that was waited for.
        store.append(trips.begin(), company, next(company, store.head(company), batches), batches);
        return batches;
    }

    private SealStore.Block next(CompanyKey company, SealStore.@Nullable Block last, List<SealStore.Batch> batches) {
        long transfers = batches.stream().mapToLong(SealStore.Batch::transfers).sum();
        ContentHash.Header header = new ContentHash.Header(
                last == null ? 1 : last.header().number() + 1,
                last == null ? Hash.NONE : last.hash(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                batches.size(),
                last == null ? transfers : Math.addExact(last.header().transfers(), transfers));
        ContentHash content = new ContentHash(company);
        MessageDigest digest = content.block(header);
        for (SealStore.Batch batch : batches) {
            digest.update(content.sealed(batch.id(), batch.digest()));
        }
        return new SealStore.Block(header, Hash.ended(digest));
    }

    /// @param last whether no round follows; one that is followed ends where it is told to stop
    private void sealAll(List<CompanyKey> candidates, boolean last) {
        if (candidates.isEmpty()) {
            return;
        }
        for (CompanyKey company : database.acrossCompanies(candidates, store::unsealed)) {
            if (!last && stopping.getCount() == 0) {
                return;
            }
            if (!EachByItself.run("seal the books of company " + company.value(), () -> seal(company))) {
                seals.forget(company);
            }
        }
    }

    private void run() {
        long lastSweep = System.nanoTime() - SWEEP.toNanos();
        Duration rest = SHORTEST_REST;
        try {
            while (!stopping.await(rest.toNanos(), TimeUnit.NANOSECONDS)) {
                long began = System.nanoTime();
                boolean sweep = began - lastSweep >= SWEEP.toNanos();
                boolean good = round(sweep, false);
                if (good && sweep) {
                    lastSweep = System.nanoTime();
                }
                rest = good ? rest(Duration.ofNanos(System.nanoTime() - began)) : SHORTEST_REST;
            }
            round(false, true);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    static Duration rest(Duration worked) {
        long nanos = Math.clamp(RESTS * worked.toNanos(), SHORTEST_REST.toNanos(), LONGEST_REST.toNanos());
        return Duration.ofNanos(nanos);
    }

    /// One look at the busy companies or at all; says once that the database is away, and once that it is back.
    private boolean round(boolean sweep, boolean last) {
        try {
            sealAll(sweep ? companies.all().stream().map(CompanyRef::key).toList() : seals.busy(), last);
            if (failing) {
                LOG.warn("sealing goes on");
            }
            failing = false;
            return true;
        } catch (RuntimeException e) {
            if (!failing) {
                LOG.atWarn().setCause(e).log("sealing does not work and is tried on");
            }
            failing = true;
            return false;
        }
    }

    @Override
    public void start() {
        stopping = new CountDownLatch(1);
        thread = Thread.ofPlatform().daemon().name("ledger-sealer").start(this::run);
    }

    @Override
    public void stop() {
        Thread running = thread;
        thread = null;
        if (running != null) {
            stopping.countDown();
            try {
                running.join(LONGEST_STOP);
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    /// Stops after the web server, whose last requests it seals.
    @Override
    public int getPhase() {
        return 0;
    }
}
