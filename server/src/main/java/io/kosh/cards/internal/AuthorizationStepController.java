package io.kosh.cards.internal;

import io.kosh.cards.AuthorizationDecision;
import io.kosh.cards.AuthorizationDecision.Declined;
import io.kosh.cards.CardAuthorizations;
import io.kosh.cards.CardAuthorizations.CardName;
import io.kosh.cards.CardAuthorizations.Clearing;
import io.kosh.cards.CardAuthorizations.Original;
import io.kosh.cards.CardAuthorizations.Refund;
import io.kosh.cards.CardAuthorizations.Reversal;
import io.kosh.cards.DeclineReason;
import io.kosh.cards.internal.AuthorizationController.DecisionResponse;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// What follows an authorisation.
@RestController
@RouteFamily(Envelope.NATIVE)
@RequestMapping("/api/v1/cards/authorizations")
@Tag(name = "Card spending")
final class AuthorizationStepController {
    private static final int LONGEST = 100;

    private final CardAuthorizations authorizations;

    AuthorizationStepController(CardAuthorizations authorizations) {
        this.authorizations = authorizations;
    }

    /// What is to be cleared.
    record CaptureRequest(
            @Nullable String companyId,

            @Schema(example = "POS-2026-000124", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String source,

            @Schema(example = "250.00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal amount,

            @Schema(description = "whether what is still held is given back; absent: it is") @Nullable
            Boolean last) {
        CaptureRequest {
            AuthorizationController.checkedSource(source);
            Amounts.minor("amount", amount);
        }
    }

    @PostMapping("/{authorizationId}/captures")
    @Operation(
            summary = "Clear a hold",
            description =
                    "Wholly or in part. Above what is held, the rest is posted even where the card has less. A hold "
                            + "that timed out is cleared late.")
    DecisionResponse capture(Caller caller, @PathVariable String authorizationId, @RequestBody CaptureRequest request) {
        Clearing clearing = new Clearing(
                AuthorizationController.checkedSource(request.source()),
                new Original.ById(authorizationId),
                null,
                Amounts.minor("amount", request.amount()),
                !Boolean.FALSE.equals(request.last()));
        return DecisionResponse.of(
                authorizationId,
                authorizations.capture(caller.company(request.companyId()).key(), clearing));
    }

    /// What is to be taken back.
    record ReversalRequest(
            @Nullable String companyId,

            @Schema(example = "POS-2026-000125", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String source,

            @Schema(example = "50.00", description = "absent: all that is held, or of a purchase all that is left")
            @Nullable
            BigDecimal amount) {
        ReversalRequest {
            AuthorizationController.checkedSource(source);
            if (amount != null) {
                Amounts.minor("amount", amount);
            }
        }
    }

    @PostMapping("/{authorizationId}/reversals")
    @Operation(
            summary = "Take an authorisation or a purchase back",
            description =
                    "Wholly or in part. A purchase is taken back from the merchant. Of a hold, what is still held is "
                            + "given back; what was cleared of it is taken back by its amount alone, once nothing is held "
                            + "any more, whether the hold was ended or timed out: without an amount it is declined then "
                            + "as ORIGINAL_CLOSED, and left tells how much was cleared. Its limits have it again.")
    DecisionResponse reverse(
            Caller caller, @PathVariable String authorizationId, @RequestBody ReversalRequest request) {
        Reversal reversal = new Reversal(
                AuthorizationController.checkedSource(request.source()),
                new Original.ById(authorizationId),
                null,
                request.amount() == null ? null : Amounts.minor("amount", request.amount()),
                null);
        return DecisionResponse.of(
                authorizationId,
                authorizations.reverse(caller.company(request.companyId()).key(), reversal));
    }

    /// What is to be taken back, by those who never heard an answer.
    record BlindReversalRequest(
            @Nullable String companyId,

            @Schema(example = "POS-2026-000126", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String source,

            @Schema(
                    example = "POS-2026-000123",
                    description = "the source of the message that is taken back",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String originalSource,

            @Schema(example = "EKC94AEX89", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String enKashCardId) {
        BlindReversalRequest {
            AuthorizationController.checkedSource(source);
            Fields.identifier("originalSource", originalSource, CardAuthorizations.LONGEST_SOURCE);
            Fields.text("enKashCardId", enKashCardId, LONGEST);
        }
    }

    @PostMapping("/reversals")
    @Operation(
            summary = "Take back a message whose answer was lost",
            description =
                    "Wholly, by its source. Where the message never came, the reversal is kept and the message is "
                            + "declined when it comes.")
    DecisionResponse reverseBlindly(Caller caller, @RequestBody BlindReversalRequest request) {
        String cardId = Fields.text("enKashCardId", request.enKashCardId(), LONGEST);
        Reversal reversal = new Reversal(
                AuthorizationController.checkedSource(request.source()),
                new Original.BySource(Fields.identifier(
                        "originalSource", request.originalSource(), CardAuthorizations.LONGEST_SOURCE)),
                new CardName.ById(cardId),
                null,
                null);
        AuthorizationDecision decision =
                authorizations.reverse(caller.company(request.companyId()).key(), reversal);
        if (decision instanceof Declined declined && declined.reason() == DeclineReason.ORIGINAL_UNKNOWN) {
            throw Refusal.ofField(
                    CardError.AUTHORIZATION_UNKNOWN,
                    "originalSource",
                    "the card " + cardId + " has no authorisation or purchase of the source "
                            + request.originalSource());
        }
        return DecisionResponse.of(cardId, decision);
    }

    /// What is to be given back.
    record RefundRequest(
            @Nullable String companyId,

            @Schema(example = "POS-2026-000127", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String source,

            @Schema(example = "50.00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal amount) {
        RefundRequest {
            AuthorizationController.checkedSource(source);
            Amounts.minor("amount", amount);
        }
    }

    @PostMapping("/{authorizationId}/refunds")
    @Operation(
            summary = "Give back what was cleared",
            description = "Wholly or in part, never more than was cleared. Limits do not have it again.")
    DecisionResponse refund(Caller caller, @PathVariable String authorizationId, @RequestBody RefundRequest request) {
        Refund refund = new Refund(
                AuthorizationController.checkedSource(request.source()),
                new Original.ById(authorizationId),
                null,
                Amounts.minor("amount", request.amount()));
        return DecisionResponse.of(
                authorizationId,
                authorizations.refund(caller.company(request.companyId()).key(), refund));
    }
}
