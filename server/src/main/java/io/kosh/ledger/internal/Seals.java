package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyMemory;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.Settings;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The posting path's part in tamper evidence: hashes what is written and remembers which companies were busy, so that
/// the [Sealer] has nothing to look for where nothing happened. Takes no lock and waits for nobody.
@Component
final class Seals implements CompanyMemory {
    /// Longer than any posting transaction may take: the note is made before its commit.
    private static final long BUSY_NANOS = Duration.ofSeconds(90).toNanos();

    private final SealStore store;
    private final boolean hashing;
    private final Map<CompanyKey, Long> lastWritten = new ConcurrentHashMap<>();

    Seals(SealStore store, Settings settings) {
        this.store = store;
        this.hashing = settings.ledger().hashing();
    }

    /// The hashes of a decision that has transfers; null where hashing is switched off.
    @Nullable
    Seal seal(CompanyKey company, Books.Decision decision, Collection<AccountState> accounts) {
        return hashing ? Seal.of(company, decision, accounts) : null;
    }

    void write(RoundTrip trip, CompanyKey company, @Nullable Seal seal) {
        if (seal != null) {
            store.writeBatch(trip, company, seal);
            lastWritten.put(company, System.nanoTime());
        }
    }

    /// The companies that may have something to seal from this server.
    List<CompanyKey> busy() {
        long now = System.nanoTime();
        lastWritten.values().removeIf(written -> now - written > BUSY_NANOS);
        return List.copyOf(lastWritten.keySet());
    }

    /// Leaves a company to the next look at all companies.
    void forget(CompanyKey company) {
        lastWritten.remove(company);
    }

    /// What was restored may hold batches that no block has.
    @Override
    public void replaced(CompanyKey company, long generation) {
        lastWritten.put(company, System.nanoTime());
    }
}
