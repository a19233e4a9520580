package io.kosh.identity.internal;

import io.kosh.identity.AccessToken;
import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.RoundTrip;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// The door, on the tables of this context.
@Component
final class PostgresIdentity implements Identity, CompanyRegistry {
    private final UserStore userStore;
    private final Companies companies;
    private final Users users;
    private final Clients clients;
    private final ClientSignIns signIns;

    PostgresIdentity(Companies companies, Users users, UserStore userStore, Clients clients, ClientSignIns signIns) {
        this.userStore = userStore;
        this.companies = companies;
        this.users = users;
        this.clients = clients;
        this.signIns = signIns;
    }

    @Override
    public Map<String, User> findUsers(CompanyKey company, Set<String> userIds) {
        return userStore.find(company, userIds);
    }

    @Override
    public Map<String, Standing> standings(RoundTrip trip, CompanyKey company, Set<String> userIds) {
        return userStore.standings(trip, company, userIds);
    }

    @Override
    public Map<Long, String> userIds(CompanyKey company, Set<Long> userKeys) {
        return userStore.userIds(company, userKeys);
    }

    @Override
    public @Nullable String personOf(CompanyKey company, String username) {
        return userStore.personOf(company, username);
    }

    @Override
    public @Nullable CompanyRef find(String companyId) {
        return companies.ref(companyId);
    }

    @Override
    public @Nullable CompanyRef findActive(CompanyKey key) {
        return companies.active(key);
    }

    @Override
    public List<CompanyRef> all() {
        return companies.all();
    }

    @Override
    public CompanyRef reference(CompanyKey key) {
        return companies.reference(key);
    }

    @Override
    public String companyName(CompanyKey company) {
        return companies.within(company).name();
    }

    @Override
    public @Nullable CompanyRef companyOfClient(String clientId) {
        return signIns.companyOf(clientId);
    }

    @Override
    public AccessToken signIn(String clientId, Secret<String> secret) {
        return signIns.signIn(clientId, secret);
    }

    @Override
    public CompanyRef createCompany(@Nullable String companyId, String name) {
        return companies.create(companyId, name).ref();
    }

    @Override
    public User createUser(CompanyRef company, @Nullable String userId, String name) {
        return users.create(company, userId, name).user();
    }

    @Override
    public List<User> createUsers(CompanyRef company, List<String> names) {
        return users.create(company, names).stream().map(Person::user).toList();
    }

    @Override
    public ClientCredentials createClient(CompanyRef company) {
        return clients.addFor(companies.find(company.id()));
    }

    @Override
    public ClientCredentials createOperator() {
        return clients.createFirstOperator();
    }
}
