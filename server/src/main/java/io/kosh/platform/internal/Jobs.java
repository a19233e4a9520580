package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Tells what the scheduler does: turns, failures, and what is due now.
@Component
final class Jobs {
    private final Database database;
    private final JobStore store;
    private final CompanyRegistry companies;
    private final BusinessClock clock;
    private final List<RecurringJob> recurring;
    private final List<DueWork> works;

    Jobs(
            Database database,
            JobStore store,
            CompanyRegistry companies,
            BusinessClock clock,
            List<RecurringJob> recurring,
            List<DueWork> works) {
        this.database = database;
        this.store = store;
        this.companies = companies;
        this.clock = clock;
        this.recurring = recurring;
        this.works = works;
    }

    /// What sort of job it is.
    enum Kind {
        RECURRING,
        DUE_WORK
    }

    /// A job as it stands.
    ///
    /// @param due      what is due now; null for a job that has no due moments
    /// @param turns    null before its first turn was planned
    /// @param failures null where it never failed
    record Job(
            String name,
            Kind kind,
            Duration every,
            JobStore.@Nullable Turns turns,
            @Nullable Due due,
            JobStore.@Nullable Failures failures) {}

    /// What is due of a kind of work, in each company's own time.
    ///
    /// @param pieces   empty where the kind does not count
    /// @param oldestAt null where nothing is due
    record Due(int companies, OptionalLong pieces, @Nullable Instant oldestAt) {}

    /// All jobs by name.
    List<Job> all() {
        List<CompanyKey> keys = companies.all().stream().map(CompanyRef::key).toList();
        return database.acrossCompanies(keys, () -> {
            Map<String, JobStore.Turns> turns = store.turns();
            Map<String, JobStore.Failures> failures = store.failures();
            List<Job> jobs = new ArrayList<>();
            for (RecurringJob job : recurring) {
                String name = job.name();
                jobs.add(new Job(name, Kind.RECURRING, job.every(), turns.get(name), null, failures.get(name)));
            }
            for (DueWork work : works) {
                String name = work.name();
                jobs.add(new Job(name, Kind.DUE_WORK, work.every(), turns.get(name), due(work), failures.get(name)));
            }
            jobs.sort(Comparator.comparing(Job::name));
            return jobs;
        });
    }

    private Due due(DueWork work) {
        Map<CompanyKey, Instant> at = new HashMap<>();
        Instant oldest = null;
        for (var earliest : work.earliest().entrySet()) {
            Instant now = clock.now(earliest.getKey());
            Instant dueAt = earliest.getValue();
            if (!dueAt.isAfter(now)) {
                at.put(earliest.getKey(), now);
                oldest = oldest == null || dueAt.isBefore(oldest) ? dueAt : oldest;
            }
        }
        return new Due(at.size(), at.isEmpty() ? OptionalLong.of(0) : work.count(at), oldest);
    }
}
