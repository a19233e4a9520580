package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.ClientStore.Shown;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// The operator's routes about API clients and their secrets.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "API clients")
final class ClientController {
    private static final long USUAL_OVERLAP_SECONDS = 86_400;
    private static final long MOST_OVERLAP_SECONDS = 2_592_000;

    private final Clients clients;
    private final Companies companies;
    private final Partners partners;

    ClientController(Clients clients, Companies companies, Partners partners) {
        this.clients = clients;
        this.companies = companies;
        this.partners = partners;
    }

    record CreateRequest(
            @Schema(example = "COMPANY") Kind kind,

            @Schema(description = "for a company's client", example = "CEK1PU9AOO") @Nullable
            String companyId,

            @Schema(description = "for a partner's client") @Nullable
            String partnerId) {
        CreateRequest {
            kind = Fields.present("kind", kind);
            if (kind == Kind.COMPANY) {
                companyId = Fields.text("companyId", companyId, 32);
            }
            if (kind == Kind.PARTNER) {
                partnerId = Fields.text("partnerId", partnerId, 32);
            }
        }
    }

    record RotateRequest(
            @Schema(
                    description = "how long the secret before it goes on counting; a day where absent",
                    example = "3600")
            @Nullable
            Long overlapSeconds) {
        RotateRequest {
            Fields.optionalInteger("overlapSeconds", overlapSeconds, 0, MOST_OVERLAP_SECONDS);
        }

        Duration overlap() {
            return Duration.ofSeconds(overlapSeconds == null ? USUAL_OVERLAP_SECONDS : overlapSeconds);
        }
    }

    record SecretResponse(
            String clientId,
            @Schema(description = "shown this once") String clientSecret) {
        static SecretResponse of(ClientCredentials credentials) {
            return new SecretResponse(
                    credentials.clientId(), credentials.secret().value());
        }

        @Override
        public String toString() {
            return "SecretResponse[" + clientId + "]";
        }
    }

    record ClientResponse(
            String clientId,
            Kind kind,
            @Nullable String companyId,
            @Nullable String partnerId,
            AccessState status,
            Instant createdAt) {
        static ClientResponse of(Shown client) {
            return new ClientResponse(
                    client.clientId(),
                    client.kind(),
                    client.companyId(),
                    client.partnerId(),
                    client.status(),
                    client.createdAt());
        }
    }

    @PostMapping("/api/v1/clients")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Create an API client",
            description = "For a company, a partner or an operator; the secret is in this answer only.")
    SecretResponse create(@RequestBody CreateRequest request) {
        return SecretResponse.of(
                switch (request.kind()) {
                    case COMPANY -> clients.addFor(companies.find(Fields.text("companyId", request.companyId(), 32)));
                    case PARTNER -> partners.addClient(Fields.text("partnerId", request.partnerId(), 32));
                    case OPERATOR -> clients.createOperator();
                });
    }

    @GetMapping("/api/v1/clients")
    @Operation(summary = "List API clients", description = "All, or those of a company or a partner. Never a secret.")
    Page<ClientResponse> list(
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String partnerId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        Page.Request request = Page.Request.of(cursor, limit);
        Page<Shown> page = Page.of(
                clients.page(
                        Fields.optionalText("companyId", companyId, 32),
                        Fields.optionalText("partnerId", partnerId, 32),
                        request),
                request,
                Shown::key);
        return new Page<>(page.items().stream().map(ClientResponse::of).toList(), page.nextCursor());
    }

    @GetMapping("/api/v1/clients/{clientId}")
    @Operation(summary = "Get an API client", description = "Never its secret.")
    ClientResponse get(@PathVariable String clientId) {
        return ClientResponse.of(clients.find(clientId));
    }

    @PostMapping("/api/v1/clients/{clientId}/secrets")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Rotate a secret",
            description = "The new secret counts at once, the one before it for the overlap; any older one ends. "
                    + "Running tokens go on.")
    SecretResponse rotate(@PathVariable String clientId, @RequestBody RotateRequest request) {
        return SecretResponse.of(clients.rotate(clientId, request.overlap()));
    }

    @PostMapping("/api/v1/clients/{clientId}/lock")
    @Operation(summary = "Lock an API client", description = "Ends its running tokens within a second.")
    ClientResponse lock(@PathVariable String clientId, Caller caller) {
        return ClientResponse.of(clients.setStatus(clientId, AccessState.LOCKED, caller.actor()));
    }

    @PostMapping("/api/v1/clients/{clientId}/unlock")
    @Operation(summary = "Unlock an API client", description = "Its secrets and tokens count again.")
    ClientResponse unlock(@PathVariable String clientId, Caller caller) {
        return ClientResponse.of(clients.setStatus(clientId, AccessState.ACTIVE, caller.actor()));
    }
}
