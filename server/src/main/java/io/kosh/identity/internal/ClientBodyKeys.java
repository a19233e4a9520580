package io.kosh.identity.internal;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.kosh.platform.BodyKeys;
import io.kosh.platform.Database;
import org.springframework.stereotype.Component;

/// Remembered as long as a token is, so that a rule that was set, or a secret that ended, counts on every server
/// within a second.
@Component
final class ClientBodyKeys implements BodyKeys {
    private static final long MOST_CLIENTS = 50_000;

    private final Database database;
    private final ClientStore store;
    private final Secrets secrets;
    private final TokenLife life;
    private final Cache<String, Known> known;

    ClientBodyKeys(Database database, ClientStore store, Secrets secrets, TokenLife life) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.life = life;
        this.known = Caffeine.newBuilder()
                .maximumSize(MOST_CLIENTS)
                .expireAfterWrite(life.cacheFor())
                .build();
    }

    @Override
    public Known of(String clientId) {
        return known.get(clientId, this::load);
    }

    @Override
    public Known fresh(String clientId) {
        Known now = load(clientId);
        known.put(clientId, now);
        return now;
    }

    /// A rule was set: on this server it counts at once.
    void forget() {
        known.invalidateAll();
    }

    private Known load(String clientId) {
        return database.inRegistry(() -> new Known(
                store.bodyKeys(clientId, life.now()).stream()
                        .map(secrets::unwrap)
                        .toList(),
                store.bodyRules(clientId)));
    }
}
