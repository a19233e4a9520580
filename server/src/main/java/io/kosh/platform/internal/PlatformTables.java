package io.kosh.platform.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Kept answers go with the effects that they tell of: a key whose effect was taken away makes it anew.
@Configuration(proxyBeanMethods = false)
class PlatformTables {

    @Bean
    CompanyTables companyTablesOfPlatform() {
        return new CompanyTables("platform", List.of("idempotent_answer"), Map.of());
    }
}
