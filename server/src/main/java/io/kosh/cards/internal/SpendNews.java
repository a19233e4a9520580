package io.kosh.cards.internal;

import io.kosh.cards.internal.Authorization.State;
import io.kosh.cards.internal.SpendBatch.Made;
import io.kosh.kernel.CompanyKey;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What spending tells webhooks, in the transaction of what happened. A repetition is not told again.
@Component
final class SpendNews {
    private static final String APPROVED = "card_authorization.approved";
    private static final String DECLINED = "card_authorization.declined";
    private static final String CHANGED = "card_authorization.changed";

    private final Webhooks webhooks;

    SpendNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes spendEventTypes() {
            return new EventTypes(Map.of(
                    APPROVED, "A card may pay: the amount is held or cleared.",
                    DECLINED, "A card may not pay.",
                    CHANGED, "An authorisation was cleared, reversed or refunded, or its hold timed out."));
        }
    }

    void tell(CompanyKey company, Made made) {
        List<Announcement> told = new ArrayList<>();
        for (Authorization each : made.authorizations()) {
            if (each.kind() != Authorization.Kind.REVERSED_BEFORE) {
                told.add(announcement(each.state() == State.DECLINED ? DECLINED : APPROVED, each, null));
            }
        }
        made.changes().forEach(each -> told.add(announcement(CHANGED, each.after(), each.before())));
        webhooks.announce(company, told);
    }

    void expired(CompanyKey company, List<Authorization> expired) {
        webhooks.announce(
                company,
                expired.stream()
                        .map(each -> announcement(CHANGED, each, State.HELD))
                        .toList());
    }

    private static Announcement announcement(String type, Authorization of, @Nullable State before) {
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("authorizationId", of.id());
        data.put("enKashCardId", of.card().id());
        data.put("cardAccountId", of.card().account().id());
        data.put("amount", Amounts.decimal(of.sums().asked()));
        data.put("approvedAmount", Amounts.decimal(of.sums().approved()));
        data.put("heldAmount", Amounts.decimal(of.sums().held()));
        data.put("clearedAmount", Amounts.decimal(of.sums().cleared()));
        data.put("refundedAmount", Amounts.decimal(of.sums().refunded()));
        data.put("merchantCategory", of.use().merchant().category());
        data.put("merchantName", of.use().merchant().name());
        Verdict verdict = of.outcome().verdict();
        data.put("reason", verdict == null ? null : verdict.reason().name());
        data.put("rule", verdict == null ? null : verdict.rule());
        return Announcement.of(
                type,
                new Resource(
                        "card_authorization",
                        of.id(),
                        of.version(),
                        of.state().name(),
                        before == null ? null : before.name()),
                data);
    }
}
