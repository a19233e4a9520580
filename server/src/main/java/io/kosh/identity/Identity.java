package io.kosh.identity;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.CompanyRef;
import org.jspecify.annotations.Nullable;

/// What other contexts may ask about companies and people.
public interface Identity {

    /// The public id of the platform's own company, which owns the DEFAULT coin configurations.
    String PLATFORM_COMPANY = "CEKEKCARDS";

    /// A person of a company by public id (`EK` + 6), null where the company has none such. Runs in the caller's
    /// transaction of that company.
    @Nullable
    User findUser(CompanyKey company, String userId);

    /// A person's public id by internal key, in the caller's transaction of that company.
    @Nullable
    String userId(CompanyKey company, long userKey);

    /// Creates a company; refuses an id that is taken.
    ///
    /// @param companyId a wanted public id, null to mint one
    CompanyRef createCompany(@Nullable String companyId, String name);

    /// Creates a person in a company, active.
    ///
    /// @param userId a wanted public id, null to mint one
    User createUser(CompanyRef company, @Nullable String userId, String name);

    /// The installation's first operator, an API client for the `client_credentials` grant; refuses where there is one.
    ClientCredentials createOperator();
}
