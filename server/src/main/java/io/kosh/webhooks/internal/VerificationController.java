package io.kosh.webhooks.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.webhooks.internal.Verification.Fault;
import io.kosh.webhooks.internal.Verification.Received;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Why a receiver's check of what it received fails.
@RestController
@RequestMapping("/api/v1/webhooks")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Webhook deliveries", description = "Native: delivery log, replay, test, and help with signatures.")
final class VerificationController {
    private static final int LONGEST_ID = 64;

    private final Verifications verifications;

    VerificationController(Verifications verifications) {
        this.verifications = verifications;
    }

    /// What somebody received, and what it was checked with.
    record VerifyRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "the endpoint that received it, where that is known") @Nullable
            String endpointId,

            @Schema(
                    description = "as received; webhook-id, webhook-timestamp and webhook-signature are looked at",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Map<String, String> headers,

            @Schema(description = "the bytes as received, as text") @Nullable
            String body,

            @Schema(description = "the bytes as received, in base64; instead of body") @Nullable
            String bodyBase64,

            @Schema(description = "the secret that it was checked with; looked at, neither kept nor logged") @Nullable
            String secret,

            @Schema(description = "the signature that the receiver computed") @Nullable
            String computed) {
        VerifyRequest {
            Fields.present("headers", headers).forEach((name, value) -> checkHeader("headers." + name, value));
            Fields.optionalText("endpointId", endpointId, LONGEST_ID);
            if ((body == null) == (bodyBase64 == null)) {
                throw Fields.invalid("body", "or bodyBase64 is required, and not both");
            }
        }

        private static void checkHeader(String field, @Nullable String value) {
            if (Fields.present(field, value).indexOf(0) >= 0) {
                throw Fields.invalid(field, "may not hold a NUL character");
            }
        }

        Received received() {
            return new Received(
                    Fields.present("headers", headers),
                    body == null ? bytes() : body.getBytes(StandardCharsets.UTF_8),
                    secret == null ? null : new Secret<>(secret),
                    computed);
        }

        private byte[] bytes() {
            try {
                return Base64.getDecoder().decode(Fields.present("bodyBase64", bodyBase64));
            } catch (IllegalArgumentException _) {
                throw Fields.invalid("bodyBase64", "is not base64");
            }
        }

        @Override
        public String toString() {
            return "VerifyRequest[" + endpointId + "]";
        }
    }

    /// Where two byte sequences part.
    @Schema(name = "WebhookDifference")
    record DifferenceResponse(
            @Schema(description = "bytes that are the same before it")
            int offset,

            @Nullable String sentByte,
            @Nullable String receivedByte,
            String sentAround,
            String receivedAround) {
        static @Nullable DifferenceResponse of(@Nullable Difference difference) {
            return difference == null
                    ? null
                    : new DifferenceResponse(
                            difference.offset(),
                            difference.sent(),
                            difference.received(),
                            difference.sentAround(),
                            difference.receivedAround());
        }
    }

    /// One thing that is wrong.
    @Schema(name = "WebhookFinding")
    record FindingResponse(
            Fault fault, String detail, @Nullable DifferenceResponse difference) {}

    /// What the check found.
    record VerifyResponse(
            boolean valid,

            @Schema(description = "the endpoint whose secret made the signature") @Nullable
            String signedBy,

            @Schema(description = "whether the body's checksum is right; null where it has none") @Nullable
            Boolean checksumValid,

            List<FindingResponse> findings,

            @Schema(description = "what has to be signed, as text")
            String signedContent) {
        static VerifyResponse of(Verification.Result result) {
            return new VerifyResponse(
                    result.valid(),
                    result.signedBy(),
                    result.checksum(),
                    result.findings().stream()
                            .map(finding -> new FindingResponse(
                                    finding.fault(), finding.detail(), DifferenceResponse.of(finding.difference())))
                            .toList(),
                    result.signedContent());
        }
    }

    @PostMapping("/verify")
    @Operation(
            summary = "Explain a signature check",
            description = "Takes the bytes and headers as received and tells whether the signature and the checksum "
                    + "are right, and if not, why: down to the first byte that differs from what was sent.")
    VerifyResponse verify(Caller caller, @RequestBody VerifyRequest request) {
        return VerifyResponse.of(
                verifications.verify(caller.company(request.companyId()), request.endpointId(), request.received()));
    }
}
