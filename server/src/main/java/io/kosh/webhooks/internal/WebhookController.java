package io.kosh.webhooks.internal;

import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.webhooks.internal.Endpoint.Kind;
import io.kosh.webhooks.internal.Endpoint.State;
import io.kosh.webhooks.internal.Endpoint.Target;
import io.kosh.webhooks.internal.Endpoints.Draft;
import io.kosh.webhooks.internal.Endpoints.Edit;
import io.kosh.webhooks.internal.Endpoints.Made;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Endpoints of a company: several, each with its own filter and secret.
@RestController
@RequestMapping("/api/v1/webhooks")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Webhooks", description = "Native: endpoints, event filters, pause, secret rotation, test delivery.")
final class WebhookController {
    private static final long USUAL_OVERLAP_SECONDS = 86_400;
    private static final long MOST_OVERLAP_SECONDS = 2_592_000;
    private static final int LONGEST_DESCRIPTION = 200;

    private final Endpoints endpoints;
    private final EventPattern patterns;
    private final TargetRules targets;

    WebhookController(Endpoints endpoints, EventPattern patterns, TargetRules targets) {
        this.endpoints = endpoints;
        this.patterns = patterns;
        this.targets = targets;
    }

    /// A new endpoint.
    record CreateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "https://merchant.example.com/hooks", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String url,

            @Schema(
                    example = "[\"coins.*\"]",
                    description = "names of events, starts such as coins.*, or * for all",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            List<String> events,

            @Schema(example = "The shop's backend") @Nullable
            String description,

            @Schema(description = "static headers to send with each notification", example = "{\"X-Shop\": \"acme\"}")
            @Nullable
            Map<String, String> headers,

            @Schema(description = "a certificate in PEM that is trusted beside the public ones") @Nullable
            String sslCertificate) {
        CreateRequest {
            Fields.text("url", url, 2048);
            Fields.items("events", events, 1, 50);
            Fields.optionalText("description", description, LONGEST_DESCRIPTION);
        }
    }

    /// What to change; an empty text removes a description or a certificate.
    record UpdateRequest(
            @Schema(example = "https://merchant.example.com/hooks")
            Change<String> url,

            @Schema(example = "[\"coins.allocated\"]") Change<List<String>> events,
            Change<String> description,
            Change<Map<String, String>> headers,
            Change<String> sslCertificate) {
        UpdateRequest {
            description.map(text -> text.isBlank() ? text : Fields.text("description", text, LONGEST_DESCRIPTION));
        }
    }

    record RotateRequest(
            @Schema(description = "how long the secret before it signs too; a day where absent", example = "3600")
            @Nullable
            Long overlapSeconds) {
        RotateRequest {
            Fields.optionalInteger("overlapSeconds", overlapSeconds, 0, MOST_OVERLAP_SECONDS);
        }

        Duration overlap() {
            return Duration.ofSeconds(overlapSeconds == null ? USUAL_OVERLAP_SECONDS : overlapSeconds);
        }
    }

    /// An endpoint; never its secret, and of its static headers the names only.
    @Schema(name = "WebhookEndpoint")
    record EndpointResponse(
            String endpointId,
            Kind kind,
            @Nullable String url,
            List<String> events,
            @Nullable String description,
            List<String> headerNames,
            @Nullable String sslCertificate,
            State state,

            @Schema(description = "why it is disabled: GONE, FAILING, SWITCHED_OFF") @Nullable
            String reason,

            @Schema(description = "since when nothing arrives; null while the last delivery arrived") @Nullable
            Instant failingSince,

            @Schema(description = "until when two secrets sign") @Nullable
            Instant previousSecretUntil,

            Instant createdAt) {
        static EndpointResponse of(Endpoint endpoint) {
            return new EndpointResponse(
                    endpoint.id(),
                    endpoint.kind(),
                    endpoint.target().url(),
                    endpoint.events(),
                    endpoint.description(),
                    endpoint.target().headers().value().keySet().stream()
                            .sorted()
                            .toList(),
                    endpoint.target().certificate(),
                    endpoint.health().state(),
                    endpoint.health().reason(),
                    endpoint.health().failingSince(),
                    endpoint.keys().previousUntil(),
                    endpoint.createdAt());
        }
    }

