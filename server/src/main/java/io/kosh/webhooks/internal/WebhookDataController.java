package io.kosh.webhooks.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.webhooks.internal.Endpoint.State;
import io.kosh.webhooks.internal.Endpoint.Target;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented webhook configuration, one a company.
@RestController
@RequestMapping(path = "/api/v0/webhook-data", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.RESPONSE_CODE)
@Tag(name = "Webhook configuration", description = "Where a company is called back about payouts and utility bills.")
final class WebhookDataController {
    private static final int LONGEST_ID = 64;
    private static final int MOST_EVENTS = 50;

    private final Endpoints endpoints;
    private final TargetRules targets;

    WebhookDataController(Endpoints endpoints, TargetRules targets) {
        this.endpoints = endpoints;
        this.targets = targets;
    }

    /// The documented events.
    enum Event {
        PAYOUT_SUCCESS,
        PAYOUT_PENDING,
        PAYOUT_FAILED,
        UTILITY_BILLPAY_SUCCESS,
        UTILITY_BILLPAY_FAILED,
        UTILITY_BILLPAY_PENDING
    }

    /// A configuration; it replaces the one before.
    record CreateRequest(
            @Schema(
                    description = "static headers to send with each notification",
                    example = "{\"X-Merchant\": \"acme\"}")
            @Nullable
            Map<String, String> headers,

            @Schema(example = "https://merchant.example.com/notify", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String webhookUrl,

            @Schema(description = "a certificate in PEM that is trusted beside the public ones") @Nullable
            String sslCertificate,

            @Schema(example = "[\"PAYOUT_SUCCESS\"]", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            List<Event> events,

            @Schema(description = "absent: true", example = "true") @Nullable
            Boolean enabled,

            @Schema(description = "absent: the token's own company", example = "CEK0TCW2W8") @Nullable
            String companyId) {
        CreateRequest {
            Fields.text("webhookUrl", webhookUrl, 2048);
            Fields.items("events", events, 1, MOST_EVENTS).forEach(event -> Fields.present("events", event));
            Fields.optionalText("companyId", companyId, LONGEST_ID);
        }
    }

    /// The configuration as it is in force.
    @Schema(name = "WebhookDataResponse")
    record DataResponse(
            String companyId,
            Map<String, String> headers,
            String webhookUrl,
            @Nullable String sslCertificate,
            List<String> events,
            boolean enabled) {
        static DataResponse of(CompanyRef company, Endpoint endpoint) {
            return new DataResponse(
                    company.id(),
                    endpoint.target().headers().value(),
                    String.valueOf(endpoint.target().url()),
                    endpoint.target().certificate(),
                    endpoint.events(),
                    endpoint.health().state() == State.ENABLED);
        }

        @Override
        public String toString() {
            return "DataResponse[" + companyId + "]";
        }
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Create Webhook Data",
            description = "Where and of what the company is told. One configuration a company: another call replaces "
                    + "it. Notifications are signed by Standard Webhooks; the secret is told by the native rotation.")
    DataResponse create(Caller caller, @RequestBody CreateRequest request) {
        CompanyRef company = caller.company(request.companyId());
        Endpoints.Draft draft = new Endpoints.Draft(
                new Target(
                        targets.url("webhookUrl", request.webhookUrl()),
                        new Secret<>(TargetRules.headers(request.headers())),
                        TrustedCertificate.checked("sslCertificate", request.sslCertificate())),
                Fields.present("events", request.events()).stream()
                        .map(Event::name)
                        .distinct()
                        .toList(),
                null);
        boolean enabled = request.enabled() == null || request.enabled();
        return DataResponse.of(company, endpoints.configure(company, draft, enabled));
    }

    @GetMapping
    @Operation(
            summary = "Get Webhook Data",
            description = "The company's configuration; 404 where it has none.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    DataResponse find(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return DataResponse.of(company, endpoints.configuration(company));
    }
}
