package io.kosh.loyalty.internal;

import io.kosh.identity.Identity;
import io.kosh.loyalty.internal.CoinEvent.Configuration;
import io.kosh.loyalty.internal.CoinEvent.Rules;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.SandboxSeed;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// The platform's DEFAULT configurations as the documented examples name them. MEAL_CARD_PAYMENT is seeded deactivated:
/// its documented example is a creation, which an active one would answer with 409.
@Component
@Order(20)
final class CoinSeed implements SandboxSeed {
    private static final String ACTOR = "sandbox";

    private final CoinEvents events;
    private final CompanyRegistry companies;

    CoinSeed(CoinEvents events, CompanyRegistry companies) {
        this.events = events;
        this.companies = companies;
    }

    @Override
    public void seed(Map<String, Object> facts) {
        CompanyRef platform = companies.find(Identity.PLATFORM_COMPANY);
        if (platform == null) {
            throw new IllegalStateException("the platform company is missing");
        }
        seed(platform, "WCC024845", "INVOICE_PAYMENT", 5);
        seed(platform, "WCC12345", "REFERRAL_EVENT", 25);
        events.deactivateOwn(platform, seed(platform, "WCC024846", "MEAL_CARD_PAYMENT", 6), ACTOR);
    }

    private String seed(CompanyRef platform, String id, String event, long amount) {
        CoinEvents.Draft draft = new CoinEvents.Draft(Configuration.DEFAULT, event, amount, Rules.NONE);
        return events.create(platform, id, draft, ACTOR).id();
    }
}
