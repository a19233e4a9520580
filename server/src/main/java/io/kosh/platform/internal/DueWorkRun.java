package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.DueWorks;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.stereotype.Component;

/// Asks every kind of due work in turn.
@Component
final class DueWorkRun implements DueWorks {
    private static final int MOST = 200;

    private final Database database;
    private final List<DueWork> works;

    DueWorkRun(Database database, List<DueWork> works) {
        this.database = database;
        this.works = List.copyOf(works);
    }

    @Override
    public Optional<Instant> next(CompanyKey company) {
        return works.isEmpty()
                ? Optional.empty()
                : database.acrossCompanies(
                        List.of(company),
                        () -> works.stream()
                                .map(work -> work.earliest().get(company))
                                .filter(Objects::nonNull)
                                .min(Instant::compareTo));
    }

    @Override
    public List<DueWork.Fired> runDue(CompanyKey company, Instant now) {
        List<DueWork.Fired> fired = new ArrayList<>();
        for (DueWork work : works) {
            List<DueWork.Fired> some;
            do {
                some = work.run(company, now, MOST);
                fired.addAll(some);
            } while (some.size() == MOST && some.stream().allMatch(DueWork.Fired::done));
        }
        return fired;
    }
}
