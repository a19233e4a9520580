package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a company demands before points are given in bulk.
@RestController
@RequestMapping("/api/v1/cards/bulk-rule")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Points", description = "Rewards and incentives: points between accounts and the cards of holders.")
final class BulkRuleController {
    private static final int MOST_PLANS = 100;

    private final BulkRules rules;

    BulkRuleController(BulkRules rules) {
        this.rules = rules;
    }

    /// A rule.
    record RuleBody(
            @Schema(
                    description = "whether the KYC of the primary card's holder is demanded",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Boolean primaryKyc,

            @Schema(
                    example = "[\"PMGAZ7L5A\"]",
                    description = "the plans that a type of BIN is mapped on; absent or null: every plan")
            @Nullable
            List<String> plans) {
        RuleBody {
            Fields.present("primaryKyc", primaryKyc);
            checked(plans);
        }

        private static @Nullable List<String> checked(@Nullable List<String> plans) {
            if (plans == null) {
                return null;
            }
            List<String> read = new ArrayList<>();
            for (String plan : Fields.items("plans", plans, 0, MOST_PLANS)) {
                read.add(Fields.identifier("plans", plan, CardAccountController.LONGEST_ID));
            }
            return List.copyOf(read);
        }

        BulkRule rule() {
            return new BulkRule(Fields.present("primaryKyc", primaryKyc), checked(plans));
        }

        static RuleBody of(BulkRule rule) {
            return new RuleBody(rule.primaryKyc(), rule.plans());
        }
    }

    @GetMapping
    @Operation(
            summary = "Get what a bulk call demands",
            description = "Unless the company said otherwise: no KYC, and any plan.")
    RuleBody rule(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return RuleBody.of(rules.of(caller.company(companyId)));
    }

    @PutMapping
    @Operation(
            summary = "Set what a bulk call demands",
            description = "The documented conditions of bulk-create-allocate-points-json that a company may switch on: "
                    + "KYC of the primary card's holder, and a plan with a type of BIN.")
    RuleBody change(
            Caller caller, @RequestParam(required = false) @Nullable String companyId, @RequestBody RuleBody request) {
        rules.set(caller.company(companyId), request.rule(), caller.actor());
        return request;
    }
}
