package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import java.time.LocalDate;
import org.springframework.stereotype.Component;

/// What payments cost: each company's rules, over the usual ones.
@Component
final class Fees {
    private final Database database;
    private final FeeStore store;

    Fees(Database database, FeeStore store) {
        this.database = database;
        this.store = store;
    }

    /// The fees that count on a business day. Joins the caller's transaction of that company where there is one.
    FeeTable table(CompanyKey company, LocalDate day) {
        return database.inCompany(company, () -> store.table(company, day));
    }
}
