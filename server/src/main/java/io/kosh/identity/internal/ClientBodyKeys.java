package io.kosh.identity.internal;

import io.kosh.platform.BodyKeys;
import io.kosh.platform.Database;
import java.util.Objects;
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
    private final ShortMemory<String, Known> known;

    ClientBodyKeys(Database database, ClientStore store, Secrets secrets, TokenLife life) {
        this.database = database;
        this.store = store;
        this.secrets = secrets;
        this.life = life;
        this.known = new ShortMemory<>(MOST_CLIENTS, life.cacheFor(), this::load);
    }

    @Override
    public Known of(String clientId) {
        return Objects.requireNonNull(known.get(clientId));
    }

    @Override
    public Known fresh(String clientId) {
        Known now = load(clientId);
        known.put(clientId, now);
        return now;
    }

    /// A rule was set: on this server it counts at once.
    void forget() {
        known.forgetAll();
    }

    private Known load(String clientId) {
        return database.inRegistry(() -> new Known(
                store.bodyKeys(clientId, life.now()).stream()
                        .map(secrets::unwrap)
                        .toList(),
                store.bodyRules(clientId)));
    }
}
