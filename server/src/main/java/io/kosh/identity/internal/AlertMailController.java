package io.kosh.identity.internal;

import io.kosh.messages.Recipient;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whom a company wants told when something is wrong, for the company itself and for an operator.
@RestController
@RequestMapping("/api/v1/companies/{companyId}/alert-mail")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Companies")
final class AlertMailController {
    private final AlertMails alerts;

    AlertMailController(AlertMails alerts) {
        this.alerts = alerts;
    }

    record AlertMailRequest(
            @Schema(example = "ops@sunrise.example") String email) {
        AlertMailRequest {
            email = Recipient.mail(AlertMails.FIELD, email).address();
        }
    }

    record AlertMailResponse(
            String companyId,

            @Schema(description = "null where nobody is told") @Nullable
            String email) {}

    @GetMapping
    @Operation(summary = "Get the alert address", description = "Who is told when something is wrong.")
    AlertMailResponse get(@PathVariable String companyId, Caller caller) {
        CompanyRef company = caller.requiredCompany(companyId);
        return new AlertMailResponse(company.id(), alerts.of(company));
    }

    @PutMapping
    @Operation(
            summary = "Set the alert address",
            description = "A mail goes there when a webhook endpoint was disabled, one an hour at most.")
    AlertMailResponse set(@PathVariable String companyId, @RequestBody AlertMailRequest request, Caller caller) {
        CompanyRef company = caller.requiredCompany(companyId);
        alerts.set(company, Recipient.mail(AlertMails.FIELD, request.email()));
        return new AlertMailResponse(company.id(), request.email());
    }

    @DeleteMapping
    @Operation(summary = "Forget the alert address", description = "Nobody is told any more.")
    AlertMailResponse forget(@PathVariable String companyId, Caller caller) {
        CompanyRef company = caller.requiredCompany(companyId);
        alerts.set(company, null);
        return new AlertMailResponse(company.id(), null);
    }
}
