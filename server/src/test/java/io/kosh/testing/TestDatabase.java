package io.kosh.testing;

import io.kosh.kernel.Secret;
import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.DatabaseAccess.Login;
import io.kosh.platform.MasterKey;
import io.kosh.platform.internal.MigratedDatabase;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Real PostgreSQL for tests: one server a fork (durability off: tests that need it start their own), and a fresh
/// database for each who asks. `KOSH_TEST_DATABASE_URL`, `_USER` and `_PASSWORD` name another server, as its
/// superuser, for a run against another version.
public final class TestDatabase {
    public static final MasterKey MASTER_KEY = new MasterKey(new byte[MasterKey.BYTES]);

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final @Nullable String OUTSIDE_URL = System.getenv("KOSH_TEST_DATABASE_URL");
    private static final @Nullable EmbeddedPostgres SERVER = OUTSIDE_URL == null ? start() : null;
    private static final Supplier<String> MIGRATED = StableValueSupplier.of(TestDatabase::migratedOnce);

    private TestDatabase() {}

    private static EmbeddedPostgres start() {
        EmbeddedPostgres server = EmbeddedPostgres.start(
                TestServer.dir("test-postgres").toAbsolutePath(),
                MASTER_KEY,
                List.of("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=300"));
        Runtime.getRuntime().addShutdownHook(new Thread(server::close));
        return server;
    }

    /// A fresh database that no other test uses.
    public static DatabaseAccess fresh() {
        return database(name(), "template0");
    }

    /// One that a sandbox's migrations have run in already, copied from one for all.
    public static DatabaseAccess migrated() {
        return database(name(), MIGRATED.get());
    }

    private static String migratedOnce() {
        String name = name();
        MigratedDatabase.of(database(name, "template0"));
        return name;
    }

    private static String name() {
        return "test_" + ProcessHandle.current().pid() + "_" + COUNT.incrementAndGet();
    }

    private static DatabaseAccess database(String name, String template) {
        return SERVER != null ? SERVER.database(name, template) : outside(name, template);
    }

    /// Runs one statement as the superuser in a database of this server.
    public static void execute(String database, String sql) {
        if (SERVER != null) {
            SERVER.execute(database, sql);
            return;
        }
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }

    private static DatabaseAccess outside(String name, String template) {
        Login owner = new Login("kosh_owner", new Secret<>("owner-of-tests"));
        Login app = new Login("kosh_app", new Secret<>("app-of-tests"));
        Login platform = new Login("kosh_platform", new Secret<>("platform-of-tests"));
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            for (Login login : List.of(owner, app, platform)) {
                // Another fork may make it at the same moment.
                statement.execute("do $$ begin create role " + login.user() + " login password '"
                        + login.password().value()
                        + "'; exception when duplicate_object or unique_violation then end $$");
            }
            statement.execute("create database " + name + " owner kosh_owner template " + template);
        } catch (SQLException e) {
            throw new IllegalStateException("the PostgreSQL of KOSH_TEST_DATABASE_URL cannot be set up", e);
        }
        return new DatabaseAccess(url(name), owner, app, platform);
    }

    private static Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(
                url(database), System.getenv("KOSH_TEST_DATABASE_USER"), System.getenv("KOSH_TEST_DATABASE_PASSWORD"));
    }

    /// `KOSH_TEST_DATABASE_URL` with the database replaced.
    private static String url(String database) {
        return String.valueOf(OUTSIDE_URL).replaceFirst("/[^/?]*(\\?.*)?$", "/" + database);
    }
}
