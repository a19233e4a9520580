package io.kosh.gateway.internal;

import io.kosh.platform.Browser;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import java.util.Objects;
import java.util.Set;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/// Routes as a payer's browser calls them, each about the company in its path.
@RestController
@RouteFamily(value = Envelope.GATEWAY, access = Access.PUBLIC)
@ConditionalOnProperty(name = "kosh.test.browser-probe", havingValue = "true")
final class BrowserProbeController {
    private final Browser browser;
    private final Merchants merchants;
    private final CompanyRegistry companies;

    BrowserProbeController(Browser browser, Merchants merchants, CompanyRegistry companies) {
        this.browser = browser;
        this.merchants = merchants;
        this.companies = companies;
    }

    private Set<String> origins(String companyId) {
        CompanyRef company = Objects.requireNonNull(companies.find(companyId));
        return merchants.profile(company.key()).shown().origins();
    }

    @PatchMapping("/pay/probe/{companyId}")
    String held(@PathVariable String companyId) {
        browser.holdTo(origins(companyId));
        return "held";
    }

    @GetMapping("/pay/probe/{companyId}/forgotten")
    String forgotten(@PathVariable String companyId) {
        return companyId;
    }

    @GetMapping("/probe-page/{companyId}")
    @RouteFamily(value = Envelope.PAGE, access = Access.PUBLIC)
    ResponseEntity<String> page(@PathVariable String companyId) {
        browser.letFrame(origins(companyId));
        browser.letSendForms(Set.of("https://bank.example"));
        return ResponseEntity.ok().contentType(MediaType.TEXT_HTML).body("<p>page</p>");
    }
}
