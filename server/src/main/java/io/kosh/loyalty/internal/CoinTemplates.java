package io.kosh.loyalty.internal;

import io.kosh.ledger.PostingTemplates;
import java.util.List;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Tells the ledger how coins may move.
@Configuration(proxyBeanMethods = false)
class CoinTemplates {

    @Bean
    PostingTemplates templatesOfCoins() {
        return new PostingTemplates(List.of(CoinBook.ALLOCATE, CoinBook.REVERSE, CoinBook.BURN, CoinBook.EXPIRE));
    }
}
