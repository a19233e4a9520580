package io.kosh.launcher.internal;

import io.kosh.launcher.EmbeddedPostgres;
import io.kosh.launcher.internal.DoctorCommand.Finding;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import io.kosh.platform.Profile;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// The doctor's round. Where nothing runs, the embedded database is started for its part and stopped again; nothing
/// is made that was not there.
final class Checkup {
    private static final int RELEASE = 25;
    private static final long ENOUGH_BYTES = 1L << 30;
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(2);

    private final ServerOptions options;
    private final DataDir dir;
    private final List<Finding> findings;

    Checkup(ServerOptions options, List<Finding> findings) {
        this.options = options;
        this.dir = options.dir();
        this.findings = findings;
    }

    void run() {
        int release = Runtime.version().feature();
        found("jdk", release >= RELEASE, Runtime.version().toString(), "install a JDK " + RELEASE + " or newer");
        Path existing = dir.root();
        while (!Files.exists(existing) && existing.getParent() != null) {
            existing = existing.getParent();
        }
        found(
                "data",
                Files.isDirectory(existing) && Files.isWritable(existing),
                dir.root() + (Files.exists(dir.root()) ? "" : " (not there yet)"),
                "make " + existing + " writable or choose another folder with --data-dir");
        disk(existing);
        boolean running = Files.exists(dir.root()) && dir.inUse();
        port(running);
        MasterKey key = key();
        if (key != null) {
            database(key, running);
        }
    }

    private void disk(Path existing) {
        try {
            long free = Files.getFileStore(existing).getUsableSpace();
            found(
                    "disk",
                    free >= ENOUGH_BYTES,
                    (free >> 20) + " MB free",
                    "free at least 1 GB where " + existing + " lies");
        } catch (IOException e) {
            found("disk", false, String.valueOf(e.getMessage()), "look at the file system of " + existing);
        }
    }

    private void port(boolean running) {
        if (running) {
            int status;
            try {
                status = Http.get(
                                String.valueOf(Json.read(dir.server()).get("baseUrl")) + "/actuator/health/readiness",
                                null)
                        .status();
            } catch (IOException | CommandFailure _) {
                status = 0;
            }
            found(
                    "server",
                    status == 200,
                    status == 200 ? "runs and is ready" : "runs and is not ready (" + status + ")",
                    "see " + dir.log());
            return;
        }
        try {
            String problem = Ports.problem(InetAddress.getByName(options.bind), options.port);
            found(
                    "port",
                    problem == null,
                    options.bind + ":" + options.port + (problem == null ? " is free" : ": " + problem),
                    "stop what uses it or choose another with --port");
        } catch (IOException e) {
            found("port", false, String.valueOf(e.getMessage()), "correct --bind");
        }
    }

    private @Nullable MasterKey key() {
        String given = System.getenv(MasterKeys.VARIABLE);
        boolean there = Files.exists(dir.masterKey()) || (given != null && !given.isBlank());
        if (!there && !dir.isStamped() && options.profile == Profile.SANDBOX) {
            found("key", true, "will be made at the first start", "");
            return null;
        }
        try {
            dir.checkProfile(options.profile);
            MasterKey key = MasterKeys.find(dir, options.profile);
            if (dir.isStamped()) {
                dir.stamp(options.profile, key);
            }
            found("key", true, Files.exists(dir.masterKey()) ? dir.masterKey().toString() : MasterKeys.VARIABLE, "");
            return key;
        } catch (StartupFailure e) {
            found("key", false, "does not fit", String.valueOf(e.getMessage()));
            return null;
        }
    }

    private void database(MasterKey key, boolean running) {
        if (options.database.url != null) {
            outside(key);
            return;
        }
        if (!Files.exists(dir.postgres().resolve("data"))) {
            found("database", true, "will be made at the first start", "");
            return;
        }
        if (running) {
            DatabaseAccess access = EmbeddedPostgres.running(dir.postgres(), key, EmbeddedSource.DATABASE);
            if (access == null) {
                found(
                        "database",
                        false,
                        "the embedded PostgreSQL is not running",
                        "the server starts it again; see " + dir.postgres().resolve("postgres.log"));
                return;
            }
            ask(access);
            return;
        }
        try (FileLock lock = dir.lock();
                EmbeddedPostgres server = EmbeddedPostgres.start(dir.postgres(), key, List.of())) {
            ask(server.database(EmbeddedSource.DATABASE, "template0"));
            lock.channel().force(false);
        } catch (IOException e) {
            found(
                    "database",
                    false,
                    String.valueOf(e.getMessage()),
                    "see " + dir.postgres().resolve("postgres.log"));
        }
    }

