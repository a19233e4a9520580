package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Chain;
import io.kosh.ledger.VerificationReport;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.DueWorks;
import io.kosh.platform.StateCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/// Looks whether anything is wrong with a company: its books and their chain, what should have happened, every limit.
@Component
@SandboxOnly
final class SandboxAudit {
    private static final Duration LATE = Duration.ofMinutes(5);

    private final Chain chain;
    private final Database database;
    private final DueWorks dueWorks;
    private final BusinessClock clock;
    private final List<StateCheck> checks;

    SandboxAudit(Chain chain, Database database, DueWorks dueWorks, BusinessClock clock, List<StateCheck> checks) {
        this.chain = chain;
        this.database = database;
        this.dueWorks = dueWorks;
        this.clock = clock;
        this.checks = List.copyOf(checks);
    }

    /// One thing that is wrong.
    record Problem(String check, String what) {}

    /// @param checks what was looked at
    record Report(VerificationReport books, List<String> checks, List<Problem> problems) {}

    Report audit(CompanyRef company) {
        VerificationReport books = chain.verify(List.of(company), List.of(), _ -> {});
        List<Problem> problems = new ArrayList<>();
        books.audit().problems().forEach(each -> problems.add(new Problem("ledger." + each.check(), each.what())));
        for (VerificationReport.CompanyChain each : books.chains()) {
            if (each.firstBroken() != null) {
                problems.add(new Problem("ledger.chain", each.firstBroken()));
            }
        }
        List<String> looked = new ArrayList<>(List.of("ledger.books", "ledger.chain", "jobs.overdue"));
        CompanyKey key = company.key();
        Instant now = clock.now(key);
        dueWorks.next(key)
                .filter(due -> due.isBefore(now.minus(LATE)))
                .ifPresent(due ->
                        problems.add(new Problem("jobs.overdue", "something was due at " + due + " and did not run")));
        for (StateCheck check : checks) {
            looked.add(check.name());
            for (String what : database.inCompany(key, () -> check.problems(key, now))) {
                problems.add(new Problem(check.name(), what));
            }
        }
        return new Report(books, looked, problems);
    }
}
