package io.kosh.testing;

import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/// Real PostgreSQL for tests: one server a fork (durability off: tests that need it start their own), and databases
/// copied from a template that was migrated once.
public final class TestDatabase {
    public static final MasterKey MASTER_KEY = new MasterKey(new byte[MasterKey.BYTES]);

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final EmbeddedPostgres SERVER = start();

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        EmbeddedPostgres server = EmbeddedPostgres.start(
                Path.of("target", "test-postgres").toAbsolutePath(),
                MASTER_KEY,
                List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /// A fresh database that no other test uses.
    public static DatabaseAccess fresh() {
        String name = "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
        return SERVER.database(name, "template0");
    }
}
