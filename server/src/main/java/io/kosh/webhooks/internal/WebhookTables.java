package io.kosh.webhooks.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Endpoints stay when a company's state is replaced, as its keys do, and what went out cannot be taken back.
@Configuration(proxyBeanMethods = false)
class WebhookTables {

    @Bean
    CompanyTables companyTablesOfWebhooks() {
        return new CompanyTables(
                "webhooks",
                List.of(),
                Map.of(
                        "endpoint", "endpoints and their secrets stay, as the company's keys do",
                        "delivery", "what was told was told, and is still owed to who listens",
                        "attempt", "tells of deliveries, which stay"));
    }
}
