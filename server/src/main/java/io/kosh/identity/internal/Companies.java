package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The companies of the installation.
@Component
final class Companies {
    private final Database database;
    private final CompanyStore store;
    private final RegistryMoveStore moves;
    private final Clients clients;
    private final Secrets secrets;
    private final Clock clock;

    Companies(
            Database database,
            CompanyStore store,
            RegistryMoveStore moves,
            Clients clients,
            Secrets secrets,
            Clock clock) {
        this.database = database;
        this.store = store;
        this.moves = moves;
        this.clients = clients;
        this.secrets = secrets;
        this.clock = clock;
    }

    /// A new company with its first API client.
    record Created(Company company, ClientCredentials credentials) {}

    Company create(@Nullable String companyId, String name) {
        return database.inRegistry(() -> {
            CompanyKey key = store.nextKey();
            Instant now = clock.instant();
            CompanyRef company = new CompanyRef(companyId == null ? secrets.mint(Company.ID) : companyId, key);
            while (!store.insert(company, name, now)) {
                if (companyId != null) {
                    throw Refusal.ofField(
                            IdentityError.COMPANY_ID_TAKEN, "companyId", "the company id " + companyId + " is taken");
                }
                company = new CompanyRef(secrets.mint(Company.ID), key);
            }
            return new Company(company, name, AccessState.ACTIVE, now);
        });
    }

    Created createWithClient(@Nullable String companyId, String name) {
        return database.inRegistry(() -> {
            Company company = create(companyId, name);
            return new Created(company, clients.createFor(company));
        });
    }

    ClientCredentials addClient(String companyId) {
        return database.inRegistry(() -> clients.createFor(find(companyId)));
    }

    Company find(String companyId) {
        return database.inRegistry(() -> known(store.find(companyId), companyId));
    }

    List<Company> page(Page.Request page) {
        return database.inRegistry(() -> store.page(page));
    }

    /// Locking a company ends what its tokens may do, on every server within a second.
    Company setStatus(String companyId, AccessState wanted, String by) {
        return database.inRegistry(() -> {
            Company company = known(store.lock(companyId), companyId);
            store.saveStatus(company.key(), company.status().to(wanted));
            moves.insert(
                    RegistryMoveStore.Kind.COMPANY, companyId, Move.of(clock.instant(), by, company.status(), wanted));
            return new Company(company.ref(), company.name(), wanted, company.createdAt());
        });
    }

    private static Company known(@Nullable Company company, String companyId) {
        if (company == null) {
            throw Refusal.of(CommonError.COMPANY_UNKNOWN, "there is no company " + companyId);
        }
        return company;
    }
}
