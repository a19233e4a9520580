package io.kosh.ledger.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Command;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import io.kosh.platform.RecurringJob;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the ledger does by the clock: ends holds whose time is over, and opens the months to come.
@Configuration(proxyBeanMethods = false)
class LedgerJobs {
    private static final int BATCH = 200;
    private static final int MONTHS_AHEAD = 3;

    @Bean
    RecurringJob holdTimeouts(
            Database database, HoldStore holds, PostgresLedger ledger, CompanyRegistry companies, BusinessClock clock) {
        Runnable work = () -> {
            List<CompanyKey> keys =
                    companies.all().stream().map(CompanyRef::key).toList();
            database.acrossCompanies(keys, holds::earliestDue).forEach((company, due) -> {
                if (!due.isAfter(clock.now(company))) {
                    EachByItself.run(
                            "time out holds of company " + company.value(),
                            () -> timeOut(company, database, holds, ledger, clock));
                }
            });
        };
        return new RecurringJob("ledger.hold-timeouts", Duration.ofSeconds(10), work);
    }

    /// Each hold in a transaction of its own, so that one that cannot end holds back no other.
    private static void timeOut(
            CompanyKey company, Database database, HoldStore holds, PostgresLedger ledger, BusinessClock clock) {
        List<Long> due = database.inCompany(company, () -> holds.due(company, clock.now(company), BATCH));
        for (long hold : due) {
            SourceKey source = new SourceKey("ledger.time-out", Long.toString(hold));
            Command release = new Command.Release(source, source.id(), hold, true);
            EachByItself.run(
                    "time out hold " + hold, () -> database.inCompany(company, () -> ledger.post(company, release)));
        }
    }

    @Bean
    RecurringJob monthsAhead(Months months) {
        return new RecurringJob("ledger.months-ahead", Duration.ofHours(12), months::open);
    }

    @Bean
    Months months(Database database, BookStore books, Clock clock) {
        return new Months(database, books, clock);
    }

    /// Keeps partitions open for this month and the next ones; at the start too, so that none is written to unopened.
    record Months(Database database, BookStore books, Clock clock) implements InitializingBean {
        @Override
        public void afterPropertiesSet() {
            open();
        }

        void open() {
            LocalDate month =
                    LocalDate.ofInstant(clock.instant(), ZoneOffset.UTC).withDayOfMonth(1);
            for (int ahead = 0; ahead <= MONTHS_AHEAD; ahead++) {
                LocalDate opened = month.plusMonths(ahead);
                database.inRegistry(() -> books.openMonth(opened));
            }
        }
    }
}
