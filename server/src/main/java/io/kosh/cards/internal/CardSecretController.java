package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.internal.CardOtps.Sent;
import io.kosh.cards.internal.CardViews.Link;
import io.kosh.cards.internal.PageLink.Purpose;
import io.kosh.kernel.Fields;
import io.kosh.messages.Language;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.Settings;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Asking holders by one-time code, showing them what is printed on their cards, and their PINs.
@RestController
@RequestMapping(
        path = "/api/v0/partner/enKashCard",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.CARD)
@Tag(name = "Card security", description = "One-time codes of holders, card numbers and PINs, locks and blocks.")
final class CardSecretController {
    static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final String ANSWER = "The answer has a link to a page that shows it to the holder, once: it works "
            + "for two minutes, and what it shows stays for one. Neither the number nor the security code is in any answer. "
            + "The one-time code cannot be left out.";

    private final CardSearches searches;
    private final CardOtps otps;
    private final CardViews views;
    private final CardPins pins;
    private final URI base;

    CardSecretController(CardSearches searches, CardOtps otps, CardViews views, CardPins pins, Settings settings) {
        this.searches = searches;
        this.otps = otps;
        this.views = views;
        this.pins = pins;
        this.base = settings.baseUrl();
    }

    /// A code to be sent.
    record OtpRequest(
            @Schema(
                    example = "TRANSACTION_OTP",
                    description = "what it is for; absent: TRANSACTION_OTP, for any one action")
            @Nullable
            CardAction cardOtpAction,

            @Schema(example = "CAC7975") @Nullable String cardAccountId,

            @Schema(example = "EKCBEFFEC1", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(description = "absent: that of the card, if the token may act for it") @Nullable
            String companyId,

            @Schema(description = "of the message: en or hi; English where absent") @Nullable
            String language) {
        OtpRequest {
            Fields.optionalText("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Language.of("language", language);
        }
    }

    /// Where a code went.
    ///
    /// @param otpRequestId goes into the call that the code is for
    record OtpResponse(
            @Schema(example = "CHL4F7K2M9QX1Z0") String otpRequestId,
            CardAction cardOtpAction,
            @Schema(example = "MOBILE") String otpMedium,

            @Schema(
                    example = "+91******3210",
                    description = "the holder's mobile, or their mail address where there is none")
            String sentTo,

            @Schema(example = "300", description = "seconds")
            long expiresIn,

            Instant expiresAt,

            @Schema(description = "when the next one may be asked for")
            Instant resendAt) {}

    /// A card to be shown to its holder, who was asked.
    record ViewRequest(
            @Schema(example = "CEKEP5GSGP") @Nullable String companyId,
            @Schema(example = "CAA8W45") @Nullable String cardAccountId,

            @Schema(example = "EKC94AEX89", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(example = "MOBILE", description = "MOBILE", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String otpMedium,

            @Schema(example = "CHL4F7K2M9QX1Z0", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String otpRequestId,

            @Schema(example = "493817", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String otp,

            @Nullable String mfaCode,
            @Nullable Boolean otpRequired) {
        ViewRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Fields.optionalText("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        OtpAnswer answer() {
            return new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        @Override
        public String toString() {
            return "a card to be shown";
        }
    }

    /// A card with a link to what is printed on it.
    record ViewResponse(
            @Schema(example = "EKC94AEX89") String enKashCardId,
            @Schema(example = "CAA8W45") String cardAccountId,
            @Schema(example = "2004 01XX XXXX XX87") String maskedNumber,
            @Schema(example = "11") String expiryMonth,
            @Schema(example = "2031") String expiryYear,

            @Schema(example = "http://localhost:8080/cards/view/aF5V6hPScEd9mCowJmbZFKk5Xg", description = "works once")
            String viewLink,

            Instant viewLinkExpiresAt) {
        @Override
        public String toString() {
            return "a link to a card";
        }
    }

    /// A PIN to be set.
    record PinRequest(
            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CAA8W45", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "EKC94AEX89", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(
                    example = "9078",
                    description = "four digits, as a text or, as documented, as a number",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            PinField pinBlock,

            @Schema(
                    example = "false",
                    description = "false where the partner is exempt; else otpMedium, otpRequestId and otp are needed",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Boolean otpRequired,

            @Nullable String otpMedium,
            @Nullable String otpRequestId,
            @Nullable String otp,
            @Nullable String mfaCode) {
        PinRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            Fields.present("pinBlock", pinBlock);
            new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        OtpAnswer answer() {
            return new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        @Override
        public String toString() {
            return "a PIN to be set";
        }
    }

    @PostMapping("/otp")
    @Operation(
            summary = "Generate Card OTP",
            description =
                    "Sends the holder a code of six digits by SMS, or by mail where there is no Indian mobile number. "
                            + "It counts once, for five minutes. One for TRANSACTION_OTP counts for any one action, another for "
                            + "its own action alone; a new one ends the one before for the same action. Too many are answered 429."
                            + " Also known as Generate Otp Card, Generate OTP, Generate Transaction OTP.")
    OtpResponse send(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody OtpRequest request) {
        PartnerHeader.read(partnerId);
        String cardId = Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID);
        CompanyRef company = searches.companyOf(caller, request.companyId(), cardId);
        Card card = searches.card(company, request.cardAccountId(), cardId);
        card.requireNotBlocked();
        CardAction action = request.cardOtpAction() == null ? CardAction.TRANSACTION_OTP : request.cardOtpAction();
        Sent sent = otps.send(company, card, action, Language.of("language", request.language()));
        return new OtpResponse(
                sent.challenge().id(),
                action,
                OtpAnswer.MOBILE,
                sent.to().shown(),
                sent.lifeSeconds(),
                sent.challenge().expiresAt(),
                sent.challenge().resendAt());
    }

    @PostMapping("/view")
    @Operation(
            summary = "View Card Details",
            description = "Shows the holder the card's number. " + ANSWER + " Also known as View Card.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    ViewResponse view(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody ViewRequest request) {
        PartnerHeader.read(partnerId);
        return link(caller, request, Purpose.CARD_NUMBER);
    }

    @PostMapping("/view-cvv")
    @Operation(
            summary = "View Card CVV",
            description = "Shows the holder the three digits on the back of the card. " + ANSWER,
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    ViewResponse viewCvv(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody ViewRequest request) {
        PartnerHeader.read(partnerId);
        return link(caller, request, Purpose.SECURITY_CODE);
    }

    private ViewResponse link(Caller caller, ViewRequest request, Purpose purpose) {
        String cardId = Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID);
        CompanyRef company = searches.companyOf(caller, request.companyId(), cardId);
        Card card = searches.card(company, request.cardAccountId(), cardId);
        Link link = views.open(company, card, request.answer(), purpose);
        return new ViewResponse(
                card.id(),
                card.account().id(),
                card.maskedNumber(),
                card.expiryMonth(),
                card.expiryYear(),
                base.resolve(CardPageController.PATH + link.token().value()).toString(),
                link.endsAt());
    }

    @PostMapping("/setPin")
    @Operation(
            summary = "Set Card PIN",
            description =
                    "Sets or changes the PIN of a card that has a number. A new one also unlocks a PIN that was tried "
                            + "wrong three times in a row. The PIN is kept as a keyed hash alone.")
    String setPin(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody PinRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        Card card = searches.card(
                company,
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                Fields.text("enKashCardId", request.enKashCardId(), LONGEST_ID));
        pins.set(company, card, Fields.present("pinBlock", request.pinBlock()).pin(), request.answer());
        return "Success";
    }
}
