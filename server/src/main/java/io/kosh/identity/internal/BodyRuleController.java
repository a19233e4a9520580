package io.kosh.identity.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.BodyRule;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Whether bodies of compatible routes about a company must be encrypted, for the company itself and for an operator.
@RestController
@RequestMapping("/api/v1/companies/{companyId}/body-encryption")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Companies")
final class BodyRuleController {
    private final BodyRules rules;

    BodyRuleController(BodyRules rules) {
        this.rules = rules;
    }

    record RuleRequest(
            @Schema(example = "REQUIRED", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BodyRule rule) {
        RuleRequest {
            Fields.present("rule", rule);
        }
    }

    record RuleResponse(
            @Schema(example = "CEK1PU9AOO") String companyId,

            @Schema(example = "REQUIRED") BodyRule rule) {}

    @GetMapping
    @Operation(
            summary = "Get the rule for bodies",
            description =
                    "OPTIONAL: plain and encrypted ones; REQUIRED: encrypted ones; GCM_ONLY: those by AES-256-GCM.")
    RuleResponse get(@PathVariable String companyId, Caller caller) {
        CompanyRef company = caller.requiredCompany(companyId);
        return new RuleResponse(company.id(), rules.of(company));
    }

    @PutMapping
    @Operation(
            summary = "Set the rule for bodies",
            description = "For the bodies of /api/v0 that are about the company. Counts within a second. Before "
                    + "GCM_ONLY, rotate the secrets of clients that are older than AES-256-GCM here.")
    RuleResponse set(@PathVariable String companyId, @RequestBody RuleRequest request, Caller caller) {
        CompanyRef company = caller.requiredCompany(companyId);
        BodyRule rule = Fields.present("rule", request.rule());
        rules.set(company, rule, caller.actor());
        return new RuleResponse(company.id(), rule);
    }
}
