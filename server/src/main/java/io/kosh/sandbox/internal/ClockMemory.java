package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.TimeShift;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/// The clocks that were moved, in memory. An older reading never replaces a newer one.
@Component
@SandboxOnly
final class ClockMemory implements TimeShift, Remembered {
    private final Map<CompanyKey, ClockState> clocks = new ConcurrentHashMap<>();
    private final Database database;
    private final ClockStore store;
    private final ObjectProvider<CompanyRegistry> companies;

    ClockMemory(Database database, ClockStore store, ObjectProvider<CompanyRegistry> companies) {
        this.database = database;
        this.store = store;
        this.companies = companies;
    }

    @Override
    public Instant shifted(CompanyKey company, Instant now) {
        ClockState state = clocks.get(company);
        return state == null ? now : state.at(now);
    }

    void remember(CompanyKey company, ClockState state) {
        clocks.merge(company, state, (old, read) -> read.version() >= old.version() ? read : old);
    }

    @Override
    public void reload() {
        var all = companies.getObject().all().stream().map(CompanyRef::key).toList();
        database.acrossCompanies(all, store::all).forEach(this::remember);
    }
}
