package io.kosh.identity.internal;

import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.time.Instant;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/// The end of tokens: at an operator's word, or because they have expired and are swept up.
@Configuration(proxyBeanMethods = false)
class Revocations {
    private static final int BATCH = 1_000;
    private static final int MOST_BATCHES = 100;
    /// Kept that long after their end, so that a token used twice is still recognised.
    private static final Duration KEEP = Duration.ofHours(1);

    private final Database database;
    private final GrantStore store;
    private final Secrets secrets;
    private final TokenLife life;

    Revocations(Database database, GrantStore store, Secrets secrets, TokenLife life) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.life = life;
    }

    int ofClient(String clientId) {
        return database.inRegistry(() -> store.revokeGrantsOfClient(clientId, life.now()));
    }

    int ofLogin(String username) {
        return database.inRegistry(() -> store.revokeGrantsOfLogin(username, life.now()));
    }

    /// Ends one token; a refresh token takes what else was handed out with it along.
    int ofToken(Secret<String> token) {
        byte[] hash = secrets.hashToken(token);
        return database.inRegistry(() -> {
            GrantStore.Held refresh = store.find(hash, TokenKind.REFRESH);
            return refresh == null
                    ? store.revokeToken(hash, life.now())
                    : store.revokeGrant(refresh.grant(), life.now());
        });
    }

    /// Deletes what has expired, a small transaction at a time.
    void purge() {
        Instant before = life.now().minus(KEEP);
        for (int batch = 0; batch < MOST_BATCHES; batch++) {
            int gone = database.inRegistry(() -> store.purge(before, BATCH));
            if (gone == 0) {
                return;
            }
        }
    }

    @Bean
    RecurringJob expiredTokens() {
        return new RecurringJob("identity.expired-tokens", Duration.ofMinutes(5), this::purge);
    }
}
