package io.kosh.identity.internal;

import io.kosh.identity.AccessToken;
import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.Grants.Issued;
import io.kosh.identity.internal.Login.Attempts;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import io.kosh.platform.FailedSignIns;
import io.kosh.platform.RequestContext;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Signs companies' API clients in by id and secret alone. Too many wrong secrets lock, but an address and not the
/// client: its id is shown to browsers, and nobody may shut its owner out by guessing.
@Component
final class ClientSignIns {
    private final Database database;
    private final ClientFailureStore failures;
    private final GrantStore store;
    private final Grants grants;
    private final Secrets secrets;
    private final TokenLife life;
    private final FailedSignIns limits;

    ClientSignIns(
            Database database,
            ClientFailureStore failures,
            GrantStore store,
            Grants grants,
            Secrets secrets,
            TokenLife life,
            FailedSignIns limits) {
        this.database = database;
        this.failures = failures;
        this.store = store;
        this.grants = grants;
        this.secrets = secrets;
        this.life = life;
        this.limits = limits;
    }

    AccessToken signIn(String clientId, Secret<String> secret) {
        ApiClient client = limits.limited(() -> check(clientId, secret));
        Instant now = life.now();
        Issued issued = grants.clientCredentials(client, null);
        return new AccessToken(issued.accessToken(), now.plus(issued.expiresIn()));
    }

    /// What a failure adds is committed before it is refused.
    private ApiClient check(String clientId, Secret<String> secret) {
        byte[] hash = secrets.hashClientSecret(secret);
        String address = RequestContext.isBound() ? RequestContext.current().address() : "";
        ApiClient found = database.inRegistry(() -> settle(clientId, address, hash));
        if (found == null) {
            throw Refusal.of(
                    CommonError.UNAUTHENTICATED,
                    "the access key or the secret key is wrong, or too many wrong ones were sent of late");
        }
        return found;
    }

    private @Nullable ApiClient settle(String clientId, String address, byte[] secretHash) {
        Instant now = life.now();
        Attempts before = failures.lock(clientId, address);
        if (before.lockedAt(now)) {
            return null;
        }
        ApiClient client = store.authenticate(clientId, secretHash, now);
        if (client != null && client.kind() == Kind.COMPANY) {
            if (!before.equals(Attempts.NONE)) {
                failures.save(clientId, address, Attempts.NONE, now);
            }
            return client;
        }
        failures.open(clientId, address, now);
        failures.save(clientId, address, failures.lock(clientId, address).failed(now, life.lockout()), now);
        return null;
    }

    @Nullable
    CompanyRef companyOf(String clientId) {
        return database.inRegistry(() -> failures.companyOf(clientId));
    }
}
