package io.kosh.launcher.internal;

import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.Resource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;

/// What the database says it belongs to. Compared before the migrations run, completed after them, both as the owner.
///
/// Demo data is written wholly or again: as long as a sandbox database is not marked as seeded, one server holds an
/// advisory lock on it, and what an interrupted server left is dropped before the migrations.
final class Installation implements AutoCloseable {
    /// The advisory lock of seeding: "kosh" in ASCII.
    private static final long SEEDING = 0x6b6f7368L;

    private final Profile profile;
    private final byte[] keyCheck;
    private @Nullable Connection owner;

    Installation(Profile profile, MasterKey key) {
        this.profile = profile;
        this.keyCheck = DataDir.keyCheck(key);
    }

    /// Before the migrations: refuses a database of the other profile or of another master key.
    void check(DatabaseAccess access) {
        try {
            Connection connection = DriverManager.getConnection(
                    access.url(),
                    access.owner().user(),
                    access.owner().password().value());
            owner = connection;
            if (profile == Profile.SANDBOX) {
                lockSeeding(connection);
            }
            if (!exists(connection)) {
                return;
            }
            if (compare(connection) && profile == Profile.SANDBOX) {
                dropLeftovers(connection);
            }
        } catch (SQLException e) {
            throw new StartupFailure("The database cannot be used: " + firstLine(e));
        }
    }

    /// Beside a server or without one: the same refusals, and nothing is changed or waited for. A database that this
    /// program would have to migrate first is refused.
    void look(DatabaseAccess access) {
        try (Connection connection = DriverManager.getConnection(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value());
                Statement statement = connection.createStatement()) {
            if (!exists(connection)) {
                throw new StartupFailure("The database has no installation yet: start it once with ./kosh start.");
            }
            compare(connection);
            Set<String> missing = migrations();
            try (ResultSet rows = statement.executeQuery("select script from platform.migration_history")) {
                while (rows.next()) {
                    String script = String.valueOf(rows.getString(1));
                    missing.remove(script.substring(script.lastIndexOf('/') + 1));
                }
            }
            if (!missing.isEmpty()) {
                throw new StartupFailure("The database was made by an older Kosh, which lacks " + missing.size()
                        + " of the migrations known here: start this Kosh once, or use that one.");
            }
        } catch (SQLException e) {
            throw new StartupFailure("The database cannot be used: " + firstLine(e));
        }
    }

    /// After the migrations: writes the key's check value where there is none yet, and compares once more.
    void complete() {
        Connection connection = connection();
        try (PreparedStatement update = connection.prepareStatement(
                "update platform.installation set master_key_check = ? where master_key_check is null")) {
            update.setBytes(1, keyCheck);
            update.executeUpdate();
            compare(connection);
        } catch (SQLException e) {
            throw new StartupFailure("The database cannot be used: " + firstLine(e));
        }
    }

    boolean seeded() {
        try (Statement statement = connection().createStatement();
                ResultSet row = statement.executeQuery("select seeded from platform.installation")) {
            return row.next() && row.getBoolean(1);
        } catch (SQLException e) {
            throw new StartupFailure("The database cannot be used: " + firstLine(e));
        }
    }

    void markSeeded() {
        try (Statement statement = connection().createStatement()) {
            statement.execute("update platform.installation set seeded = true");
        } catch (SQLException e) {
            throw new StartupFailure("The database cannot be used: " + firstLine(e));
        }
    }

    /// Lets go of the owner's connection and with it of the lock.
    @Override
    public void close() {
        Connection connection = owner;
        owner = null;
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException _) {
                // The server let go of it before us.
            }
        }
    }

    private Connection connection() {
        Connection connection = owner;
        if (connection == null) {
            throw new IllegalStateException("the installation is checked before it is completed");
        }
        return connection;
    }

    private static void lockSeeding(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set lock_timeout = '120s'");
            statement.execute("select pg_catalog.pg_advisory_lock(" + SEEDING + ")");
        } catch (SQLException e) {
            if ("55P03".equals(e.getSQLState())) {
                throw new StartupFailure("Another Kosh has been preparing this database for two minutes: "
                        + "look at it, then start again.");
            }
            throw e;
        }
    }

    private static boolean exists(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select to_regclass('platform.installation') is not null")) {
            return row.next() && row.getBoolean(1);
        }
    }

    /// Compares the row; returns whether demo data is still missing.
    private boolean compare(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row =
                        statement.executeQuery("select profile, master_key_check, seeded from platform.installation")) {
            if (!row.next()) {
                return true;
            }
            String found = row.getString(1);
            if (!profile.word().equals(found)) {
                throw new StartupFailure("The database belongs to the profile " + found + " and never starts as "
                        + profile.word() + ": choose another with --database-url.");
            }
            byte @Nullable [] check = row.getBytes(2);
            if (check != null && !Arrays.equals(check, keyCheck)) {
                throw new StartupFailure("The master key is not the one that this database was made with: "
                        + "set KOSH_MASTER_KEY or restore master.key.");
            }
            return !row.getBoolean(3);
        }
    }

    private static void dropLeftovers(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            for (String schema : schemas()) {
                statement.execute("drop schema if exists " + schema + " cascade");
            }
        }
    }

    /// The schemas that migrations make: one a folder of them.
    private static Set<String> schemas() {
        return fromPaths(2);
    }

    /// The file names of the migrations that this program knows.
    static Set<String> migrations() {
        return fromPaths(1);
    }

    private static Set<String> fromPaths(int fromEnd) {
        Set<String> parts = new TreeSet<>();
        try {
            for (Resource migration :
                    new PathMatchingResourcePatternResolver().getResources("classpath*:db/migration/*/*.sql")) {
                Path path = Path.of(migration.getURL().getPath());
                parts.add(path.getName(path.getNameCount() - fromEnd).toString());
            }
        } catch (IOException e) {
            throw new IllegalStateException("the migrations are not on the class path", e);
        }
        return parts;
    }

    static String firstLine(Throwable thrown) {
        return String.valueOf(thrown.getMessage())
                .lines()
                .findFirst()
                .orElse("")
                .strip();
    }
}
