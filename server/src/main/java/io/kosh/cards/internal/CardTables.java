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
                        "card_account_move",
                        "card",
                        "card_transaction",
                        "card_detail",
                        "holder",
                        "holder_move",
                        "replaced_number",
                        "card_control",
                        "card_control_change",
                        "category_rule",
                        "purchase_rule",
                        "security_code_try",
                        "authorization",
                        "authorization_step",
                        "physical_order",
                        "physical_order_move",
                        "terms",
                        "card_move",
                        "otp_rule",
                        "bulk_rule",
                        "point_terms",
                        "point_terms_change",
                        "pending_points",
                        "expiry_notice"),
                Map.of(
                        "page_link",
                        "a token lives minutes of real time; after a restore it opens the card that is there then",
                        "holder_session",
                        "a session is the browser's, by real time; after a restore it is of who holds its card then"));
    }
}