    /// An endpoint with its new secret.
    record SecretResponse(
            String endpointId,

            @Schema(description = "shown this once", example = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")
            String secret,

            EndpointResponse endpoint) {
        static SecretResponse of(Made made) {
            return new SecretResponse(
                    made.endpoint().id(), made.secret().shown(), EndpointResponse.of(made.endpoint()));
        }

        @Override
        public String toString() {
            return "SecretResponse[" + endpointId + "]";
        }
    }

    /// An event that an endpoint may listen to.
    @Schema(name = "WebhookEventType")
    record EventTypeResponse(String type, String meaning) {}

    @PostMapping
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Create a webhook endpoint",
            description = "Hears of what happens from now on. The secret is in this answer only.")
    SecretResponse create(Caller caller, @RequestBody CreateRequest request) {
        var company = caller.company(request.companyId());
        return SecretResponse.of(endpoints.create(
                company,
                new Draft(
                        new Target(
                                targets.url("url", request.url()),
                                new Secret<>(TargetRules.headers(request.headers())),
                                TrustedCertificate.checked("sslCertificate", request.sslCertificate())),
                        patterns.patterns(request.events()),
                        request.description())));
    }

    @GetMapping
    @Operation(
            summary = "List webhook endpoints",
            description = "Newest first, the documented configuration and the one of orders' addresses among them.")
    Page<EndpointResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return endpoints
                .list(caller.company(companyId), Page.Request.of(cursor, limit))
                .map(EndpointResponse::of);
    }

    @GetMapping("/event-types")
    @Operation(summary = "List the events", description = "What an endpoint may listen to, and what each means.")
    List<EventTypeResponse> eventTypes() {
        return patterns.known().entrySet().stream()
                .map(type -> new EventTypeResponse(type.getKey(), type.getValue()))
                .toList();
    }

    @GetMapping("/{endpointId}")
    @Operation(summary = "Get a webhook endpoint", description = "Never its secret.")
    EndpointResponse find(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId) {
        return EndpointResponse.of(endpoints.find(caller.company(companyId), endpointId));
    }

    @PatchMapping("/{endpointId}")
    @Operation(summary = "Change a webhook endpoint", description = "What is absent stays.")
    EndpointResponse update(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody UpdateRequest request) {
        var company = caller.company(companyId);
        boolean documented = endpoints.find(company, endpointId).kind() != Kind.NATIVE;
        if (documented && request.events() instanceof Change.To<List<String>>) {
            throw Fields.invalid("events", "of the documented configuration are set by its own call");
        }
        Edit edit = new Edit(
                request.url().map(url -> targets.url("url", url)),
                request.events().map(patterns::patterns),
                request.description(),
                request.headers().map(TargetRules::headers),
                request.sslCertificate().map(WebhookController::certificate));
        return EndpointResponse.of(endpoints.update(company, endpointId, edit));
    }

    private static String certificate(String pem) {
        String checked = TrustedCertificate.checked("sslCertificate", pem);
        return checked == null ? "" : checked;
    }

    @DeleteMapping("/{endpointId}")
    @Operation(
            summary = "Delete a webhook endpoint",
            description = "What waits for it is given up; the log keeps what was sent.")
    EndpointResponse delete(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId) {
        return EndpointResponse.of(endpoints.delete(caller.company(companyId), endpointId));
    }

    @PostMapping("/{endpointId}/pause")
    @Operation(
            summary = "Pause a webhook endpoint",
            description = "Nothing more is sent; what happens is kept for it. What is on the wire already may arrive.")
    EndpointResponse pause(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId) {
        return EndpointResponse.of(endpoints.pause(caller.company(companyId), endpointId));
    }

    @PostMapping("/{endpointId}/resume")
    @Operation(
            summary = "Resume a webhook endpoint",
            description = "A paused one gets what was kept for it. A disabled one hears of what happens from now on; "
                    + "replay what it missed.")
    EndpointResponse resume(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId) {
        return EndpointResponse.of(endpoints.resume(caller.company(companyId), endpointId));
    }

    @PostMapping("/{endpointId}/secrets")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Rotate the secret of a webhook endpoint",
            description = "The new secret signs at once, the one before it too for the overlap; any older one ends.")
    SecretResponse rotate(
            Caller caller,
            @PathVariable String endpointId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody RotateRequest request) {
        return SecretResponse.of(endpoints.rotate(caller.company(companyId), endpointId, request.overlap()));
    }

    @PostMapping("/order-secrets")
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Rotate the secret of orders' addresses",
            description = "One secret signs what is sent to the addresses that single orders name.")
    SecretResponse rotateForOrders(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody RotateRequest request) {
        return SecretResponse.of(endpoints.rotateForOrders(caller.company(companyId), request.overlap()));
    }
}
