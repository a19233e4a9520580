package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Ledger;
import io.kosh.platform.StateCheck;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/// Holds what the events of a programme gave against what its budget says was given. The events are read before and
/// after the budgets, and a programme whose events moved meanwhile is left to the next look.
@Component
final class UnevenProgrammes implements StateCheck {
    private final EarningStore earnings;
    private final Ledger ledger;

    UnevenProgrammes(EarningStore earnings, Ledger ledger) {
        this.earnings = earnings;
        this.ledger = ledger;
    }

    @Override
    public String name() {
        return "loyalty.uneven-programmes";
    }

    @Override
    public List<String> problems(CompanyKey company, Instant now) {
        Map<String, Long> before = earnings.given(company);
        Map<String, Long> used = new HashMap<>();
        for (Ledger.LimitUsed each : ledger.limitsUsed(company, Programme.budgetPrefix())) {
            used.merge(each.name().substring(Programme.budgetPrefix().length()), each.used(), Math::addExact);
        }
        Map<String, Long> after = earnings.given(company);
        List<String> problems = new ArrayList<>();
        before.forEach((id, given) -> {
            long counted = used.getOrDefault(id, 0L);
            if (given != counted && given.equals(after.get(id))) {
                problems.add("the events of the programme " + id + " gave " + Valuation.decimal(given)
                        + ", and its budget counts " + Valuation.decimal(counted));
            }
        });
        return problems;
    }
}
