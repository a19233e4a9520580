package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.internal.CardSearchController.CardResponse;
import io.kosh.kernel.Fields;
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

/// The documented call that gives a card a new number.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Prepaid cards", description = "Cards with a number: prepaid, meal, fuel and gift cards.")
final class CardReplacementController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    private final CardReplacements replacements;
    private final CardSearches searches;

    CardReplacementController(CardReplacements replacements, CardSearches searches) {
        this.replacements = replacements;
        this.searches = searches;
    }

    /// A card whose number is to be replaced.
    record ReplaceRequest(
            @Schema(description = "absent: that of the card, if the token may act for it") @Nullable
            String companyId,

            @Schema(example = "EKCMB7KAEW", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(example = "CABFIPS", description = "checked where given") @Nullable
            String cardAccountId,

            @Schema(example = "MOBILE", description = "MOBILE; not needed where otpRequired is false") @Nullable
            String otpMedium,

            @Nullable String otpRequestId,
            @Nullable String otp,
            @Nullable String mfaCode,

            @Schema(example = "false", description = "false where the partner is exempt; absent: true") @Nullable
            Boolean otpRequired) {
        ReplaceRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            Fields.optionalText("cardAccountId", cardAccountId, LONGEST_ID);
            new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        OtpAnswer answer() {
            return new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        @Override
        public String toString() {
            return "a card to be replaced";
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard/replaceCard",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Request Card Replacement",
            description =
                    "Gives the card a new number; the old one is good for nothing any more. Balance, limits and controls "
                            + "stay with the card, a lock is lifted, plastic is made again, and a PIN has to be set again. "
                            + "A blocked card stays as it is: HTTP 200 with code 1."
                            + " Also known as Replace Card.")
    CardResponse replace(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody ReplaceRequest request) {
        PartnerHeader.read(partnerId);
        String cardId = Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID);
        CompanyRef company = searches.companyOf(caller, request.companyId(), cardId);
        return CardResponse.of(
                replacements.replace(company, request.cardAccountId(), cardId, request.answer(), caller.actor()));
    }
}
