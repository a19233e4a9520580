package io.kosh.sandbox.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.Fields;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Companies for tests, each with all that it needs to call.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/companies")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class FreshCompanyController {
    private final Identity identity;

    FreshCompanyController(Identity identity) {
        this.identity = identity;
    }

    record FreshCompanyRequest(
            @Nullable String name,

            @Schema(description = "how many people it has; 1 where absent") @Nullable
            Long users) {
        public FreshCompanyRequest {
            Fields.optionalText("name", name, 100);
            Fields.optionalInteger("users", users, 0, 20);
        }
    }

    /// @param clientSecret with the client id it gets a token by `grant_type=client_credentials`
    record FreshCompanyView(String companyId, String clientId, String clientSecret, List<String> userIds) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make a fresh company",
            description = "A company of its own for a test, with an API client and people. Its client gets a token "
                    + "with `grant_type=client_credentials` at once.")
    FreshCompanyView make(@RequestBody FreshCompanyRequest request) {
        CompanyRef company = identity.createCompany(null, Objects.requireNonNullElse(request.name(), "Fresh company"));
        ClientCredentials client = identity.createClient(company);
        int people = Objects.requireNonNullElse(request.users(), 1L).intValue();
        List<String> users = IntStream.range(0, people)
                .mapToObj(number -> identity.createUser(company, null, "Person " + (number + 1)))
                .map(User::id)
                .toList();
        return new FreshCompanyView(
                company.id(), client.clientId(), client.secret().value(), users);
    }
}
