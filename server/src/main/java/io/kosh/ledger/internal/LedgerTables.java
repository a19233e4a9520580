package io.kosh.ledger.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The books of a company are its state, batches and blocks included: restored as they were, they verify as they did.
@Configuration(proxyBeanMethods = false)
class LedgerTables {

    @Bean
    CompanyTables companyTablesOfLedger() {
        return new CompanyTables(
                "ledger",
                List.of(
                        "source",
                        "account",
                        "transfer",
                        "entry",
                        "lot",
                        "limit_use",
                        "hold",
                        "hold_leg",
                        "batch",
                        "block"),
                Map.of());
    }
}
