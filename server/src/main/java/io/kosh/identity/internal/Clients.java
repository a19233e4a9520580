package io.kosh.identity.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.ClientStore.Owner;
import io.kosh.identity.internal.ClientStore.Shown;
import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.platform.Page;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// API clients and their secrets.
@Component
final class Clients {
    private static final IdShape FURTHER = IdShape.alphanumeric("CLI", 9);
    private static final IdShape OPERATOR = IdShape.alphanumeric("OPR", 9);

    private final Database database;
    private final ClientStore store;
    private final History history;
    private final Secrets secrets;

    Clients(Database database, ClientStore store, History history, Secrets secrets) {
        this.database = database;
        this.store = store;
        this.history = history;
        this.secrets = secrets;
    }

    /// A further client of a company, in the caller's transaction. The first one is called like the company.
    ClientCredentials createFor(Company company) {
        return create(company.ref().id(), new Owner(Kind.COMPANY, company.key().value(), null));
    }

    ClientCredentials addFor(Company company) {
        return database.inRegistry(() -> createFor(company));
    }

    /// A further client of a partner, in the caller's transaction. The first one is called like the partner.
    ClientCredentials createFor(Partner partner) {
        return create(partner.id(), new Owner(Kind.PARTNER, null, partner.key()));
    }

    ClientCredentials createOperator() {
        return database.inRegistry(() -> create(secrets.mint(OPERATOR), new Owner(Kind.OPERATOR, null, null)));
    }

    ClientCredentials createFirstOperator() {
        return database.inRegistry(() -> {
            if (store.anyOperator()) {
                throw Refusal.of(
                        IdentityError.OPERATOR_EXISTS,
                        "there is an operator already; ask them to create a further one");
            }
            return createOperator();
        });
    }

    private ClientCredentials create(String wanted, Owner owner) {
        Instant now = history.now();
        String clientId = wanted;
        Long key = store.insert(clientId, owner, now);
        while (key == null) {
            clientId = secrets.mint(owner.kind() == Kind.OPERATOR ? OPERATOR : FURTHER);
            key = store.insert(clientId, owner, now);
        }
        return new ClientCredentials(clientId, addSecret(key, now));
    }

    private Secret<String> addSecret(long client, Instant now) {
        Secret<String> secret = secrets.mintClientSecret();
        store.insertSecret(client, secrets.hashClientSecret(secret), secrets.wrappedBodyKeys(secret), now);
        return secret;
    }

    /// A new secret; the one before it goes on counting for the overlap.
    ClientCredentials rotate(String clientId, Duration overlap) {
        return database.inRegistry(() -> {
            Shown client = known(store.lock(clientId), clientId);
            Instant now = history.now();
            store.endSecrets(client.key(), now, now.plus(overlap));
            return new ClientCredentials(client.clientId(), addSecret(client.key(), now));
        });
    }

    Shown find(String clientId) {
        return database.inRegistry(() -> known(store.find(clientId), clientId));
    }

    List<Shown> page(@Nullable String companyId, @Nullable String partnerId, Page.Request page) {
        return database.inRegistry(() -> store.page(companyId, partnerId, page));
    }

    Shown setStatus(String clientId, AccessState wanted, String by) {
        return database.inRegistry(() -> {
            Shown client = known(store.lock(clientId), clientId);
            store.saveStatus(client.key(), client.status().to(wanted));
            history.moved(RegistryMoveStore.Kind.CLIENT, clientId, by, client.status(), wanted);
            return known(store.find(clientId), clientId);
        });
    }

    private static Shown known(@Nullable Shown client, String clientId) {
        if (client == null) {
            throw Refusal.of(IdentityError.CLIENT_UNKNOWN, "there is no API client " + clientId);
        }
        return client;
    }
}
