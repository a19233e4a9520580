package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.internal.CardMoves.Wanted;
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

/// The documented call that locks, unlocks and blocks cards.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Card security")
final class CardBlockController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int LONGEST_REASON = 255;
    private static final int LONGEST_NAME = 100;

    private final CardSearches searches;
    private final CardBlocks blocks;

    CardBlockController(CardSearches searches, CardBlocks blocks) {
        this.searches = searches;
        this.blocks = blocks;
    }

    /// A state to be given to a card.
    record BlockRequest(
            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CAC7975", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "EKCBEFFEC1", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(
                    example = "L",
                    description =
                            "L locks, UL lifts a lock, BL blocks for good; AP is for cards that are being activated",
                    allowableValues = {"L", "UL", "BL", "AP"},
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String blockCode,

            @Schema(example = "Mislaid") @Nullable String reason,

            @Schema(example = "MOBILE", description = "MOBILE; not needed where otpRequired is false") @Nullable
            String otpMedium,

            @Schema(example = "CHL4F7K2M9QX1Z0") @Nullable String otpRequestId,
            @Schema(example = "493817") @Nullable String otp,

            @Schema(description = "who wants it, in your words") @Nullable
            String createdBy,

            @Nullable String mfaCode,

            @Schema(description = "false where the partner is exempt; absent: true") @Nullable
            Boolean otpRequired) {
        BlockRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            CardState.ofCode("blockCode", blockCode);
            Fields.optionalText("reason", reason, LONGEST_REASON);
            Fields.optionalText("createdBy", createdBy, LONGEST_NAME);
            new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        OtpAnswer answer() {
            return new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        @Override
        public String toString() {
            return "a state for a card";
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard/block",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Block Card",
            description =
                    "Gives the card the state that blockCode names. A card has it already: nothing happens, and the "
                            + "answer is the same. A blocked card stays blocked: anything else is HTTP 200 with code 1.")
    String block(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody BlockRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        Card card = searches.card(
                company,
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID));
        Wanted wanted = new Wanted(
                CardState.ofCode("blockCode", request.blockCode()),
                request.reason(),
                request.createdBy(),
                caller.actor());
        blocks.set(company, card, wanted, request.answer());
        return "Success";
    }
}
