package io.kosh.identity.internal;

import io.kosh.platform.CompanyTables;
import java.util.List;
import java.util.Map;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// Who there is stays when a company's state is replaced: whoever replaces it goes on calling with the same token.
@Configuration(proxyBeanMethods = false)
class IdentityTables {

    @Bean
    CompanyTables companyTablesOfIdentity() {
        return new CompanyTables(
                "identity",
                List.of(),
                Map.of(
                        "person", "people and keys stay: logins point at them, and ids were handed out",
                        "person_move", "tells of people, who stay"));
    }
}
