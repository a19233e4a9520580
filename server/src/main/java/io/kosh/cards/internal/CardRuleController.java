package io.kosh.cards.internal;

import io.kosh.cards.internal.CardMoves.Move;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.vault.Vault.PinState;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Security of cards beyond the documented pages: when a code is demanded, how it stands with a PIN, what happened to a
/// card's state.
@RestController
@RequestMapping("/api/v1/cards")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Card security")
final class CardRuleController {
    private final CardSearches searches;
    private final CardOtps otps;
    private final CardPins pins;
    private final CardBlocks blocks;

    CardRuleController(CardSearches searches, CardOtps otps, CardPins pins, CardBlocks blocks) {
        this.searches = searches;
        this.otps = otps;
        this.pins = pins;
        this.blocks = blocks;
    }

    /// When a one-time code is demanded.
    record OtpRuleBody(
            @Schema(
                    description = "whether otpRequired false is refused: every delicate call needs the holder's code",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Boolean always) {
        OtpRuleBody {
            Fields.present("always", always);
        }
    }

    /// How it stands with a PIN.
    record PinResponse(
            String enKashCardId,

            @Schema(description = "NOT_SET, SET or LOCKED, after three wrong ones in a row: only a new PIN helps")
            State state,

            @Schema(example = "3", description = "wrong ones that it still bears")
            int triesLeft) {
        enum State {
            NOT_SET,
            SET,
            LOCKED
        }

        static PinResponse of(Card card, PinState pin) {
            State set = pin.left() == 0 ? State.LOCKED : State.SET;
            return new PinResponse(card.id(), pin.set() ? set : State.NOT_SET, pin.left());
        }
    }

    /// A new PIN.
    record PinBody(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            PinField pin,

            @Schema(description = "MOBILE") @Nullable String otpMedium,
            @Nullable String otpRequestId,
            @Nullable String otp,
            @Nullable String mfaCode,

            @Schema(description = "false where the caller is exempt; absent: true") @Nullable
            Boolean otpRequired) {
        PinBody {
            Fields.present("pin", pin);
            new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        OtpAnswer answer() {
            return new OtpAnswer(otpMedium, otpRequestId, otp, mfaCode, otpRequired);
        }

        @Override
        public String toString() {
            return "a new PIN";
        }
    }

    /// A move from one state to another.
    record MoveResponse(
            int number,
            CardState from,
            CardState to,
            @Nullable String reason,
            @Nullable String createdBy,
            String actor,
            Instant at) {
        static MoveResponse of(Move move) {
            return new MoveResponse(
                    move.place(),
                    move.from(),
                    move.wanted().to(),
                    move.wanted().reason(),
                    move.wanted().askedBy(),
                    move.wanted().actor(),
                    move.at());
        }
    }

    /// The newest moves of a card, newest first.
    record MovesResponse(String enKashCardId, CardState state, List<MoveResponse> items) {}

    @GetMapping("/otp-rule")
    @Operation(summary = "Get when a holder's code is demanded")
    OtpRuleBody rule(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return new OtpRuleBody(otps.isAlwaysRequired(caller.company(companyId)));
    }

    @PutMapping("/otp-rule")
    @Operation(
            summary = "Set when a holder's code is demanded",
            description = "Showing a card's number or security code always needs one.")
    OtpRuleBody changeRule(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody OtpRuleBody request) {
        otps.requireAlways(caller.company(companyId), Fields.present("always", request.always()), caller.actor());
        return request;
    }

    @GetMapping("/{enKashCardId}/moves")
    @Operation(summary = "List what happened to a card's state", description = "The newest hundred, newest first.")
    MovesResponse moves(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = searches.companyOf(caller, companyId, enKashCardId);
        Card card = searches.card(company, null, enKashCardId);
        return new MovesResponse(
                card.id(),
                card.state(),
                blocks.history(company, card).stream().map(MoveResponse::of).toList());
    }

    @GetMapping("/{enKashCardId}/pin")
    @Operation(summary = "Get how it stands with a card's PIN")
    PinResponse pin(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = searches.companyOf(caller, companyId, enKashCardId);
        Card card = searches.card(company, null, enKashCardId);
        return PinResponse.of(card, pins.state(company, card));
    }

    @PutMapping("/{enKashCardId}/pin")
    @Operation(
            summary = "Set a card's PIN",
            description = "As setPin does; it also unlocks a PIN that was tried wrong too often.")
    PinResponse setPin(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody PinBody request) {
        CompanyRef company = searches.companyOf(caller, companyId, enKashCardId);
        Card card = searches.card(company, null, enKashCardId);
        PinState now =
                pins.set(company, card, Fields.present("pin", request.pin()).pin(), request.answer());
        return PinResponse.of(card, now);
    }
}
