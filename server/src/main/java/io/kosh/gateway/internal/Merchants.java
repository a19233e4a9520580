package io.kosh.gateway.internal;

import io.kosh.gateway.internal.MerchantStore.By;
import io.kosh.identity.Identity;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.RoundTrip;
import java.time.Duration;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Companies as those who are paid: by which key they name themselves, and what they have set.
@Component
final class Merchants {
    private static final String ACCESS_KEY = "merchantAccessKey";
    private static final int LONGEST_KEY = 64;

    private final Database database;
    private final MerchantStore store;
    private final Identity identity;
    private final CompanyRegistry companies;
    private final Origins origins;
    private final BusinessClock clock;

    Merchants(
            Database database,
            MerchantStore store,
            Identity identity,
            CompanyRegistry companies,
            Origins origins,
            BusinessClock clock) {
        this.database = database;
        this.store = store;
        this.identity = identity;
        this.companies = companies;
        this.origins = origins;
        this.clock = clock;
    }

    /// The company that a documented call is about: that of the access key, which the token must be able to act for.
    /// Called outside transactions.
    ///
    /// @param merchantAccessKey the header; required
    CompanyRef of(Caller caller, @Nullable String merchantAccessKey) {
        String key = Fields.text(ACCESS_KEY, merchantAccessKey, LONGEST_KEY);
        if (key.equals(caller.clientId())) {
            return caller.own();
        }
        CompanyRef found = identity.companyOfClient(key);
        if (found == null || !caller.companies().contains(found)) {
            throw Refusal.ofField(
                    GatewayError.ACCESS_KEY_FORBIDDEN, ACCESS_KEY, GatewayError.ACCESS_KEY_FORBIDDEN.meaning());
        }
        return caller.company(found.id());
    }

    /// How a company is paid. Joins the caller's transaction of that company where there is one.
    MerchantProfile profile(CompanyKey company) {
        return database.inCompany(company, () -> {
            String name = identity.companyName(company);
            MerchantProfile found = store.find(company, name);
            return found == null ? MerchantProfile.usual(name) : found;
        });
    }

    /// Tells how long an order of a company idles before it expires, while the trip is made; nothing where the company
    /// has no settings, for which [MerchantProfile#USUAL_IDLE] is.
    void idle(RoundTrip trip, CompanyKey company, Consumer<Duration> said) {
        store.idle(trip, company, said);
    }

    /// Where the pages of a company stand. Joins the caller's transaction of that company where there is one.
    Set<String> origins(CompanyKey company) {
        return database.inCompany(company, store::origins);
    }

    /// Replaces all but the logo.
    ///
    /// @param name null for the company's own
    MerchantProfile save(CompanyRef company, @Nullable String name, MerchantProfile wanted, String actor) {
        MerchantProfile saved = database.inCompany(company.key(), () -> {
            store.save(company, name, wanted, by(company, actor));
            return profile(company.key());
        });
        origins.changed();
        return saved;
    }

    /// @param logo null to have none
    MerchantProfile saveLogo(CompanyRef company, @Nullable Logo logo, String actor) {
        return database.inCompany(company.key(), () -> {
            By by = by(company, actor);
            String name = identity.companyName(company.key());
            if (store.find(company.key(), name) == null) {
                store.save(company, null, MerchantProfile.usual(name), by);
            }
            store.saveLogo(company.key(), logo, by);
            return Objects.requireNonNull(store.find(company.key(), name));
        });
    }

    private By by(CompanyRef company, String actor) {
        return new By(actor, clock.now(company.key()));
    }

    /// A logo that a page shows, for anybody; refused where it is no company's now.
    Logo logo(String companyId, String hash) {
        CompanyRef company = companies.find(companyId);
        Logo logo = company == null ? null : database.inCompany(company.key(), () -> store.logo(company.key(), hash));
        if (logo == null) {
            throw Refusal.of(CommonError.ROUTE_UNKNOWN, "there is no such picture");
        }
        return logo;
    }
}
