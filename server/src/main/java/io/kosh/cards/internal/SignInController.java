package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Secret;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Signing card holders in without a password.
@RestController
@Tag(name = "Cards", description = "Cards of an account, their holders and movements.")
@RouteFamily(Envelope.CARD)
final class SignInController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    private final SignIns signIns;

    SignInController(SignIns signIns) {
        this.signIns = signIns;
    }

    /// Whom to sign in: the holder of a card, or the administrator by the primary one.
    record TokenRequest(
            @Schema(example = "CAQL8YCV3", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "EKCDM5AVZY", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enKashCardId")
            String enkashCardId) {
        TokenRequest {
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("enkashCardId", enkashCardId, LONGEST_ID);
        }
    }

    /// A token that works once.
    record TokenResponse(
            @Schema(example = "aF5V6hPScEd9mCowJmbZFKk5Xg") String access_token,

            @Schema(example = "300", description = "seconds")
            long expires_in) {}

    /// A token to be used up.
    record UseRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "aF5V6hPScEd9mCowJmbZFKk5Xg", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String token) {
        UseRequest {
            Fields.text("token", token, LONGEST_ID);
        }

        @Override
        public String toString() {
            return "a sign-in";
        }
    }

    /// Who is signed in.
    record HolderResponse(
            String cardAccountId,
            String enKashCardId,
            String userId,
            @Nullable String firstName,
            boolean administrator) {}

    @PostMapping(
            path = "/api/v0/partner/enKashCard/sso-token",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Single Sign On (SSO)",
            description = "A token that signs the card's holder in once, within five minutes: it goes into the address "
                    + "/sso/{access_token}/employee_rewards/{partner}, or, for the administrator's card, "
                    + "/sso/{access_token}/reward_account/{partner}."
                    + " Also known as SSO LOGIN.")
    TokenResponse open(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody TokenRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        Secret<String> token = signIns.open(
                company,
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                Fields.text("enkashCardId", request.enkashCardId(), LONGEST_ID));
        return new TokenResponse(token.value(), PageLink.SIGN_IN_LIFE.toSeconds());
    }

    @PostMapping("/api/v1/card-sign-ins")
    @RouteFamily(Envelope.NATIVE)
    @Operation(
            summary = "Use a sign-in token",
            description = "For a company's own pages: tells whose token it is, once. A token that is unknown, used or "
                    + "ended is answered 422.")
    HolderResponse use(Caller caller, @RequestBody UseRequest request) {
        Card card = signIns.use(
                caller.company(request.companyId()), new Secret<>(Fields.text("token", request.token(), LONGEST_ID)));
        return new HolderResponse(
                card.account().id(), card.id(), card.userId(), card.holder().firstName(), card.administrator());
    }
}
