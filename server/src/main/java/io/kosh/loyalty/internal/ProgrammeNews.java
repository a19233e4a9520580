package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.EventTypes;
import io.kosh.webhooks.Webhooks;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.stereotype.Component;

/// What programmes tell webhooks, in the transaction of what happened. Points themselves are told by the cards.
@Component
final class ProgrammeNews {
    private static final String CREATED = "programme.created";
    private static final String CHANGED = "programme.changed";
    private static final String TIER = "programme.tier.changed";

    private final Webhooks webhooks;

    ProgrammeNews(Webhooks webhooks) {
        this.webhooks = webhooks;
    }

    /// The events by name.
    @Configuration(proxyBeanMethods = false)
    static class Types {
        @Bean
        EventTypes programmeEventTypes() {
            return new EventTypes(Map.of(
                    CREATED,
                    "A programme that earns points was made.",
                    CHANGED,
                    "A programme got a new version.",
                    TIER,
                    "A holder came into another tier of a programme, or out of the last one."));
        }
    }

    /// A version that is new.
    void changed(CompanyKey company, Programme made) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("programmeId", made.id());
        data.put("cardAccountId", made.accountId());
        data.put("name", made.terms().name());
        data.put("version", made.version());
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        made.version() == 1 ? CREATED : CHANGED,
                        new Resource("programme", made.id(), made.version(), null, null),
                        data)));
    }

    /// A standing that changed; says nothing where the tier is the same.
    void moved(CompanyKey company, Programme programme, ProgrammeMember before, ProgrammeMember after) {
        if (Objects.equals(before.tier(), after.tier())) {
            return;
        }
        Map<String, @Nullable Object> data = new LinkedHashMap<>();
        data.put("programmeId", programme.id());
        data.put("enKashCardId", after.cardId());
        data.put("from", before.tier());
        data.put("to", after.tier());
        data.put("qualifying", Valuation.decimal(after.qualifying()));
        webhooks.announce(
                company,
                List.of(Announcement.of(
                        TIER,
                        new Resource(
                                "programme_member",
                                programme.id() + ":" + after.cardId(),
                                after.changes(),
                                after.tier(),
                                before.tier()),
                        data)));
    }
}
