package io.kosh.launcher.internal;

import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.StartupFailure;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The embedded PostgreSQL, starting in a thread of its own while the application starts beside it.
final class EmbeddedSource implements DatabaseAccess.Source, AutoCloseable {
    static final String DATABASE = "kosh";

    private final CompletableFuture<EmbeddedPostgres> server = new CompletableFuture<>();
    private final CompletableFuture<DatabaseAccess> access = new CompletableFuture<>();

    EmbeddedSource(Path home, MasterKey key, List<String> settings) {
        Thread.ofPlatform().daemon().name("postgres-start").start(() -> {
            try {
                EmbeddedPostgres started = EmbeddedPostgres.start(home, key, settings);
                server.complete(started);
                access.complete(started.database(DATABASE, "template0"));
            } catch (RuntimeException | Error e) {
                server.completeExceptionally(e);
                access.completeExceptionally(e);
            }
        });
    }

    @Override
    public DatabaseAccess await() {
        try {
            return access.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof StartupFailure failure) {
                throw failure;
            }
            throw e;
        }
    }

    /// Stops the server; one that is only just starting is let finish that first, so that nothing stays behind.
    @Override
    public void close() {
        try {
            server.get(30, TimeUnit.SECONDS).close();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException _) {
            // It never started, or does not come to an end: the next start looks for what is left.
        }
    }
}