    private void outside(MasterKey key) {
        OutsideDatabase database = OutsideDatabase.of(options.database, key);
        try (Connection owner = database.connectAsOwner()) {
            ask(database.access(owner));
        } catch (SQLException e) {
            found("database", false, Installation.firstLine(e), "look at the database's own log");
        }
    }

    private void ask(DatabaseAccess access) {
        try (Connection owner = connect(access, access.owner())) {
            int version = owner.getMetaData().getDatabaseMajorVersion();
            found(
                    "database",
                    version >= 15,
                    "PostgreSQL " + owner.getMetaData().getDatabaseProductVersion() + " answers",
                    "upgrade it to 15 or newer");
            roles(owner, access);
            clock(owner);
            migrations(owner);
        } catch (SQLException e) {
            found(
                    "database",
                    false,
                    Installation.firstLine(e),
                    "see that it runs and takes the role " + access.owner().user());
        }
    }

    private void roles(Connection owner, DatabaseAccess access) throws SQLException {
        for (DatabaseAccess.Login login : List.of(access.app(), access.platform())) {
            String power = OutsideDatabase.rolePower(owner, login.user());
            String problem = power == null ? "is missing" : power.isEmpty() ? "" : "has " + power;
            if (problem.isEmpty()) {
                try (Connection _ = connect(access, login)) {
                    found("roles", true, login.user() + " logs in and passes no wall", "");
                    continue;
                } catch (SQLException e) {
                    problem = "cannot log in (" + Installation.firstLine(e) + ")";
                }
            }
            found(
                    "roles",
                    false,
                    login.user() + " " + problem,
                    "let an administrator run what ./kosh doctor --print-roles prints");
        }
    }

    private void clock(Connection owner) throws SQLException {
        try (Statement statement = owner.createStatement();
                ResultSet row = statement.executeQuery("select clock_timestamp()")) {
            row.next();
            Instant theirs = row.getObject(1, OffsetDateTime.class).toInstant();
            Duration apart = Duration.between(theirs, Clock.systemUTC().instant());
            found(
                    "clock",
                    apart.abs().compareTo(CLOCK_TOLERANCE) < 0,
                    "the database's is " + apart.toMillis() + " ms behind ours",
                    "let both machines keep time by NTP");
        }
    }

    private void migrations(Connection owner) throws SQLException {
        Set<String> known = Installation.migrations();
        try (Statement statement = owner.createStatement();
                ResultSet there =
                        statement.executeQuery("select to_regclass('platform.migration_history') is not null")) {
            if (there.next() && !there.getBoolean(1)) {
                found("migrations", true, known.size() + " will be applied at the first start", "");
                return;
            }
        }
        Set<String> missing = new TreeSet<>(known);
        int applied = 0;
        try (Statement statement = owner.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select script, success from platform.migration_history where version is not null")) {
            while (rows.next()) {
                String script = rows.getString(1);
                String name = script.substring(script.lastIndexOf('/') + 1);
                applied++;
                missing.remove(name);
                if (!rows.getBoolean(2)) {
                    found("migrations", false, name + " failed", "see " + dir.log() + " and start again");
                } else if (!known.contains(name)) {
                    found("migrations", false, name + " is not known here", "start the newer Kosh that applied it");
                }
            }
        }
        found("migrations", true, applied + " applied, " + missing.size() + " to come", "");
    }

    private static Connection connect(DatabaseAccess access, DatabaseAccess.Login login) throws SQLException {
        return DriverManager.getConnection(
                access.url(), login.user(), login.password().value());
    }

    private void found(String what, boolean good, String seen, String advice) {
        findings.add(new Finding(what, good, seen, good ? "" : advice));
    }
}
