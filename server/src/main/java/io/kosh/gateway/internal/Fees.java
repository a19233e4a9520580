package io.kosh.gateway.internal;

import io.kosh.gateway.internal.FeeStore.Made;
import io.kosh.gateway.internal.FeeStore.Rule;
import io.kosh.gateway.internal.FeeStore.Tax;
import io.kosh.gateway.internal.FeeTable.Sort;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Clock;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.springframework.stereotype.Component;

/// What payments cost: each company's rules, over the usual ones. A rule is never changed: a later one takes its place
/// from a day on that has not passed, so that what was charged stays what the rules say.
@Component
final class Fees {
    private final Database database;
    private final FeeStore store;
    private final BusinessClock business;
    private final Clock clock;

    Fees(Database database, FeeStore store, BusinessClock business, Clock clock) {
        this.database = database;
        this.store = store;
        this.business = business;
        this.clock = clock;
    }

    /// The fees that count on a business day. Joins the caller's transaction of that company where there is one.
    FeeTable table(CompanyKey company, LocalDate day) {
        return database.inCompany(company, () -> store.table(company, day));
    }

    /// The business day that is today for a company.
    LocalDate today(CompanyKey company) {
        return business.today(company);
    }

    /// A further rule. What the merchant itself pays is for an operator to say.
    Made add(CompanyRef company, Rule rule, Caller caller) {
        if (rule.key().sort() == Sort.PF && !caller.operator()) {
            throw Refusal.ofField(
                    CommonError.OPERATOR_ONLY, "sort", "what a merchant pays is set with an operator's token");
        }
        return database.inCompany(company.key(), () -> {
            if (rule.from().isBefore(business.today(company.key()))) {
                throw Fields.invalid("validFrom", "must not lie before today");
            }
            Instant now = business.now(company.key());
            return new Made(store.insert(company.key(), rule, caller.actor(), now), rule, now, caller.actor());
        });
    }

    Page<Made> list(CompanyRef company, Page.Request page) {
        return database.inCompany(company.key(), () -> Page.of(store.page(company.key(), page), page, Made::number));
    }

    List<Tax> taxes() {
        return database.inRegistry(store::taxes);
    }

    /// Another rate of the tax from a day to come.
    void add(Tax tax) {
        if (!tax.from().isAfter(LocalDate.ofInstant(clock.instant(), BusinessClock.ZONE))) {
            throw Fields.invalid("validFrom", "must lie after today");
        }
        database.inRegistry(() -> {
            if (!store.insert(tax) && !store.taxes().contains(tax)) {
                throw Refusal.ofField(
                        GatewayError.TAX_RATE_SET, "validFrom", "another rate begins on " + tax.from() + " already");
            }
            return true;
        });
    }
}
