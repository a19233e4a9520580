package io.kosh.launcher;

import com.sun.management.OperatingSystemMXBean;
import io.kosh.kernel.Secret;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.DatabaseAccess.Login;
import io.kosh.platform.MasterKey;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A real PostgreSQL of our own: unpacked, initialised, started and stopped by us, on a loopback port, with scram
/// passwords derived from the master key. A server that dies while it should run is started again on the same port.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedPostgres.class);
    private static final String MAJOR_VERSION = "18";
    private static final String SUPERUSER = "kosh_super";
    private static final int PORT_ATTEMPTS = 3;
    private static final long SHORTEST_PAUSE = 250;
    private static final long LONGEST_PAUSE = 5_000;

    private final Path binaries;
    private final Path data;
    private final MasterKey key;
    private final List<String> extra;
    private int port;
    private volatile Process process;
    private volatile boolean closing;

    private EmbeddedPostgres(Path binaries, Path data, MasterKey key, List<String> extra) throws IOException {
        this.binaries = binaries;
        this.data = data;
        this.key = key;
        this.extra = List.copyOf(extra);
        this.port = FreePort.any();
        this.process = startProcess();
    }

    /// Starts the server whose programs and data live below `home`. One that an earlier run left behind there is
    /// stopped first.
    ///
    /// @param extra settings such as `fsync=off`, for tests
    public static EmbeddedPostgres start(Path home, MasterKey key, List<String> extra) {
        try {
            Path folder = home.toAbsolutePath().normalize();
            Path data = folder.resolve("data");
            Files.createDirectories(folder);
            PostgresProcess.stopOrphan(data);
            Path binaries = PostgresBinaries.unpack(folder);
            if (!Files.exists(data)) {
                PostgresProcess.initialise(binaries, data, SUPERUSER, password(key, SUPERUSER));
            }
            String version = Files.readString(data.resolve("PG_VERSION")).strip();
            if (!version.equals(MAJOR_VERSION)) {
                throw new StartupFailure("The data in " + data + " is of PostgreSQL " + version
                        + " and this Kosh brings " + MAJOR_VERSION + ": start it with the Kosh that made it.");
            }
            EmbeddedPostgres server = new EmbeddedPostgres(binaries, data, key, extra);
            Thread.ofPlatform().daemon().name("postgres-supervisor").start(server::supervise);
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL in " + home, e);
        }
    }

    /// The roles and, where missing, the database; returns how to reach it.
    public DatabaseAccess database(String name, String template) {
        Login owner = login(key, "kosh_owner");
        Login app = login(key, "kosh_app");
        Login platform = login(key, "kosh_platform");
        try (Connection connection = superuser("postgres");
                Statement statement = connection.createStatement()) {
            for (Login login : List.of(owner, app, platform)) {
                if (!exists(statement, "select 1 from pg_roles where rolname = '" + login.user() + "'")) {
                    statement.execute("create role " + login.user() + " login password '"
                            + login.password().value() + "'");
                }
            }
            if (!exists(statement, "select 1 from pg_database where datname = '" + name + "'")) {
                statement.execute("create database " + name + " owner kosh_owner template " + template);
            }
        } catch (SQLException e) {
            if ("28P01".equals(e.getSQLState())) {
                throw new StartupFailure("The master key is not the one that this data folder was made with: "
                        + "set KOSH_MASTER_KEY or restore master.key.");
            }
            throw new StartupFailure("The embedded PostgreSQL refused its set-up: " + e.getMessage());
        }
        return new DatabaseAccess(url(port, name), owner, app, platform);
    }

    /// How to reach the database of a server that another process runs below `home`; null where none runs.
    public static @Nullable DatabaseAccess running(Path home, MasterKey key, String name) {
        int port = PostgresProcess.runningPort(home.toAbsolutePath().normalize().resolve("data"));
        return port == 0
                ? null
                : new DatabaseAccess(
                        url(port, name), login(key, "kosh_owner"), login(key, "kosh_app"), login(key, "kosh_platform"));
    }

    /// Runs one statement as the superuser in a database; for tests and repair.
    public void execute(String database, String sql) {
        try (Connection connection = superuser(database);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException("PostgreSQL refused: " + sql, e);
        }
    }

    public int port() {
        return port;
    }

    /// The operating system's id of the server process.
    public long pid() {
        return process.pid();
    }

    /// Lets go of the server as a killed process would: it runs on, unsupervised.
    void abandon() {
        closing = true;
    }

    @Override
    public void close() {
        closing = true;
        try {
            PostgresProcess.stop(process.toHandle());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot stop PostgreSQL", e);
        }
    }

    private Process startProcess() throws IOException {
        Path log = data.resolveSibling("postgres.log");
        for (int attempt = 1; attempt <= PORT_ATTEMPTS; attempt++) {
            Process started = PostgresProcess.spawn(binaries, data, log, settings());
            if (PostgresProcess.awaitReady(started, data)) {
                return started;
            }
            port = FreePort.any();
        }
        throw new StartupFailure("PostgreSQL stopped while starting: the reason stands at the end of " + log + ".");
    }

    /// Starts a server again that ended without being told to. Its connections broke, so requests are answered 503
    /// until it is back; processes of the dead server may hold its memory for a moment, so starting is repeated.
    private void supervise() {
        try {
            while (!closing) {
                process.waitFor();
                if (!closing) {
                    LOG.warn("PostgreSQL stopped unexpectedly; starting it again");
                    startAgain();
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    /// Tries with longer and longer pauses, and says only once why it does not work.
    private void startAgain() throws InterruptedException {
        String said = "";
        for (long pause = SHORTEST_PAUSE; !closing; pause = Math.min(2 * pause, LONGEST_PAUSE)) {
            String hindrance = tryStart();
            if (hindrance == null) {
                LOG.warn("PostgreSQL is back");
                return;
            }
            if (!hindrance.equals(said)) {
                LOG.error("PostgreSQL cannot be started again and is tried on: {}", hindrance);
                said = hindrance;
            }
            TimeUnit.MILLISECONDS.sleep(pause);
        }
    }

    /// Null where it runs again; otherwise what keeps it from running.
    private @Nullable String tryStart() {
        Path log = data.resolveSibling("postgres.log");
        try {
            Process started = PostgresProcess.spawn(binaries, data, log, settings());
            process = started;
            if (closing) {
                PostgresProcess.stop(started.toHandle());
                return null;
            }
            return PostgresProcess.awaitReady(started, data)
                    ? null
                    : "it stopped while starting; the reason stands at the end of " + log;
        } catch (IOException | StartupFailure e) {
            return String.valueOf(e.getMessage());
        }
    }

    /// An eighth of the machine's memory, of which the program takes its share too. What does not fit of the accounts
    /// and of the newest keys is read and written again and again.
    static long sharedMegabytes(long total) {
        return Math.clamp(total / 8, 128, 4096);
    }

    /// How much of the log may stand before it asks for a checkpoint: after each, every page that changes is written
    /// whole again; but all of it is read again after a crash. At most a sixteenth of what is free on the disk.
    static long logMegabytes(long free) {
        return Math.clamp(free / 16, 256, 8192);
    }

    private static long totalMegabytes() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() >> 20;
    }

    /// Durable, and as large as the machine allows. The roles' passwords are random, so many rounds of hashing would
    /// only slow connecting. Errors are logged without the statement and the values, which may be personal data.
    ///
    /// After the crash of one process PostgreSQL ends as a whole, and the supervisor starts it. Left to itself it
    /// tries that once, and where a full disk makes it fail it may stay up without ever answering again.
    private List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=" + sharedMegabytes(totalMegabytes()) + "MB",
                "effective_cache_size=" + totalMegabytes() / 4 + "MB",
                "work_mem=8MB",
                "maintenance_work_mem=64MB",
                "wal_buffers=16MB",
                "max_wal_size=" + logMegabytes(data.toFile().getUsableSpace() >> 20) + "MB",
                "checkpoint_timeout=10min",
                "random_page_cost=1.1",
                "jit=off",
                "restart_after_crash=off",
                "max_parallel_workers_per_gather=1",
                "autovacuum_naptime=15s",
                "password_encryption=scram-sha-256",
                "scram_iterations=64",
                "log_min_error_statement=panic",
                "log_error_verbosity=terse",
                "timezone=UTC",
                "log_timezone=UTC"));
        settings.addAll(extra);
        return settings;
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(port, database), SUPERUSER, password(key, SUPERUSER));
    }

    private static String url(int port, String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private static Login login(MasterKey key, String role) {
        return new Login(role, new Secret<>(password(key, role)));
    }

    private static String password(MasterKey key, String role) {
        return HexFormat.of().formatHex(key.derive("postgres/" + role, 24));
    }

    private static boolean exists(Statement statement, String sql) throws SQLException {
        try (ResultSet rows = statement.executeQuery(sql)) {
            return rows.next();
        }
    }
}
