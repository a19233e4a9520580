package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Trying limits of a card before they are set.
@RestController
@RouteFamily(Envelope.NATIVE)
@RequestMapping("/api/v1/cards/{enKashCardId}/shadow-limits")
@Tag(name = "Card spending")
final class ShadowLimitController {
    private final CardControls controls;
    private final LimitReplays replays;

    ShadowLimitController(CardControls controls, LimitReplays replays) {
        this.controls = controls;
        this.replays = replays;
    }

    /// Limits by their documented names. One that is null or absent limits nothing.
    record Limits(
            @Schema(example = "5000", description = "the most of one purchase, in rupees") @Nullable
            BigDecimal perTxnLimit,

            @Schema(example = "10000", description = "rupees in a day in India") @Nullable
            BigDecimal dtd,

            @Schema(description = "rupees in a month") @Nullable
            BigDecimal mtd,

            @Schema(description = "rupees in a year from January") @Nullable
            BigDecimal ytd,

            @Schema(example = "5", description = "purchases in a day") @Nullable
            Long dtdCount,

            @Nullable Long mtdCount,
            @Nullable Long ytdCount,
            @Nullable BigDecimal posDailyLimit,
            @Nullable Long posDailyLimitCount,
            @Nullable BigDecimal ecomDailyLimit,
            @Nullable Long ecomDailyLimitCount,
            @Nullable BigDecimal contactlessDailyLimit,
            @Nullable Long contactlessDailyLimitCount) {
        Limits {
            Amounts.optionalBound(SpendControls.PER_TRANSACTION, perTxnLimit);
        }

        ShadowLimits limits() {
            Map<SpendLimit, Long> limits = new EnumMap<>(SpendLimit.class);
            for (SpendLimit limit : SpendLimit.values()) {
                Long most = limit.counts()
                        ? Fields.optionalInteger(limit.field(), times(limit), 0, CardControlController.MOST_TIMES)
                        : Amounts.optionalBound(limit.field(), amount(limit));
                if (most != null) {
                    limits.put(limit, most);
                }
            }
            return new ShadowLimits(Amounts.optionalBound(SpendControls.PER_TRANSACTION, perTxnLimit), limits);
        }

        private @Nullable BigDecimal amount(SpendLimit limit) {
            return switch (limit) {
                case DTD -> dtd;
                case MTD -> mtd;
                case YTD -> ytd;
                case POS_DAILY -> posDailyLimit;
                case ECOM_DAILY -> ecomDailyLimit;
                case CONTACTLESS_DAILY -> contactlessDailyLimit;
                default -> throw new IllegalArgumentException(limit + " counts times");
            };
        }

        private @Nullable Long times(SpendLimit limit) {
            return switch (limit) {
                case DTD_COUNT -> dtdCount;
                case MTD_COUNT -> mtdCount;
                case YTD_COUNT -> ytdCount;
                case POS_DAILY_COUNT -> posDailyLimitCount;
                case ECOM_DAILY_COUNT -> ecomDailyLimitCount;
                case CONTACTLESS_DAILY_COUNT -> contactlessDailyLimitCount;
                default -> throw new IllegalArgumentException(limit + " counts an amount");
            };
        }

        static Limits of(ShadowLimits tried) {
            Map<SpendLimit, Long> limits = tried.limits();
            return new Limits(
                    amount(tried.perTransaction()),
                    amount(limits.get(SpendLimit.DTD)),
                    amount(limits.get(SpendLimit.MTD)),
                    amount(limits.get(SpendLimit.YTD)),
                    limits.get(SpendLimit.DTD_COUNT),
                    limits.get(SpendLimit.MTD_COUNT),
                    limits.get(SpendLimit.YTD_COUNT),
                    amount(limits.get(SpendLimit.POS_DAILY)),
                    limits.get(SpendLimit.POS_DAILY_COUNT),
                    amount(limits.get(SpendLimit.ECOM_DAILY)),
                    limits.get(SpendLimit.ECOM_DAILY_COUNT),
                    amount(limits.get(SpendLimit.CONTACTLESS_DAILY)),
                    limits.get(SpendLimit.CONTACTLESS_DAILY_COUNT));
        }

        private static @Nullable BigDecimal amount(@Nullable Long minor) {
            return minor == null ? null : Amounts.decimal(minor);
        }
    }

    /// The limits to try.
    record TriedRequest(
            @Nullable String companyId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Limits limits) {
        TriedRequest {
            Fields.present("limits", limits).limits();
        }
    }

    /// The limits that are tried on a card.
    record TriedResponse(String enKashCardId, Limits limits) {}

    @PutMapping
    @Operation(
            summary = "Try limits on a card",
            description =
                    "In place of those that were tried before; none ends it. Each purchase is decided by them, too, and "
                            + "those that would have declined it stand among the shadowRules of its authorisation, by their "
                            + "names; they decline nothing. What was spent before they were set counts. They are put in "
                            + "force by setting them as limits of the card.")
    TriedResponse set(Caller caller, @PathVariable String enKashCardId, @RequestBody TriedRequest request) {
        ShadowLimits limits = Fields.present("limits", request.limits()).limits();
        controls.shadow(caller, caller.company(request.companyId()), enKashCardId, limits);
        return new TriedResponse(enKashCardId, Limits.of(limits));
    }

    @GetMapping
    @Operation(summary = "Get the limits that are tried on a card")
    TriedResponse get(
            Caller caller,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        return new TriedResponse(enKashCardId, Limits.of(controls.shadow(caller.company(companyId), enKashCardId)));
    }

    /// What to replay.
    record ReplayRequest(
            @Nullable String companyId,

            @Schema(description = "absent: those that are tried on the card") @Nullable
            Limits limits) {
        ReplayRequest {
            if (limits != null) {
                limits.limits();
            }
        }
    }

    /// What would have been declined.
    record ReplayResponse(
            Instant since,
            long examined,
            long wouldDecline,

            @Schema(description = "rupees that those asked for")
            BigDecimal amount,

            @Schema(description = "those that were declined for other reasons anyway")
            long declinedAnyway,

            @Schema(description = "how many each limit would have declined, by its name")
            Map<String, Long> byRule,

            @Schema(description = "some of them, oldest first")
            List<String> authorizationIds) {}

    @PostMapping("/replays")
    @Operation(
            summary = "Try limits on the last 30 days of a card",
            description =
                    "Tells which purchases they would have declined, had they been in force from the beginning of their "
                            + "first day, month or year on, and changes nothing. What they would have declined does not "
                            + "count; of the rest counts what was not taken back or given up.")
    ReplayResponse replay(Caller caller, @PathVariable String enKashCardId, @RequestBody ReplayRequest request) {
        CompanyRef company = caller.company(request.companyId());
        Limits asked = request.limits();
        ShadowLimits limits = asked == null ? controls.shadow(company, enKashCardId) : asked.limits();
        if (limits.sayNothing()) {
            throw Fields.invalid("limits", "must say something: none are tried on the card");
        }
        LimitReplays.Replay replay = replays.replay(company, enKashCardId, limits);
        return new ReplayResponse(
                replay.since(),
                replay.examined(),
                replay.declined(),
                Amounts.decimal(replay.amount()),
                replay.declinedAnyway(),
                replay.byRule(),
                replay.examples());
    }
}
