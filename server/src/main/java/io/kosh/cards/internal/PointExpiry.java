package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.AccountRef;
import io.kosh.ledger.LotExpiries;
import io.kosh.ledger.LotExpiries.Ended;
import io.kosh.ledger.LotExpiries.Expiry;
import io.kosh.platform.DueWork;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// Points whose last day is over leave their card for the account's breakage.
@Component
final class PointExpiry implements LotExpiries.Owners {
    private final CardStore cards;
    private final PointNews news;

    PointExpiry(CardStore cards, PointNews news) {
        this.cards = cards;
        this.news = news;
    }

    /// The due work.
    @Configuration(proxyBeanMethods = false)
    static class Work {
        @Bean
        DueWork pointExpiryWork(LotExpiries expiries, PointExpiry owners) {
            return expiries.of(
                    new Expiry("cards.point-expiry", CardBook.POINTS.card(), PointBook.EXPIRE, "points"), owners);
        }
    }

    @Override
    public Map<Long, AccountRef> breakage(CompanyKey company, Set<Long> owners) {
        Map<Long, AccountRef> breakage = HashMap.newHashMap(owners.size());
        cards.byKeys(company, owners)
                .forEach((key, card) ->
                        breakage.put(key, PointBook.expiredOf(card.account().key())));
        return breakage;
    }

    @Override
    public void ended(CompanyKey company, List<Ended> ended) {
        Map<Long, Card> whose = cards.byKeys(
                company, ended.stream().map(each -> each.lot().owner()).collect(Collectors.toSet()));
        news.expired(company, ended, whose);
    }
}
