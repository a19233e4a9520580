package io.kosh.identity.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kosh.identity.internal.Grants.Issued;
import io.kosh.identity.internal.Grants.PasswordGrant;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Envelope;
import io.kosh.platform.FailedSignIns;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// `POST /oauth/token`: who holds a client's credentials gets tokens. The `Cookie` header of the documented samples
/// plays no part.
@RestController
@RouteFamily(value = Envelope.OAUTH, access = Access.PUBLIC)
@Tag(name = "Authentication")
final class TokenController {
    private static final String BASIC = "Basic ";
    private static final String SCOPE = "read write trust";
    private static final int MOST_TEXT = 512;

    private final Grants grants;
    private final FailedSignIns failures;

    TokenController(Grants grants, FailedSignIns failures) {
        this.grants = grants;
        this.failures = failures;
    }

    /// The form, as it is documented; it is read by hand so that nothing of it is ever taken from the URL.
    record TokenForm(
            @Schema(
                    allowableValues = {"password", "refresh_token", "client_credentials"},
                    example = "password")
            String grant_type,

            @Schema(example = "9000000001") @Nullable String username,

            @Schema(example = "Test@1234567") @Nullable String password,

            @Schema(description = "the company to act for", example = "CEK1GZBO6A") @Nullable
            String clientId,

            @Nullable String refresh_token) {
        @Override
        public String toString() {
            return "TokenForm[" + grant_type + "]";
        }
    }

    record TokenResponse(
            @Schema(example = "bCFIP675fIyGKIf6CWak43LF1rI") String access_token,
            @Schema(example = "bearer") String token_type,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "i2UQSYGeDZPogyV6szNOi5Q0W0k") @Nullable
            String refresh_token,

            @Schema(description = "seconds", example = "86399")
            long expires_in,

            @Schema(example = SCOPE) String scope) {
        @Override
        public String toString() {
            return "TokenResponse[]";
        }
    }

    @PostMapping(path = "/oauth/token", consumes = MediaType.APPLICATION_FORM_URLENCODED_VALUE)
    @Operation(
            summary = "Get an access token",
            description =
                    "HTTP Basic client credentials and a form. Three wrong passwords in a row keep the login from "
                            + "further password grants for a while; tokens that run keep working. A refresh token is good once."
                            + " Also known as Authentication, Client Authentication, User Authentication, Auth "
                            + "Token, Token Api, Partner auth Token.")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_FORM_URLENCODED_VALUE,
                            schema = @Schema(implementation = TokenForm.class)))
    TokenResponse token(
            @Parameter(description = "Basic, base64 of clientId:clientSecret")
                    @RequestHeader(name = "Authorization", required = false)
                    @Nullable
                    String authorization,
            HttpServletRequest request)
            throws IOException {
        Form form = Form.read(request.getInputStream());
        ApiClient client = client(authorization);
        String grantType = form.required("grant_type", MOST_TEXT);
        return switch (grantType) {
            case "password" ->
                answer(grants.password(
                        client,
                        new PasswordGrant(
                                form.required("username", MOST_TEXT),
                                new Secret<>(form.required("password", MOST_TEXT)),
                                form.optional("clientId", MOST_TEXT))));
            case "refresh_token" ->
                answer(grants.refresh(client, new Secret<>(form.required("refresh_token", MOST_TEXT))));
            case "client_credentials" -> answer(grants.clientCredentials(client, form.optional("clientId", MOST_TEXT)));
            default ->
                throw Refusal.of(
                        GrantError.UNSUPPORTED_GRANT_TYPE,
                        "grant_type is one of password, refresh_token, client_credentials");
        };
    }

    private ApiClient client(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, BASIC, 0, BASIC.length())) {
            throw Refusal.of(
                    GrantError.INVALID_CLIENT, "send the header Authorization: Basic base64(clientId:clientSecret)");
        }
        String pair = decode(authorization.substring(BASIC.length()).strip());
        int colon = pair.indexOf(':');
        if (colon < 1 || pair.length() > 2 * MOST_TEXT || pair.indexOf(0) >= 0) {
            throw Refusal.of(
                    GrantError.INVALID_CLIENT, "the Basic credentials are not base64 of clientId:clientSecret");
        }
        return failures.limited(() -> grants.client(pair.substring(0, colon), new Secret<>(pair.substring(colon + 1))));
    }

    private static String decode(String base64) {
        try {
            return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException _) {
            return "";
        }
    }

    private static TokenResponse answer(Issued issued) {
        Secret<String> refresh = issued.refreshToken();
        return new TokenResponse(
                issued.accessToken().value(),
                "bearer",
                refresh == null ? null : refresh.value(),
                issued.expiresIn().toSeconds(),
                SCOPE);
    }
}
