package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.Chain;
import io.kosh.ledger.ChainHead;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyTables;
import io.kosh.platform.Database;
import java.time.Clock;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Saves a company's state and brings it back. The books come back as they were, chain included, so that they verify;
/// what the chain held since is a branch that was given up, whose end is noted.
@Component
@SandboxOnly
final class Snapshots {
    private static final int MOST_SNAPSHOTS = 50;
    private static final long MOST_ROWS = 200_000;
    private static final int MOST_DIFFERENCES = 500;

    private final Database database;
    private final SnapshotStore store;
    private final Clocks clocks;
    private final Generations generations;
    private final Chain chain;
    private final Clock clock;
    private final List<String> tables;
    private final List<String> closed;

    Snapshots(
            Database database,
            SnapshotStore store,
            Clocks clocks,
            Generations generations,
            Chain chain,
            Clock clock,
            List<CompanyTables> tables) {
        this.database = database;
        this.store = store;
        this.clocks = clocks;
        this.generations = generations;
        this.chain = chain;
        this.clock = clock;
        this.tables = kept(tables.stream());
        this.closed = kept(tables.stream().filter(CompanyTables::closed));
    }

    private static List<String> kept(Stream<CompanyTables> contexts) {
        return contexts.flatMap(each -> each.kept().stream().map(table -> each.schema() + "." + table))
                .toList();
    }

    /// Saves under a name; one that was saved under it before is replaced.
    Snapshot save(CompanyRef company, String name) {
        CompanyKey key = company.key();
        return clocks.alone(company, () -> {
            ClockState time = clocks.state(key);
            return database.inCompany(key, () -> {
                store.delete(key, name);
                if (store.all(key).size() >= MOST_SNAPSHOTS) {
                    throw Refusal.of(SandboxError.SNAPSHOTS_FULL, SandboxError.SNAPSHOTS_FULL.meaning());
                }
                long rows = store.copy(key, name, tables, MOST_ROWS + 1);
                if (rows > MOST_ROWS) {
                    throw Refusal.of(
                            SandboxError.SNAPSHOT_TOO_LARGE,
                            "the company's state has more than " + MOST_ROWS + " rows");
                }
                Snapshot saved = new Snapshot(name, clock.instant(), rows, time);
                store.insert(key, saved);
                return saved;
            });
        });
    }

    List<Snapshot> all(CompanyRef company) {
        return database.inCompany(company.key(), () -> store.all(company.key()));
    }

    void delete(CompanyRef company, String name) {
        boolean deleted =
                clocks.alone(company, () -> database.inCompany(company.key(), () -> store.delete(company.key(), name)));
        if (!deleted) {
            throw unknown();
        }
    }

    List<Snapshot.Difference> compare(CompanyRef company, String name) {
        return database.inCompany(company.key(), () -> {
            known(company.key(), name);
            return store.compare(company.key(), name, new SnapshotStore.Compared(tables, closed), MOST_DIFFERENCES);
        });
    }

    Snapshot.Replacement restore(CompanyRef company, String name) {
        return replace(company, name);
    }

    /// To a company that has done nothing yet, in real time.
    Snapshot.Replacement reset(CompanyRef company) {
        return replace(company, null);
    }

    private record Replaced(Snapshot.Replacement replacement, ClockState time) {}

    private Snapshot.Replacement replace(CompanyRef company, @Nullable String name) {
        CompanyKey key = company.key();
        return clocks.alone(company, lease -> {
            ChainHead head = chain.head(company);
            ClockState time = name == null
                    ? ClockState.UNMOVED
                    : database.inCompany(key, () -> known(key, name).clock());
            Replaced replaced = database.inCompany(key, () -> {
                store.replace(key, name, tables);
                ClockState back = clocks.bringBack(lease, time);
                return new Replaced(store.replaced(key, name, clock.instant(), head), back);
            });
            clocks.tell(lease, replaced.time());
            generations.reload();
            return replaced.replacement();
        });
    }

    private Snapshot known(CompanyKey company, String name) {
        Snapshot snapshot = store.find(company, name);
        if (snapshot == null) {
            throw unknown();
        }
        return snapshot;
    }

    private static Refusal unknown() {
        return Refusal.of(SandboxError.SNAPSHOT_UNKNOWN, SandboxError.SNAPSHOT_UNKNOWN.meaning());
    }
}
