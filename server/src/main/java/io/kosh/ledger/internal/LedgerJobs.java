package io.kosh.ledger.internal;

import io.kosh.platform.Database;
import io.kosh.platform.RecurringJob;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import org.springframework.beans.factory.InitializingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the ledger does by the clock: it opens the months to come.
@Configuration(proxyBeanMethods = false)
class LedgerJobs {
    private static final int MONTHS_AHEAD = 3;

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
