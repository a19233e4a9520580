package io.kosh.cards.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Accounts, cards and their movements are a company's state.
@Configuration(proxyBeanMethods = false)
class CardTables {

    @Bean
    CompanyTables companyTablesOfCards() {
        return new CompanyTables(
                "cards",
                List.of(
                        "card_account",
                        "card",
                        "card_transaction",
                        "point_terms",
                        "point_terms_change",
                        "pending_points",
                        "expiry_notice"),
                Map.of(
                        "sign_in",
                        "a token lives minutes of real time; after a restore it signs in who holds its card then"));
    }
}
