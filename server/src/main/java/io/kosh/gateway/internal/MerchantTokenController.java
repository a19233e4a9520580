package io.kosh.gateway.internal;

import io.kosh.identity.AccessToken;
import io.kosh.identity.Identity;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SecretInput;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// `POST /api/v0/merchant/token`: a merchant's keys, an API client of its company, get a token.
@RestController
@RouteFamily(value = Envelope.MERCHANT_TOKEN, access = Access.PUBLIC)
@Tag(name = "Payment gateway: merchant", description = "Tokens, and how a merchant is paid.")
final class MerchantTokenController {
    private static final int LONGEST_KEY = 512;
    private static final int GENERATED = 200;

    private final Identity identity;

    MerchantTokenController(Identity identity) {
        this.identity = identity;
    }

    record TokenRequest(
            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String accessKey,

            @Schema(example = "4f1c0e8a9b7d62533f1e0c8a9b7d62534f1c0e8a", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String secretKey) {
        TokenRequest {
            Fields.text("accessKey", accessKey, LONGEST_KEY);
            Fields.text("secretKey", secretKey, LONGEST_KEY);
        }

        @Override
        public String toString() {
            return "TokenRequest[" + accessKey + "]";
        }
    }

    record TokenResponse(
            @Schema(example = "bCFIP675fIyGKIf6CWak43LF1rI") String token,

            @Schema(description = "milliseconds since 1970", example = "1672531199000")
            long expiry,

            @Schema(example = "200") int resultCode,

            @Schema(example = "Token generated successfully.")
            String resultMessage) {
        @Override
        public String toString() {
            return "TokenResponse[]";
        }
    }

    @PostMapping("/api/v0/merchant/token")
    @SecretInput
    @Operation(
            summary = "Get a merchant's token",
            description = "The access key and the secret key are an API client's id and secret. Send the token in "
                    + "Authorization, with or without Bearer. Three wrong secrets in a row keep the address that sent "
                    + "them from this access key for a while."
                    + " Also known as Get Authorization Token, Generate Authorization Token.",
            parameters =
                    @Parameter(
                            name = "API-Key",
                            in = ParameterIn.HEADER,
                            description = "listed by guides; has no effect",
                            schema = @Schema(type = "string")))
    TokenResponse token(@RequestBody TokenRequest request) {
        AccessToken token = identity.signIn(
                Fields.present("accessKey", request.accessKey()),
                new Secret<>(Fields.present("secretKey", request.secretKey())));
        return new TokenResponse(
                token.token().value(), token.expiresAt().toEpochMilli(), GENERATED, "Token generated successfully.");
    }
}
