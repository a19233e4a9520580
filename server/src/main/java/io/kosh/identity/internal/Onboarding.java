package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.internal.Logins.Credentials;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// A company with all that it needs to sign in, in one step: the whole or nothing is written.
@Component
final class Onboarding {
    private final Database database;
    private final Companies companies;
    private final Users users;
    private final Logins logins;
    private final Clients clients;

    Onboarding(Database database, Companies companies, Users users, Logins logins, Clients clients) {
        this.database = database;
        this.companies = companies;
        this.users = users;
        this.logins = logins;
        this.clients = clients;
    }

    /// A new company.
    ///
    /// @param companyId     null to mint one
    /// @param administrator the login of its first user, null for none
    record NewCompany(
            @Nullable String companyId,
            String name,
            @Nullable Credentials administrator) {}

    /// @param administratorId the first user, who has the login that was asked for
    record Onboarded(
            Company company,
            ClientCredentials client,
            @Nullable String administratorId) {}

    Onboarded onboard(NewCompany wanted) {
        CompanyKey key = companies.nextKey();
        Credentials administrator = wanted.administrator();
        String hash = administrator == null ? null : logins.hash(administrator);
        return database.inCompany(key, () -> {
            Company company = companies.insert(key, wanted.companyId(), wanted.name());
            return new Onboarded(
                    company,
                    clients.createFor(company),
                    administrator == null || hash == null ? null : administrator(company, administrator, hash));
        });
    }

    /// A client and an administrator for a company that is there already.
    Onboarded admit(Company company, Credentials administrator) {
        String hash = logins.hash(administrator);
        return database.inCompany(
                company.key(),
                () -> new Onboarded(company, clients.createFor(company), administrator(company, administrator, hash)));
    }

    private String administrator(Company company, Credentials credentials, String hash) {
        String userId =
                users.create(company.ref(), null, "Administrator").user().id();
        logins.insertForPerson(company.ref(), userId, credentials.username(), hash);
        return userId;
    }
}
