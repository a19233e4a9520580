package io.kosh.identity.internal;

import io.kosh.identity.internal.ApiClient.Kind;
import io.kosh.identity.internal.GrantStore.Held;
import io.kosh.kernel.CommonError;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Authenticator;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Good tokens are remembered for half a second and no longer, so that a revocation or a lock reaches every server
/// within a second without any message between them. What is not good is never remembered.
@Component
final class TokenAuthenticator implements Authenticator {
    private static final long MOST_TOKENS = 50_000;

    private final Database database;
    private final GrantStore store;
    private final CompanyRegistry companies;
    private final Secrets secrets;
    private final TokenLife life;
    private final ShortMemory<String, Good> known;

    TokenAuthenticator(
            Database database, GrantStore store, CompanyRegistry companies, Secrets secrets, TokenLife life) {
        this.database = database;
        this.store = store;
        this.companies = companies;
        this.secrets = secrets;
        this.life = life;
        this.known = new ShortMemory<>(MOST_TOKENS, life.cacheFor(), this::read);
    }

    private record Good(Caller caller, Instant expiresAt) {}

    @Override
    public Caller authenticate(String bearerToken) {
        if (bearerToken.length() != Secrets.TOKEN_LENGTH) {
            throw refusal();
        }
        Good good = known.get(bearerToken);
        if (good == null || !life.now().isBefore(good.expiresAt())) {
            throw refusal();
        }
        return good.caller();
    }

    private static Refusal refusal() {
        return Refusal.of(CommonError.UNAUTHENTICATED, "the access token is unknown, expired, revoked or locked");
    }

    private @Nullable Good read(String token) {
        byte[] hash = secrets.hashToken(new Secret<>(token));
        return database.inRegistry(() -> {
            Held held = store.find(hash, TokenKind.ACCESS);
            if (held == null || !held.usable()) {
                return null;
            }
            List<CompanyRef> reach = reach(held);
            return reach == null ? null : new Good(caller(held, reach), held.expiresAt());
        });
    }

    private Caller caller(Held held, List<CompanyRef> reach) {
        String clientId = held.client().clientId();
        String actor = held.login() == null ? clientId : held.login().username();
        boolean operator = held.client().kind() == Kind.OPERATOR;
        return new Caller(clientId, actor, operator, reach, companies);
    }

    /// The companies of a token, its own first; null where its own is out of reach by now, because it may not turn
    /// into a token of another company by itself.
    private @Nullable List<CompanyRef> reach(Held held) {
        if (held.client().kind() == Kind.OPERATOR) {
            return List.of();
        }
        List<CompanyRef> reach = new ArrayList<>(store.reach(held.client(), held.login()));
        for (int i = 0; i < reach.size(); i++) {
            Long own = held.ownCompany();
            if (own != null && reach.get(i).key().value() == own) {
                reach.addFirst(reach.remove(i));
                return List.copyOf(reach);
            }
        }
        return null;
    }
}
