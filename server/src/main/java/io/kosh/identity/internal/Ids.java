package io.kosh.identity.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.PublicIds;
import io.kosh.platform.PublicIds.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Public ids of people: minted until one is free, or taken as wanted.
@Component
final class Ids {
    private final PublicIds publicIds;
    private final Secrets secrets;

    Ids(PublicIds publicIds, Secrets secrets) {
        this.publicIds = publicIds;
        this.secrets = secrets;
    }

    String claimUser(@Nullable String wanted, CompanyKey company) {
        if (wanted != null) {
            if (!publicIds.claim(wanted, Kind.USER, company)) {
                throw Refusal.of(IdentityError.USER_ID_TAKEN, "the id " + wanted + " is taken");
            }
            return wanted;
        }
        return claimUsers(1, company).getFirst();
    }

    /// So many minted ids, all at once.
    List<String> claimUsers(int count, CompanyKey company) {
        return publicIds.mintAll(count, () -> secrets.mint(Person.ID), Kind.USER, company);
    }
}
