package io.kosh.platform.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import io.kosh.platform.RecurringJob;
import io.kosh.platform.Settings;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Forgets answers that were kept long enough, a bounded number in each transaction.
@Configuration(proxyBeanMethods = false)
class IdempotencyPurge {
    private static final int BATCH = 500;

    @Bean
    RecurringJob forgetOldAnswers(
            Database database, IdempotencyStore store, CompanyRegistry companies, Clock clock, Settings settings) {
        return new RecurringJob(
                "platform.idempotency-purge",
                Duration.ofMinutes(10),
                () -> purge(
                        database,
                        store,
                        companies,
                        clock.instant().minus(settings.idempotency().keepFor())));
    }

    private static void purge(Database database, IdempotencyStore store, CompanyRegistry companies, Instant before) {
        List<CompanyKey> keys =
                new ArrayList<>(companies.all().stream().map(CompanyRef::key).toList());
        keys.add(IdempotencyStore.NOBODY);
        List<CompanyKey> with = database.acrossCompanies(keys, () -> store.companiesBefore(before));
        EachByItself.forEach("forget the kept answers", with, company -> {
            int deleted;
            do {
                deleted = database.inCompany(company, () -> store.deleteBefore(company, before, BATCH));
            } while (deleted == BATCH);
        });
    }
}
