package io.kosh.identity.internal;

import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.GrantStore.Held;
import io.kosh.identity.internal.GrantStore.NewGrant;
import io.kosh.identity.internal.Login.Attempts;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Hands out tokens. What must be remembered of a failure (a wrong password, a refresh token used twice) is committed
/// before the refusal is thrown.
@Component
final class Grants {
    private final Database database;
    private final GrantStore store;
    private final Secrets secrets;
    private final Passwords passwords;
    private final TokenLife life;

    Grants(Database database, GrantStore store, Secrets secrets, Passwords passwords, TokenLife life) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.passwords = passwords;
        this.life = life;
    }

    /// @param refreshToken null where the grant type has none (RFC 6749, 4.4.3)
    record Issued(Secret<String> accessToken, @Nullable Secret<String> refreshToken, Duration expiresIn) {}

    /// What became of an attempt, once it is committed.
    private sealed interface Outcome {
        record Granted(Issued issued) implements Outcome {}

        record Refused(String why) implements Outcome {}
    }

    private static final Outcome WRONG_CREDENTIALS =
            new Outcome.Refused("the user name or the password is wrong, or the login is locked");
    private static final Outcome WRONG_REFRESH_TOKEN =
            new Outcome.Refused("the refresh token is unknown, expired, revoked or used already");

    ApiClient client(String clientId, Secret<String> secret) {
        byte[] hash = secrets.hashClientSecret(secret);
        ApiClient client = database.inRegistry(() -> store.authenticate(clientId, hash, life.now()));
        if (client == null) {
            throw Refusal.of(
                    GrantError.INVALID_CLIENT, "the client id or the client secret is wrong, or the client is locked");
        }
        return client;
    }

    /// @param companyId the company to act for first, null for the usual one
    record PasswordGrant(
            String username,
            Secret<String> password,
            @Nullable String companyId) {}

    /// A login outside the client's reach is treated as unknown, so that nobody can try (or lock) another
    /// company's logins with credentials of their own. An unknown one costs the same kinds of work as a
    /// wrong password, so that the time of the answer does not tell them apart.
    Issued password(ApiClient client, PasswordGrant grant) {
        if (client.kind() == Kind.OPERATOR) {
            throw Refusal.of(GrantError.UNAUTHORIZED_CLIENT, "an operator's client uses grant_type=client_credentials");
        }
        Login login = database.inRegistry(() -> {
            Login found = store.findLogin(grant.username());
            boolean reached = !store.reach(client, found).isEmpty();
            return reached ? found : null;
        });
        boolean matches = passwords.matches(
                grant.password(), login == null ? null : login.passwordHash().value());
        return result(database.inRegistry(() ->
                login == null ? settleUnknown(grant.username()) : settle(client, login, matches, grant.companyId())));
    }

    private Outcome settleUnknown(String username) {
        store.attemptOfUnknown(username);
        return WRONG_CREDENTIALS;
    }

    /// Counts the attempt under the login's row lock: however many arrive at once, they count one after the other.
    private Outcome settle(ApiClient client, Login seen, boolean matches, @Nullable String companyId) {
        Instant now = life.now();
        Login login = store.lockLogin(seen);
        boolean changed = !login.passwordHash().equals(seen.passwordHash());
        if (!login.usable() || changed || login.attempts().lockedAt(now)) {
            return WRONG_CREDENTIALS;
        }
        if (!matches) {
            store.saveAttempts(login.key(), login.attempts().failed(now, life.lockout()));
            return WRONG_CREDENTIALS;
        }
        if (!login.attempts().equals(Attempts.NONE)) {
            store.saveAttempts(login.key(), Attempts.NONE);
        }
        return issue(client, login, companyId, now);
    }

    Issued clientCredentials(ApiClient client, @Nullable String companyId) {
        return result(database.inRegistry(() -> issue(client, null, companyId, life.now())));
    }

    private Outcome issue(ApiClient client, @Nullable Login login, @Nullable String companyId, Instant now) {
        CompanyRef own = null;
        if (client.kind() != Kind.OPERATOR) {
            List<CompanyRef> reach = store.reach(client, login);
            own = companyId == null && !reach.isEmpty() ? reach.getFirst() : find(reach, companyId);
            if (own == null) {
                return new Outcome.Refused(
                        companyId == null
                                ? "there is no company to act for"
                                : "the credentials may not act for the company " + companyId);
            }
        } else if (companyId != null) {
            return new Outcome.Refused("an operator names the company with each call, not with the token");
        }
        boolean refreshable = login != null;
        long grant = store.insertGrant(new NewGrant(
                client.key(),
                login == null ? null : login.key(),
                own == null ? null : own.key().value(),
                now,
                now.plus(life.grant(refreshable))));
        return new Outcome.Granted(mint(grant, refreshable, now));
    }

    /// Exchanges a refresh token for a new pair. One that comes a second time was copied: its whole grant dies.
    Issued refresh(ApiClient client, Secret<String> refreshToken) {
        byte[] hash = secrets.hashToken(refreshToken);
        return result(database.inRegistry(() -> {
            store.lockToken(hash);
            Held held = store.find(hash, TokenKind.REFRESH);
            Instant now = life.now();
            if (held == null || held.client().key() != client.key()) {
                return WRONG_REFRESH_TOKEN;
            }
            if (held.used()) {
                store.revokeGrant(held.grant(), now);
                return WRONG_REFRESH_TOKEN;
            }
            if (!held.usable() || !now.isBefore(held.expiresAt()) || !reaches(held)) {
                return WRONG_REFRESH_TOKEN;
            }
            store.useUp(hash, now);
            store.extendGrant(held.grant(), now.plus(life.grant(true)));
            return new Outcome.Granted(mint(held.grant(), true, now));
        }));
    }

    private boolean reaches(Held held) {
        return store.reach(held.client(), held.login()).stream()
                .anyMatch(company -> held.ownCompany() != null && company.key().value() == held.ownCompany());
    }

    private Issued mint(long grant, boolean refreshable, Instant now) {
        Secret<String> access = secrets.mintToken();
        store.insertToken(grant, TokenKind.ACCESS, secrets.hashToken(access), now.plus(life.access()));
        if (!refreshable) {
            return new Issued(access, null, life.access());
        }
        Secret<String> refresh = secrets.mintToken();
        store.insertToken(grant, TokenKind.REFRESH, secrets.hashToken(refresh), now.plus(life.refresh()));
        return new Issued(access, refresh, life.access());
    }

    private static Issued result(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Granted(var issued) -> issued;
            case Outcome.Refused(var why) -> throw Refusal.of(GrantError.INVALID_GRANT, why);
        };
    }

    private static @Nullable CompanyRef find(List<CompanyRef> companies, @Nullable String companyId) {
        return companies.stream()
                .filter(company -> company.id().equals(companyId))
                .findFirst()
                .orElse(null);
    }
}
