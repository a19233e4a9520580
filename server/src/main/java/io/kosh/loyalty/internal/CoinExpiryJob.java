package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LotView;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.EachByItself;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Posts what ended: coins whose last day is over leave the user's account for the company's expired account.
@Configuration(proxyBeanMethods = false)
class CoinExpiryJob {
    private static final int BATCH = 200;

    @Bean
    RecurringJob coinExpiry(CoinExpiry expiry) {
        return new RecurringJob("loyalty.coin-expiry", Duration.ofMinutes(1), expiry::run);
    }

    @Bean
    CoinExpiry expiry(
            Database database,
            Ledger ledger,
            CompanyRegistry companies,
            BusinessClock clock,
            Identity identity,
            CoinNews news) {
        return new CoinExpiry(database, ledger, companies, clock, identity, news);
    }

    /// One run over every company that has something to expire.
    record CoinExpiry(
            Database database,
            Ledger ledger,
            CompanyRegistry companies,
            BusinessClock clock,
            Identity identity,
            CoinNews news) {
        void run() {
            List<CompanyKey> keys =
                    companies.all().stream().map(CompanyRef::key).toList();
            database.acrossCompanies(keys, () -> ledger.firstExpiry(CoinBook.USER))
                    .forEach((company, first) -> {
                        if (!first.isAfter(clock.today(company))) {
                            EachByItself.run("expire coins of company " + company.value(), () -> expire(company));
                        }
                    });
        }

        /// Page by page, each lot in a transaction of its own.
        private void expire(CompanyKey company) {
            LocalDate today = clock.today(company);
            List<LotView> page = List.of();
            do {
                LotView last = page.isEmpty() ? null : page.getLast();
                page = database.inCompany(
                        company, () -> ledger.expiredLots(company, CoinBook.USER, today, last, BATCH));
                for (LotView lot : page) {
                    EachByItself.run(
                            "expire the lot of " + lot.expiresOn() + " of account " + lot.account(),
                            () -> database.inCompany(company, () -> post(company, lot)));
                }
            } while (page.size() == BATCH);
        }

        /// After its day a lot only shrinks, so what remained names the posting: run twice, it is one effect.
        private Outcome post(CompanyKey company, LotView lot) {
            String id = lot.account() + ":" + lot.expiresOn() + ":" + lot.remaining();
            Leg leg = Leg.expiry(
                    CoinBook.user(lot.owner()),
                    AccountRef.ofCompany(CoinBook.EXPIRED),
                    lot.remaining() - lot.held(),
                    lot.expiresOn());
            Outcome outcome = ledger.post(
                    company,
                    new Command.Post(
                            new SourceKey("coins.expire", id),
                            "",
                            CoinBook.EXPIRE,
                            List.of(leg),
                            List.of(),
                            Map.of("expiredOn", lot.expiresOn().toString()),
                            false));
            String user = identity.userIds(company, Set.of(lot.owner())).getOrDefault(lot.owner(), "");
            news.expired(company, user, lot.remaining() - lot.held(), lot.expiresOn(), outcome);
            return outcome;
        }
    }
}
