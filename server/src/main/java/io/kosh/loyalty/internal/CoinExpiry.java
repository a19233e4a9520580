package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.LotExpiries;
import io.kosh.ledger.LotExpiries.Ended;
import io.kosh.ledger.LotExpiries.Expiry;
import io.kosh.ledger.LotView;
import io.kosh.platform.DueWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Coins whose last day is over leave the user's account for the company's expired account.
@Component
final class CoinExpiry implements LotExpiries.Owners {
    private final Identity identity;
    private final CoinNews news;

    CoinExpiry(Identity identity, CoinNews news) {
        this.identity = identity;
        this.news = news;
    }

    /// The due work.
    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        DueWork coinExpiryWork(LotExpiries expiries, CoinExpiry owners) {
            return expiries.of(new Expiry("loyalty.coin-expiry", CoinBook.USER, CoinBook.EXPIRE, "coins"), owners);
        }
    }

    @Override
    public Map<Long, AccountRef> breakage(CompanyKey company, Set<Long> owners) {
        Map<Long, AccountRef> breakage = HashMap.newHashMap(owners.size());
        owners.forEach(owner -> breakage.put(owner, AccountRef.ofCompany(CoinBook.EXPIRED)));
        return breakage;
    }

    @Override
    public void ended(CompanyKey company, List<Ended> ended) {
        Map<Long, String> users = identity.userIds(
                company, ended.stream().map(Ended::lot).map(LotView::owner).collect(Collectors.toSet()));
        news.expired(
                company,
                ended.stream()
                        .map(each -> new CoinNews.Expired(
                                users.getOrDefault(each.lot().owner(), ""),
                                each.amount(),
                                each.lot().expiresOn(),
                                each.posted()))
                        .toList());
    }
}
