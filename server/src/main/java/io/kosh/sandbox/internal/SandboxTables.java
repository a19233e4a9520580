package io.kosh.sandbox.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// What the sandbox keeps beside a company's state, and its settings.
@Configuration(proxyBeanMethods = false)
@SandboxOnly
@EnableConfigurationProperties(SandboxSettings.class)
class SandboxTables {

    @Bean
    CompanyTables companyTablesOfSandbox() {
        return new CompanyTables(
                "sandbox",
                List.of(),
                Map.of(
                        "clock", "a snapshot has the time as columns of its own",
                        "scenario", "what is to go wrong next is not what was",
                        "hook", "catchers keep their addresses",
                        "received", "what outsiders sent was sent, whatever is restored",
                        "inbox", "what was written to people was written, whatever is restored",
                        "event", "the log tells of restores too",
                        "snapshot", "snapshots outlive each other",
                        "snapshot_row", "snapshots outlive each other",
                        "generation", "counts the restores"));
    }
}
