package io.kosh.identity;

import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.RoundTrip;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// What other contexts may ask about companies and people.
public interface Identity {

    /// The public id of the platform's own company, which owns the DEFAULT coin configurations.
    String PLATFORM_COMPANY = "CEKEKCARDS";

    /// A person of a company by public id (`EK` + 6), null where the company has none such. Runs in the caller's
    /// transaction of that company.
    @Nullable
    default User findUser(CompanyKey company, String userId) {
        return findUsers(company, Set.of(userId)).get(userId);
    }

    /// People of a company by public id, as [#findUser] finds one; unknown ids are left out.
    Map<String, User> findUsers(CompanyKey company, Set<String> userIds);

    /// What the books need to know of a person.
    record Standing(long key, User.Status status) {
        public boolean isActive() {
            return status == User.Status.ACTIVE;
        }
    }

    /// The standing of some people by public id; it is there when the trip was made, unknown ids left out.
    Map<String, Standing> standings(RoundTrip trip, CompanyKey company, Set<String> userIds);

    /// People's public ids by internal key, in the caller's transaction of that company; unknown keys are left out.
    Map<Long, String> userIds(CompanyKey company, Set<Long> userKeys);

    /// The person of a company who signs in by a user name; null where nobody of the company does. Runs in the
    /// caller's transaction of that company.
    @Nullable
    String personOf(CompanyKey company, String username);

    /// The name of a company, in the caller's transaction of that company.
    String companyName(CompanyKey company);

    /// The company of one of its API clients by the client's id; null for any other client, for one that is locked
    /// and where there is none.
    @Nullable
    CompanyRef companyOfClient(String clientId);

    /// Signs a company's API client in, as `client_credentials` does. Refused with UNAUTHENTICATED where the id or the
    /// secret is wrong; too many wrong secrets from one address keep that address from the client for a while.
    AccessToken signIn(String clientId, Secret<String> secret);

    /// Creates a company; refuses an id that is taken.
    ///
    /// @param companyId a wanted public id, null to mint one
    CompanyRef createCompany(@Nullable String companyId, String name);

    /// Creates a person in a company, active.
    ///
    /// @param userId a wanted public id, null to mint one
    User createUser(CompanyRef company, @Nullable String userId, String name);

    /// Creates people in a company, active, with minted ids, in the order of their names.
    List<User> createUsers(CompanyRef company, List<String> names);

    /// A further API client of a company, for the `client_credentials` grant among others.
    ClientCredentials createClient(CompanyRef company);

    /// The installation's first operator, an API client for the `client_credentials` grant; refuses where there is one.
    ClientCredentials createOperator();
}
