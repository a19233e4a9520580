package io.kosh.loyalty.internal.shop;

import io.kosh.identity.Identity;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finds out whose points a request is about: the person whose token it is, or the one whom it names.
@Component
final class Shoppers {
    private final Database database;
    private final Identity identity;

    Shoppers(Database database, Identity identity) {
        this.database = database;
        this.identity = identity;
    }

    /// @param userId null for the token's own person
    Shopper of(Caller caller, @Nullable String companyId, @Nullable String userId) {
        CompanyRef company = caller.company(companyId);
        String person = database.inCompany(
                company.key(),
                () -> userId == null
                        ? own(caller, company)
                        : identity.findUser(company.key(), userId) == null ? null : userId);
        if (person == null) {
            throw userId == null
                    ? Refusal.ofField(
                            ShopError.SHOPPER_MISSING,
                            "ekUserId",
                            "the token stands for no person of the company: ekUserId is required")
                    : Refusal.ofField(ShopError.SHOPPER_UNKNOWN, "ekUserId", "there is no user " + userId);
        }
        return new Shopper(company, person);
    }

    private @Nullable String own(Caller caller, CompanyRef company) {
        boolean noPerson = caller.actor().equals(caller.clientId());
        return noPerson ? null : identity.personOf(company.key(), caller.actor());
    }
}
