package io.kosh.messages.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/// Forgets messages that ended long ago, codes that are over and whose hour of counting is over too, and other counts.
@Component
final class OldMessages {
    private static final int AT_ONCE = 1_000;
    private static final Duration CODES = Duration.ofHours(2);

    private final Database database;
    private final MessageStore messages;
    private final OneTimeCodeStore codes;
    private final SendingStore sendings;
    private final MessageSettings settings;
    private final CompanyRegistry companies;
    private final BusinessClock business;
    private final Clock clock;

    OldMessages(
            Database database,
            MessageStore messages,
            OneTimeCodeStore codes,
            SendingStore sendings,
            MessageSettings settings,
            CompanyRegistry companies,
            BusinessClock business,
            Clock clock) {
        this.database = database;
        this.messages = messages;
        this.codes = codes;
        this.sendings = sendings;
        this.settings = settings;
        this.companies = companies;
        this.business = business;
        this.clock = clock;
    }

    void forget() {
        List<CompanyKey> all = companies.all().stream().map(CompanyRef::key).toList();
        List<CompanyKey> wrote = database.acrossCompanies(
                all,
                () -> Stream.of(messages.companies(), codes.companies(), sendings.companies())
                        .flatMap(List::stream)
                        .distinct()
                        .toList());
        Instant before = clock.instant().minus(CODES);
        EachByItself.forEach("forget old messages and codes", wrote, company -> {
            Instant ended = business.now(company).minus(settings.keep());
            int forgotten = AT_ONCE;
            while (forgotten == AT_ONCE) {
                forgotten = database.inCompany(company, () -> messages.forget(company, ended, AT_ONCE));
            }
            database.inCompany(company, () -> codes.forget(company, before) + sendings.forget(company, before));
        });
    }
}
