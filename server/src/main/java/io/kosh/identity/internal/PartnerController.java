package io.kosh.identity.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The operator's routes about partners and the companies they act for.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Partners")
final class PartnerController {
    private static final int MOST_COMPANIES = 200;

    private final Partners partners;

    PartnerController(Partners partners) {
        this.partners = partners;
    }

    record CreateRequest(
            @Schema(example = "Payroll Partner") String name,

            @Schema(description = "the companies to act for, the usual one first") @Nullable
            List<String> companyIds) {
        CreateRequest {
            name = Fields.text("name", name, 200);
            if (companyIds != null && companyIds.size() > MOST_COMPANIES) {
                throw Fields.invalid("companyIds", "may hold at most " + MOST_COMPANIES + " companies");
            }
        }
    }

    record PartnerResponse(String partnerId, String name, AccessState status, Instant createdAt) {
        static PartnerResponse of(Partner partner) {
            return new PartnerResponse(partner.id(), partner.name(), partner.status(), partner.createdAt());
        }
    }

    record DetailResponse(
            String partnerId, String name, AccessState status, Instant createdAt, List<String> companyIds) {
        static DetailResponse of(Partners.Shown shown) {
            Partner partner = shown.partner();
            return new DetailResponse(
                    partner.id(), partner.name(), partner.status(), partner.createdAt(), shown.companyIds());
        }
    }

    @PostMapping("/api/v1/partners")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(summary = "Create a partner", description = "One whose tokens act for several companies.")
    DetailResponse create(@RequestBody CreateRequest request, Caller caller) {
        List<String> ids = request.companyIds() == null ? List.of() : request.companyIds();
        List<CompanyRef> companies = ids.stream().map(caller::requiredCompany).toList();
        return DetailResponse.of(partners.create(null, request.name(), companies));
    }

    @GetMapping("/api/v1/partners")
    @Operation(summary = "List partners", description = "In the order in which they were created.")
    Page<PartnerResponse> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request request = Page.Request.of(cursor, limit);
        Page<Partner> page = Page.of(partners.page(request), request, Partner::key);
        return new Page<>(page.items().stream().map(PartnerResponse::of).toList(), page.nextCursor());
    }

    @GetMapping("/api/v1/partners/{partnerId}")
    @Operation(summary = "Get a partner", description = "With the companies that it acts for.")
    DetailResponse get(@PathVariable String partnerId) {
        return DetailResponse.of(partners.find(partnerId));
    }

    @PutMapping("/api/v1/partners/{partnerId}/companies/{companyId}")
    @Operation(summary = "Let a partner act for a company", description = "Nothing changes where it does already.")
    DetailResponse link(@PathVariable String partnerId, @PathVariable String companyId, Caller caller) {
        return DetailResponse.of(partners.link(partnerId, caller.requiredCompany(companyId)));
    }

    @DeleteMapping("/api/v1/partners/{partnerId}/companies/{companyId}")
    @Operation(
            summary = "Stop a partner from acting for a company",
            description = "Counts within a second for running tokens too.")
    DetailResponse unlink(@PathVariable String partnerId, @PathVariable String companyId, Caller caller) {
        return DetailResponse.of(partners.unlink(partnerId, caller.requiredCompany(companyId)));
    }

    @PostMapping("/api/v1/partners/{partnerId}/lock")
    @Operation(summary = "Lock a partner", description = "Ends its running tokens within a second.")
    DetailResponse lock(@PathVariable String partnerId, Caller caller) {
        return DetailResponse.of(partners.setStatus(partnerId, AccessState.LOCKED, caller.actor()));
    }

    @PostMapping("/api/v1/partners/{partnerId}/unlock")
    @Operation(summary = "Unlock a partner", description = "Its credentials and tokens count again.")
    DetailResponse unlock(@PathVariable String partnerId, Caller caller) {
        return DetailResponse.of(partners.setStatus(partnerId, AccessState.ACTIVE, caller.actor()));
    }
}
