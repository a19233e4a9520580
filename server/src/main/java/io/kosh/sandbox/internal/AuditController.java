package io.kosh.sandbox.internal;

import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The sandbox's audit over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/audit")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class AuditController {
    private final SandboxAudit audits;

    AuditController(SandboxAudit audits) {
        this.audits = audits;
    }

    record AuditView(
            String companyId,

            @Schema(description = "whether nothing is wrong")
            boolean right,

            Instant checkedAt,
            long transfers,
            long accounts,
            long entries,
            long blocks,
            @Schema(description = "what was looked at") List<String> checks,
            List<SandboxAudit.Problem> problems) {}

    @GetMapping
    @Operation(
            summary = "Audit a company",
            description = "Recomputes the books and their chain, looks for what should have happened and did not, and "
                    + "holds every limit against what is used.")
    AuditView audit(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        SandboxAudit.Report report = audits.audit(company);
        var chain = report.books().chains().getFirst();
        return new AuditView(
                company.id(),
                report.problems().isEmpty(),
                report.books().checkedAt(),
                chain.transfers(),
                report.books().audit().accounts(),
                report.books().audit().entries(),
                chain.blocks(),
                report.checks(),
                report.problems());
    }
}
