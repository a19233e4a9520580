package io.kosh.vault.internal;

import io.kosh.platform.CompanyTables;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The settings, the job that follows a rotation, and what snapshots keep.
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(VaultSettings.class)
class VaultSetup {

    @Bean
    RecurringJob resealOlderKeys(Resealing resealing) {
        return new RecurringJob("vault.reseal", Duration.ofMinutes(1), resealing::run);
    }

    @Bean
    CompanyTables companyTablesOfVault() {
        return new CompanyTables("vault", List.of("card", "sealed_text"), Map.of(), true);
    }
}
