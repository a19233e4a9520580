package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyMemory;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// Tells this server's memories when a company's state was replaced, here or by another server.
@Component
@SandboxOnly
final class Generations implements Remembered {
    private final Database database;
    private final SnapshotStore store;
    private final ObjectProvider<CompanyRegistry> companies;
    private final List<CompanyMemory> memories;
    private @Nullable Map<CompanyKey, Long> known;

    Generations(
            Database database,
            SnapshotStore store,
            ObjectProvider<CompanyRegistry> companies,
            List<CompanyMemory> memories) {
        this.database = database;
        this.store = store;
        this.companies = companies;
        this.memories = List.copyOf(memories);
    }

    @Override
    public void reload() {
        var all = companies.getObject().all().stream().map(CompanyRef::key).toList();
        news(database.acrossCompanies(all, store::generations));
    }

    /// At the first look nothing is in memory yet that could be old.
    private synchronized void news(Map<CompanyKey, Long> read) {
        Map<CompanyKey, Long> before = known;
        known = new HashMap<>(read);
        if (before != null) {
            read.forEach((company, generation) -> {
                if (generation > before.getOrDefault(company, 0L)) {
                    memories.forEach(memory -> memory.replaced(company, generation));
                }
            });
        }
    }
}
