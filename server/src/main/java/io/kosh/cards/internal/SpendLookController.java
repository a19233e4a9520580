package io.kosh.cards.internal;

import io.kosh.cards.DeclineReason;
import io.kosh.cards.PurchaseChannel;
import io.kosh.cards.internal.AuthorizationController.DecisionResponse;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Looking at what cards were asked for and what they may still spend.
@RestController
@RouteFamily(Envelope.NATIVE)
@RequestMapping("/api/v1/cards")
@Tag(name = "Card spending")
final class SpendLookController {
    private final Authorizations authorizations;
    private final RemainingLimits remaining;

    SpendLookController(Authorizations authorizations, RemainingLimits remaining) {
        this.authorizations = authorizations;
        this.remaining = remaining;
    }

    /// An authorisation. Amounts are rupees.
    record AuthorizationResponse(
            @Schema(example = "ECARSZJ8CRJ2E") String authorizationId,
            String source,
            String enKashCardId,
            String maskedNumber,
            Authorization.Kind kind,
            Authorization.State state,
            BigDecimal amount,
            BigDecimal approvedAmount,
            BigDecimal heldAmount,
            BigDecimal clearedAmount,
            BigDecimal reversedAmount,
            BigDecimal refundedAmount,
            PurchaseChannel channel,
            boolean international,
            @Schema(example = "5812") String merchantCategory,
            @Nullable String merchantId,
            @Nullable String merchantName,
            @Nullable String terminal,
            @Nullable LocalDateTime localTime,
            @Nullable String approvalCode,
            @Nullable DeclineReason reason,
            @Nullable String rule,
            @Nullable BigDecimal left,

            @Schema(description = "rules and limits in shadow that would have declined it")
            List<String> shadowRules,

            @Schema(description = "when a hold ends by itself") @Nullable
            Instant holdsUntil,

            @Nullable String transferId,
            Instant recordedAt) {
        static AuthorizationResponse of(Authorization done) {
            Verdict verdict = done.outcome().verdict();
            Authorization.Sums sums = done.sums();
            Authorization.Use use = done.use();
            return new AuthorizationResponse(
                    done.id(),
                    done.source(),
                    done.card().id(),
                    done.card().maskedNumber(),
                    done.kind(),
                    done.state(),
                    Amounts.decimal(sums.asked()),
                    Amounts.decimal(sums.approved()),
                    Amounts.decimal(sums.held()),
                    Amounts.decimal(sums.cleared()),
                    Amounts.decimal(sums.reversed()),
                    Amounts.decimal(sums.refunded()),
                    use.channel(),
                    use.international(),
                    use.merchant().category(),
                    use.merchant().id(),
                    use.merchant().name(),
                    use.merchant().terminal(),
                    use.localTime(),
                    done.outcome().approvalCode(),
                    verdict == null ? null : verdict.reason(),
                    verdict == null ? null : verdict.rule(),
                    verdict == null ? null : DecisionResponse.left(verdict.reason(), verdict.left()),
                    done.outcome().shadow(),
                    done.state() == Authorization.State.HELD ? done.dueAt() : null,
                    done.transfer() == null ? null : Long.toString(done.transfer()),
                    done.recordedAt());
        }
    }

    /// What came after an authorisation.
    record StepResponse(
            AuthorizationStep.Kind kind,
            String source,
            boolean approved,
            BigDecimal amount,
            @Nullable DeclineReason reason,
            @Nullable BigDecimal left,
            @Nullable String transferId,
            Instant recordedAt) {
        static StepResponse of(AuthorizationStep step) {
            Verdict verdict = step.outcome().verdict();
            Long transfer = step.outcome().transfer();
            return new StepResponse(
                    step.kind(),
                    step.source(),
                    verdict == null,
                    Amounts.decimal(step.outcome().amount()),
                    verdict == null ? null : verdict.reason(),
                    verdict == null ? null : DecisionResponse.left(verdict.reason(), verdict.left()),
                    transfer == null ? null : Long.toString(transfer),
                    step.recordedAt());
        }
    }

    /// An authorisation with all that came after it.
    record StoryResponse(AuthorizationResponse authorization, List<StepResponse> steps) {}

    @GetMapping("/authorizations")
    @Operation(summary = "List authorisations", description = "Newest first, declined ones included.")
    Page<AuthorizationResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String enKashCardId,
            @RequestParam(required = false) Authorization.@Nullable State state,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return authorizations
                .list(caller.company(companyId).key(), enKashCardId, state, Page.Request.of(cursor, limit))
                .map(AuthorizationResponse::of);
    }

    @GetMapping("/authorizations/{authorizationId}")
    @Operation(summary = "Get an authorisation", description = "With its clearings, reversals and refunds.")
    StoryResponse get(
            Caller caller,
            @PathVariable String authorizationId,
            @RequestParam(required = false) @Nullable String companyId) {
        Authorizations.Story story =
                authorizations.story(caller.company(companyId).key(), authorizationId);
        return new StoryResponse(
                AuthorizationResponse.of(story.authorization()),
                story.steps().stream().map(StepResponse::of).toList());
    }

    /// What is left of a limit.
    record LimitResponse(
            @Schema(example = "dtd") String rule,

            @Schema(description = "AMOUNT in rupees, or COUNT")
            Unit unit,

            SpendLimit.Period period,

            @Schema(description = "null where nothing limits it") @Nullable
            BigDecimal limit,

            BigDecimal used,
            @Nullable BigDecimal left,
            Instant resetsAt) {
        static LimitResponse of(RemainingLimits.Left each) {
            boolean counts = each.limit().counts();
            return new LimitResponse(
                    each.limit().field(),
                    counts ? Unit.COUNT : Unit.AMOUNT,
                    each.limit().period(),
                    number(counts, each.most()),
                    counts ? BigDecimal.valueOf(each.used()) : Amounts.decimal(each.used()),
                    number(counts, each.left()),
                    each.resetsAt());
        }

        private static @Nullable BigDecimal number(boolean counts, @Nullable Long value) {
            if (value == null) {
                return null;
            }
            return counts ? BigDecimal.valueOf(value) : Amounts.decimal(value);
        }
    }

    /// What a limit counts.
    enum Unit {
        AMOUNT,
        COUNT
    }

    /// The most that one purchase may be, and the rule that says so.
    record ChannelResponse(
            PurchaseChannel channel,
            BigDecimal most,
            @Schema(example = "dtd") String binding) {}

    /// What a card may still spend. Amounts are rupees.
    record RemainingResponse(
            String enKashCardId,
            BigDecimal available,

            @Schema(description = "why the card cannot be used at all") @Nullable
            String unusable,

            @Nullable BigDecimal perTxnLimit,
            List<LimitResponse> limits,
            List<ChannelResponse> channels) {}

    @GetMapping("/{enKashCardId}/remaining-limits")
    @Operation(
            summary = "Get what a card may still spend",
            description =
                    "What is left of each limit, and for each channel the rule that lets through the least. Rules "
                            + "about merchants and hours are not asked, because there is no merchant.")
    RemainingResponse remaining(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        RemainingLimits.Remaining left = remaining.of(caller.company(companyId).key(), enKashCardId);
        Long perTransaction = left.perTransaction();
        return new RemainingResponse(
                left.card().id(),
                Amounts.decimal(left.available()),
                left.unusable() == null ? null : left.unusable().name(),
                perTransaction == null ? null : Amounts.decimal(perTransaction),
                left.limits().stream().map(LimitResponse::of).toList(),
                left.channels().stream()
                        .map(each -> new ChannelResponse(each.channel(), Amounts.decimal(each.most()), each.binding()))
                        .toList());
    }
}
