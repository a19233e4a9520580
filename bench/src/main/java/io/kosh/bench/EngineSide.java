package io.kosh.bench;

import io.kosh.bench.Load.Result;
import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.MasterKey;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A PostgreSQL of our own, as durable as a server's, and engines on databases in it. Only one engine is up at a time.
final class EngineSide implements AutoCloseable {
    private final Path folder;
    private final MasterKey key;
    private final EmbeddedPostgres postgres;
    private final BarOptions options;
    private int databases;
    private @Nullable Engine shared;

    private EngineSide(Path folder, MasterKey key, EmbeddedPostgres postgres, BarOptions options) {
        this.folder = folder;
        this.key = key;
        this.postgres = postgres;
        this.options = options;
    }

    static EngineSide start(Path folder, BarOptions options) {
        Say.line("Starting PostgreSQL and the posting engine in this program ...");
        byte[] bytes = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(bytes);
        MasterKey key = new MasterKey(bytes);
        return new EngineSide(folder, key, EmbeddedPostgres.start(folder.resolve("postgres"), key, List.of()), options);
    }

    PostgresFacts facts() {
        return PostgresFacts.of(folder, key);
    }

    /// The engine with default settings on a database that phases share.
    Engine shared() {
        Engine engine = shared;
        if (engine == null) {
            engine = fresh(Map.of());
            shared = engine;
        }
        return engine;
    }

    /// An engine on an empty database of its own; the shared one ends. Whoever asks closes it.
    Engine fresh(Map<String, Object> settings) {
        closeShared();
        return on(nextDatabase(), settings);
    }

    /// An engine on a database that was made before or is made now.
    Engine on(String database, Map<String, Object> settings) {
        closeShared();
        return Engine.start(folder, postgres.database(database, "template0"), key, options, settings);
    }

    /// A name that no database has yet.
    String nextDatabase() {
        databases++;
        return "kosh_" + databases;
    }

    /// The best rate of plain SQL.
    ///
    /// @param others 0 for one hot account; else over the accounts of so many companies
    Result bestPlain(int others, List<Integer> connections) throws Exception {
        // Its roles come with the first engine.
        shared();
        PlainSql sql = new PlainSql(facts(), options.users, others);
        @Nullable Result best = null;
        try {
            sql.prepare();
            for (int count : connections) {
                Result result = Say.said(
                        options.load().run("plain SQL", count, _ -> others == 0 ? sql.worker() : sql.spreadWorker()));
                best = best == null || result.rate() > best.rate() ? result : best;
            }
        } finally {
            sql.clean();
        }
        if (best == null) {
            throw new IllegalArgumentException("no connections");
        }
        return best;
    }

    private void closeShared() {
        Engine engine = shared;
        shared = null;
        if (engine != null) {
            engine.close();
        }
    }

    @Override
    public void close() throws IOException {
        try {
            closeShared();
        } finally {
            postgres.close();
            Server.forget(folder);
        }
    }
}
