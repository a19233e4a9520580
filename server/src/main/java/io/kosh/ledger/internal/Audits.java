package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AuditReport;
import io.kosh.ledger.AuditReport.Problem;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Audits the books of some companies.
@Component
final class Audits {
    private static final Duration WAIT = Duration.ofSeconds(30);
    private static final Duration LONGEST_CHECK = Duration.ofMinutes(30);

    private final Semaphore running = new Semaphore(1);
    private final Database database;
    private final AuditStore store;
    private final Clock clock;
    private final Map<String, Supplier<List<AuditStore.Finding>>> checks = new LinkedHashMap<>();

    Audits(Database database, AuditStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
        checks.put("balance-is-sum-of-entries", store::balances);
        checks.put("running-balances", store::runningBalances);
        checks.put("assets-sum-to-zero", store::assets);
        checks.put("transfers-balance", store::transfers);
        checks.put("sources-meet-transfers", store::sources);
        checks.put("holds-and-lots", store::holds);
    }

    /// One audit at a time: it reads all books, and must not take the connections that jobs need.
    AuditReport audit(List<CompanyRef> companies) {
        if (!tryEnter()) {
            throw Refusal.retryAfter(LedgerError.AUDIT_BUSY, LedgerError.AUDIT_BUSY.meaning(), WAIT);
        }
        try {
            return check(companies);
        } finally {
            running.release();
        }
    }

    private boolean tryEnter() {
        try {
            return running.tryAcquire(WAIT.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private AuditReport check(List<CompanyRef> companies) {
        List<Problem> problems = new ArrayList<>();
        var keys = companies.stream().map(CompanyRef::key).toList();
        checks.forEach((name, check) -> {
            for (AuditStore.Finding finding : timed(keys, check)) {
                problems.add(new Problem(name, publicId(companies, finding), finding.what()));
            }
        });
        AuditStore.Size size = timed(keys, store::size);
        return new AuditReport(
                problems.isEmpty(), clock.instant(), companies.size(), size.accounts(), size.entries(), problems);
    }

    private <T> T timed(List<CompanyKey> companies, Supplier<T> check) {
        return database.acrossCompanies(companies, () -> {
            store.takeTime(LONGEST_CHECK);
            return check.get();
        });
    }

    private static String publicId(List<CompanyRef> companies, AuditStore.Finding finding) {
        return companies.stream()
                .filter(company -> company.key().equals(finding.company()))
                .map(CompanyRef::id)
                .findFirst()
                .orElse("?");
    }
}
