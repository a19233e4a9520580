package io.kosh.identity.internal;

import io.kosh.identity.internal.Logins.Credentials;
import io.kosh.identity.internal.Onboarding.NewCompany;
import io.kosh.identity.internal.Onboarding.Onboarded;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The operator's routes about companies.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Companies")
final class CompanyController {
    private static final Pattern COMPANY_ID = Pattern.compile("CEK[A-Z0-9]{7}");

    private final Companies companies;
    private final Onboarding onboarding;

    CompanyController(Companies companies, Onboarding onboarding) {
        this.companies = companies;
        this.onboarding = onboarding;
    }

    record CreateRequest(
            @Schema(description = "a wanted id; absent to mint one", example = "CEK1PU9AOO") @Nullable
            String companyId,

            @Schema(example = "Sunrise Traders") String name,

            @Schema(description = "the login of a first user") @Nullable
            LoginRequest administrator) {
        CreateRequest {
            if (companyId != null && !COMPANY_ID.matcher(companyId).matches()) {
                throw Fields.invalid("companyId", "is CEK and seven capital letters or digits");
            }
            name = Fields.text("name", name, 200);
        }
    }

    record LoginRequest(
            @Schema(example = "admin@sunrise.example") String username,
            @Schema(example = "correct horse battery") String password) {
        LoginRequest {
            username = Fields.identifier("username", username, 128);
            password = Passwords.acceptable("password", password).value();
        }

        Credentials credentials() {
            return new Credentials(username, Passwords.acceptable("password", password));
        }

        @Override
        public String toString() {
            return "LoginRequest[" + username + "]";
        }
    }

    record CompanyResponse(String companyId, String name, AccessState status, Instant createdAt) {
        static CompanyResponse of(Company company) {
            return new CompanyResponse(company.ref().id(), company.name(), company.status(), company.createdAt());
        }
    }

    record CreatedResponse(
            String companyId,
            String name,
            String clientId,
            @Schema(description = "shown this once") String clientSecret,
            @Nullable String administratorId) {
        @Override
        public String toString() {
            return "CreatedResponse[" + companyId + "]";
        }
    }

    @PostMapping("/api/v1/companies")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Create a company",
            description = "With its first API client, whose id is the company's; the secret is in this answer only.")
    CreatedResponse create(@RequestBody CreateRequest request) {
        LoginRequest administrator = request.administrator();
        Onboarded created = onboarding.onboard(new NewCompany(
                request.companyId(), request.name(), administrator == null ? null : administrator.credentials()));
        return new CreatedResponse(
                created.company().ref().id(),
                created.company().name(),
                created.client().clientId(),
                created.client().secret().value(),
                created.administratorId());
    }

    @GetMapping("/api/v1/companies")
    @Operation(summary = "List companies", description = "In the order in which they were created.")
    Page<CompanyResponse> list(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request request = Page.Request.of(cursor, limit);
        Page<Company> page = Page.of(
                companies.page(request), request, company -> company.key().value());
        return new Page<>(page.items().stream().map(CompanyResponse::of).toList(), page.nextCursor());
    }

    @GetMapping("/api/v1/companies/{companyId}")
    @Operation(summary = "Get a company", description = "By its public id.")
    CompanyResponse get(@PathVariable String companyId) {
        return CompanyResponse.of(companies.find(companyId));
    }

    @PostMapping("/api/v1/companies/{companyId}/lock")
    @Operation(
            summary = "Lock a company",
            description = "Within a second no token acts for it any more, on any server; unlocking brings them back.")
    CompanyResponse lock(@PathVariable String companyId, Caller caller) {
        return CompanyResponse.of(companies.setStatus(companyId, AccessState.LOCKED, caller.actor()));
    }

    @PostMapping("/api/v1/companies/{companyId}/unlock")
    @Operation(summary = "Unlock a company", description = "Its tokens and credentials count again.")
    CompanyResponse unlock(@PathVariable String companyId, Caller caller) {
        return CompanyResponse.of(companies.setStatus(companyId, AccessState.ACTIVE, caller.actor()));
    }
}
