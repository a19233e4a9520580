package io.kosh.bench;

import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Base64;
import java.util.HexFormat;

/// How to reach the PostgreSQL that a server runs in its data folder.
public record PostgresFacts(DatabaseAccess access, String superPassword) {
    static final String DATABASE = "kosh_bench";
    private static final String SUPERUSER = "kosh_super";

    public static PostgresFacts of(Path dataDir) {
        return of(dataDir, key(dataDir));
    }

    static PostgresFacts of(Path dataDir, MasterKey key) {
        DatabaseAccess access = EmbeddedPostgres.running(dataDir.resolve("postgres"), key, DATABASE);
        if (access == null) {
            throw new BenchFailure("No embedded PostgreSQL runs in " + dataDir
                    + ": plain SQL is compared on the server's own, so leave out --base-url or name its --data-dir.");
        }
        return new PostgresFacts(access, HexFormat.of().formatHex(key.derive("postgres/" + SUPERUSER, 24)));
    }

    static MasterKey key(Path dataDir) {
        String given = System.getenv("KOSH_MASTER_KEY");
        Path file = dataDir.resolve("master.key");
        try {
            String text = (given == null || given.isBlank() ? Files.readString(file) : given).strip();
            byte[] key = text.matches("[0-9a-fA-F]{64}")
                    ? HexFormat.of().parseHex(text)
                    : Base64.getDecoder().decode(text.replace('-', '+').replace('_', '/'));
            return new MasterKey(key);
        } catch (IOException _) {
            throw new BenchFailure("The master key " + file + " cannot be read.");
        }
    }

    /// The database of the plain-SQL part, as its owner.
    Connection owner() throws SQLException {
        return PlainSql.open(
                access.url(), access.owner().user(), access.owner().password().value());
    }

    /// The maintenance database, as who may make another.
    public Connection administrator() throws SQLException {
        return superuser("postgres");
    }

    /// Any database, as the superuser.
    Connection superuser(String database) throws SQLException {
        return PlainSql.open(url(database), SUPERUSER, superPassword);
    }

    /// The address of a database of this PostgreSQL.
    public String url(String database) {
        return access.url().substring(0, access.url().lastIndexOf('/') + 1) + database;
    }
}
