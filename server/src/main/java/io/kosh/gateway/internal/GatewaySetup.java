package io.kosh.gateway.internal;

import io.kosh.ledger.PostingTemplates;
import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the gateway tells the rest of the program of itself.
@Configuration(proxyBeanMethods = false)
class GatewaySetup {

    @Bean
    PostingTemplates templatesOfGateway() {
        return new PostingTemplates(GatewayBook.TEMPLATES);
    }

    @Bean
    CompanyTables companyTablesOfGateway() {
        return new CompanyTables(
                "gateway",
                List.of(
                        "merchant",
                        "fee_rule",
                        "payment_order",
                        "order_move",
                        "payment",
                        "payment_move",
                        "refund",
                        "refund_move"),
                Map.of());
    }
}
