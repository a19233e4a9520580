package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.kernel.CompanyKey;
import io.kosh.rails.PayLaterRail;
import io.kosh.rails.PayLaterRail.Option;
import java.util.List;
import org.springframework.stereotype.Component;

/// How an order may be paid later.
@Component
final class PayLaterOptions {
    private final Merchants merchants;
    private final PayLaterRail rail;

    PayLaterOptions(Merchants merchants, PayLaterRail rail) {
        this.merchants = merchants;
        this.rail = rail;
    }

    /// What lenders offer for the amount; none where the merchant or the order rules it out. Called outside
    /// transactions.
    List<Option> of(CompanyKey company, PaymentOrder order) {
        var restricted = order.terms().restricted();
        if (!rail.isThere()
                || !merchants.profile(company).modes().contains(PaymentMode.PAY_LATER)
                || !RestrictedOptions.allows(restricted, PaymentMode.PAY_LATER)) {
            return List.of();
        }
        List<String> only = restricted.getOrDefault(RestrictedOptions.key(PaymentMode.PAY_LATER), List.of());
        return rail.options(order.amountMinor()).stream()
                .filter(option -> only.isEmpty() || only.contains(option.id()) || only.contains(option.code()))
                .toList();
    }
}
