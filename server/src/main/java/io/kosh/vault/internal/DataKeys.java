package io.kosh.vault.internal;

import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.vault.internal.DataKeyStore.Wrapped;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;

/// The keys that values are sealed with, each wrapped by the master key. The newest seals; the others only open, and
/// are kept because backups and snapshots may still need them.
@Component
final class DataKeys implements SmartInitializingSingleton {
    private static final String PURPOSE = "vault.data-key";
    private static final int BYTES = 32;

    private final DataKeyStore store;
    private final Database database;
    private final MasterKey master;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, SecretKeySpec> unwrapped = new ConcurrentHashMap<>();

    DataKeys(DataKeyStore store, Database database, MasterKey master, Clock clock) {
        this.store = store;
        this.database = database;
        this.master = master;
        this.clock = clock;
    }

    /// A key that is ready to use.
    record DataKey(int id, SecretKeySpec key) {}

    /// Makes the installation's first key.
    @Override
    public void afterSingletonsInstantiated() {
        database.inRegistry(() -> {
            Wrapped newest = store.newest();
            if (newest == null) {
                store.lock();
                newest = store.newest();
            }
            return newest == null ? insert() : newest;
        });
    }

    /// Makes another key, which seals from now on, on every server.
    Wrapped rotate() {
        return database.inRegistry(() -> {
            store.lock();
            return insert();
        });
    }

    private Wrapped insert() {
        byte[] key = new byte[BYTES];
        random.nextBytes(key);
        return store.insert(master.wrap(PURPOSE, key), clock.instant());
    }

    List<Wrapped> all() {
        return database.inRegistry(store::all);
    }

    /// The key that seals now, in whatever transaction is open.
    DataKey newest() {
        Wrapped newest = store.newest();
        if (newest == null) {
            throw new IllegalStateException("the vault has no key");
        }
        return new DataKey(newest.id(), unwrapped.computeIfAbsent(newest.id(), _ -> unwrap(newest)));
    }

    /// The key that something was sealed with, in whatever transaction is open.
    SecretKeySpec find(int id) {
        SecretKeySpec known = unwrapped.get(id);
        if (known != null) {
            return known;
        }
        Wrapped found = store.find(id);
        if (found == null) {
            throw new IllegalStateException("the vault has no key " + id);
        }
        return unwrapped.computeIfAbsent(id, _ -> unwrap(found));
    }

    private SecretKeySpec unwrap(Wrapped wrapped) {
        return new SecretKeySpec(master.unwrap(PURPOSE, wrapped.key()), "AES");
    }
}
