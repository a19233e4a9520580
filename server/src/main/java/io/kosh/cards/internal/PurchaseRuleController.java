package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.cards.internal.PurchaseRule.Conditions;
import io.kosh.cards.internal.PurchaseRule.Mode;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// A company's own rules about spending.
@RestController
@RouteFamily(Envelope.NATIVE)
@RequestMapping("/api/v1/cards")
@Tag(name = "Card spending")
final class PurchaseRuleController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int MOST_CHANNELS = 4;

    private final PurchaseRules rules;

    PurchaseRuleController(PurchaseRules rules) {
        this.rules = rules;
    }

    /// Hours of a day in India, which may go past midnight.
    record HoursRequest(
            @Schema(example = "22:00", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String from,

            @Schema(
                    example = "06:00",
                    description = "the first minute after them",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String to) {
        HoursRequest {
            hours(from, to);
        }

        private static Hours hours(@Nullable String from, @Nullable String to) {
            return Hours.of(
                    "hours", Fields.text("hours.from", from, LONGEST_ID), Fields.text("hours.to", to, LONGEST_ID));
        }

        Hours hours() {
            return hours(from, to);
        }

        static @Nullable HoursRequest of(@Nullable Hours hours) {
            return hours == null ? null : new HoursRequest(hours.fromText(), hours.toText());
        }
    }

    /// What a purchase is told by: all that is given must fit.
    record ConditionsRequest(
            @Schema(description = "merchant categories of four digits, and ranges such as 5811-5814") @Nullable
            List<String> categories,

            @Nullable List<PurchaseChannel> channels,

            @Schema(example = "2000", description = "rupees that the amount is above") @Nullable
            BigDecimal amountAbove,

            @Nullable HoursRequest hours,
            @Nullable Boolean international) {
        ConditionsRequest {
            if (categories != null) {
                Categories.checked("conditions.categories", categories);
            }
            if (channels != null) {
                Fields.items("conditions.channels", channels, 0, MOST_CHANNELS);
            }
            Amounts.optionalBound("conditions.amountAbove", amountAbove);
        }

        Conditions conditions() {
            Conditions conditions = new Conditions(
                    categories == null ? List.of() : List.copyOf(categories),
                    channels == null ? List.of() : List.copyOf(channels),
                    Amounts.optionalBound("conditions.amountAbove", amountAbove),
                    hours == null ? null : hours.hours(),
                    international);
            if (conditions.saysNothing()) {
                throw Fields.invalid("conditions", "must say something: else every purchase would be declined");
            }
            return conditions;
        }

        static ConditionsRequest of(Conditions conditions) {
            Long above = conditions.above();
            return new ConditionsRequest(
                    conditions.categories(),
                    conditions.channels(),
                    above == null ? null : Amounts.decimal(above),
                    HoursRequest.of(conditions.hours()),
                    conditions.international());
        }
    }

    /// A rule to make.
    record RuleRequest(
            @Nullable String companyId,

            @Schema(example = "No cash at night", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(example = "SHADOW", description = "absent: SHADOW") @Nullable
            Mode mode,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            ConditionsRequest conditions) {
        RuleRequest {
            Fields.text("name", name, CardAccountController.LONGEST_NAME);
            Fields.present("conditions", conditions);
        }
    }

    /// A rule.
    record RuleResponse(
            @Schema(example = "CRL7K2M9QX") String ruleId,
            String name,
            Mode mode,
            ConditionsRequest conditions,
            String createdBy,
            Instant createdAt) {
        static RuleResponse of(PurchaseRule rule) {
            return new RuleResponse(
                    rule.id(),
                    rule.name(),
                    rule.mode(),
                    ConditionsRequest.of(rule.conditions()),
                    rule.createdBy(),
                    rule.createdAt());
        }
    }

    @PostMapping("/rules")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Make a rule about spending",
            description =
                    "In shadow it is asked about each purchase and kept with the decision, and declines nothing. In "
                            + "force it declines what fits all its conditions.")
    RuleResponse make(Caller caller, @RequestBody RuleRequest request) {
        return RuleResponse.of(rules.make(
                caller.company(request.companyId()),
                Fields.text("name", request.name(), CardAccountController.LONGEST_NAME),
                request.mode() == null ? Mode.SHADOW : request.mode(),
                Fields.present("conditions", request.conditions()).conditions(),
                caller.actor()));
    }

    @GetMapping("/rules")
    @Operation(summary = "List rules about spending", description = "In the order in which they were made.")
    Page<RuleResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return rules.list(caller.company(companyId), Page.Request.of(cursor, limit))
                .map(RuleResponse::of);
    }

    /// How a rule is to count.
    record ModeRequest(
            @Nullable String companyId,

            @Schema(example = "ENFORCED", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Mode mode) {
        ModeRequest {
            Fields.present("mode", mode);
        }
    }

    @PutMapping("/rules/{ruleId}/mode")
    @Operation(summary = "Put a rule in shadow, in force, or off")
    RuleResponse setMode(Caller caller, @PathVariable String ruleId, @RequestBody ModeRequest request) {
        return RuleResponse.of(
                rules.setMode(caller.company(request.companyId()), ruleId, Fields.present("mode", request.mode())));
    }

    /// What to replay: a rule that is there, or conditions of one that is not.
    record ReplayRequest(
            @Nullable String companyId,
            @Schema(example = "CRL7K2M9QX") @Nullable String ruleId,
            @Nullable ConditionsRequest conditions) {
        ReplayRequest {
            if ((ruleId == null) == (conditions == null)) {
                throw Fields.invalid("ruleId", "or conditions must be given, and not both");
            }
            Fields.optionalText("ruleId", ruleId, LONGEST_ID);
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

            @Schema(description = "some of them, oldest first")
            List<String> authorizationIds) {}

    @PostMapping("/rules/replays")
    @Operation(
            summary = "Try a rule on the last 30 days",
            description = "Tells which purchases it would have declined, and changes nothing.")
    ReplayResponse replay(Caller caller, @RequestBody ReplayRequest request) {
        var company = caller.company(request.companyId());
        String ruleId = request.ruleId();
        PurchaseRules.Replay replay = ruleId == null
                ? rules.replay(
                        company,
                        Fields.present("conditions", request.conditions()).conditions())
                : rules.replay(company, ruleId);
        return new ReplayResponse(
                replay.since(),
                replay.examined(),
                replay.fitting(),
                Amounts.decimal(replay.amount()),
                replay.declinedAnyway(),
                replay.examples());
    }

    /// Where and when a type of card may pay.
    record CategoryRuleRequest(
            @Schema(example = "MEAL", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            AccountType accountType,

            @Schema(example = "2026-12-01", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String validFrom,

            @Schema(description = "codes and ranges; empty for any", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            List<String> categories,

            @Schema(description = "absent: at any hour") @Nullable
            HoursRequest hours) {
        CategoryRuleRequest {
            Fields.present("accountType", accountType);
            day(validFrom);
            Categories.checked("categories", Fields.present("categories", categories));
        }

        private static LocalDate day(@Nullable String value) {
            try {
                LocalDate day = LocalDate.parse(Fields.text("validFrom", value, LONGEST_ID));
                SqlTimes.asked("validFrom", day.atStartOfDay(ZoneOffset.UTC).toInstant());
                return day;
            } catch (DateTimeException _) {
                throw Fields.invalid("validFrom", "must be a day such as 2026-12-01");
            }
        }

        CategoryRule rule() {
            return new CategoryRule(
                    Fields.present("accountType", accountType),
                    day(validFrom),
                    List.copyOf(Fields.present("categories", categories)),
                    hours == null ? Hours.ALL_DAY : hours.hours());
        }
    }

    /// A rule of categories.
    record CategoryRuleResponse(
            AccountType accountType,
            LocalDate validFrom,
            List<String> categories,
            @Nullable HoursRequest hours,

            @Schema(description = "whether it is the company's own, which counts before those of the program")
            boolean own) {
        static CategoryRuleResponse of(CategoryRule rule, boolean own) {
            return new CategoryRuleResponse(
                    rule.type(), rule.from(), rule.categories(), HoursRequest.of(rule.hours()), own);
        }
    }

    /// The rules of categories, the company's own first.
    record CategoryRulesResponse(List<CategoryRuleResponse> items) {}

    @GetMapping("/category-rules")
    @Operation(
            summary = "List the rules of merchant categories",
            description = "The newest that is in force counts, the company's own before those of the program.")
    CategoryRulesResponse categories(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return new CategoryRulesResponse(rules.categories(caller.company(companyId)).stream()
                .map(each -> CategoryRuleResponse.of(each.rule(), each.own()))
                .toList());
    }

    @PutMapping("/category-rules")
    @Operation(
            summary = "Say where and when a type of card may pay",
            description = "From a day on, in place of what the program says. One of the same day is replaced.")
    CategoryRuleResponse set(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody CategoryRuleRequest request) {
        return CategoryRuleResponse.of(rules.set(caller.company(companyId), request.rule(), caller.actor()), true);
    }
}
