package io.kosh.ledger.internal;

import io.kosh.ledger.AuditReport;
import io.kosh.ledger.AuditReport.Problem;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/// Audits the books of some companies.
@Component
final class Audits {
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

    AuditReport audit(List<CompanyRef> companies) {
        List<Problem> problems = new ArrayList<>();
        var keys = companies.stream().map(CompanyRef::key).toList();
        checks.forEach((name, check) -> {
            for (AuditStore.Finding finding : database.acrossCompanies(keys, check)) {
                problems.add(new Problem(name, publicId(companies, finding), finding.what()));
            }
        });
        AuditStore.Size size = database.acrossCompanies(keys, store::size);
        return new AuditReport(
                problems.isEmpty(), clock.instant(), companies.size(), size.accounts(), size.entries(), problems);
    }

    private static String publicId(List<CompanyRef> companies, AuditStore.Finding finding) {
        return companies.stream()
                .filter(company -> company.key().equals(finding.company()))
                .map(CompanyRef::id)
                .findFirst()
                .orElse("?");
    }
}
