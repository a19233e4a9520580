package io.kosh.platform.internal;

import io.kosh.platform.DatabaseAccess;
import java.io.IOException;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HexFormat;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Remembers in the database which program's migrations it was last found complete for, so that a start of the same
/// program on an unchanged history need not read and compare them all. The mark is the comment on the history's table:
/// names and check sums of the migrations in our jar, and a hash of the history itself. Whatever differs, or a program
/// that runs from classes, goes the whole way through Flyway.
final class MigrationMark {
    private static final Logger LOG = LoggerFactory.getLogger(MigrationMark.class);
    private static final String FOLDER = "db/migration/";
    /// The history as one word, so that a changed, failed or newer row is never taken for what was seen.
    private static final String HISTORY = """
            select pg_catalog.md5(pg_catalog.string_agg(
                       pg_catalog.concat_ws(' ', version, checksum, success), ',' order by installed_rank))
            from platform.migration_history""";

    private final DatabaseAccess access;
    private final @Nullable String program;

    /// @param program the migrations of the program that starts, as one word; null where they are not known
    MigrationMark(DatabaseAccess access, @Nullable String program) {
        this.access = access;
        this.program = program;
    }

    /// Whether the database holds this program's migrations and nothing else.
    boolean stands() {
        if (program == null) {
            return false;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            String found = text(statement, """
                    select pg_catalog.obj_description(
                               pg_catalog.to_regclass('platform.migration_history')::pg_catalog.oid, 'pg_class')""");
            return found != null && found.equals(program + " " + text(statement, HISTORY));
        } catch (SQLException _) {
            // Flyway meets the same trouble and says what it is.
            return false;
        }
    }

    /// Sets the mark after Flyway found everything in place. Where that fails, as it may when two servers do it at one
    /// time, the next start merely looks at everything again.
    void set() {
        if (program == null) {
            return;
        }
        try (Connection connection = connect();
                Statement statement = connection.createStatement()) {
            statement.execute("comment on table platform.migration_history is '" + program + " "
                    + text(statement, HISTORY) + "'");
        } catch (SQLException e) {
            LOG.info("the history of the migrations could not be marked: {}", e.getMessage());
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(
                access.url(), access.owner().user(), access.owner().password().value());
    }

    private static @Nullable String text(Statement statement, String sql) throws SQLException {
        try (ResultSet row = statement.executeQuery(sql)) {
            return row.next() ? row.getString(1) : null;
        }
    }

    /// The migrations in our jar as one word, from its table of contents; null where we do not run from a jar.
    static @Nullable String program() {
        URL folder = MigrationMark.class.getClassLoader().getResource(FOLDER + "platform");
        try {
            if (folder == null || !(folder.openConnection() instanceof JarURLConnection connection)) {
                return null;
            }
            connection.setUseCaches(false);
            TreeMap<String, Long> sums = new TreeMap<>();
            try (JarFile jar = connection.getJarFile()) {
                jar.stream()
                        .filter(entry -> entry.getName().startsWith(FOLDER) && !entry.isDirectory())
                        .forEach(entry -> sums.put(entry.getName(), entry.getCrc()));
            }
            byte[] digest =
                    MessageDigest.getInstance("SHA-256").digest(sums.toString().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (IOException _) {
            return null;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
