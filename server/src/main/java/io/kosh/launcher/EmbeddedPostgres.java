package io.kosh.launcher;

import io.kosh.kernel.Secret;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.DatabaseAccess.Login;
import io.kosh.platform.MasterKey;
import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A real PostgreSQL of our own: unpacked, initialised, started and stopped by us, on a loopback port, with scram
/// passwords derived from the master key.
public final class EmbeddedPostgres implements AutoCloseable {
    private static final String SUPERUSER = "kosh_super";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);

    private final Path data;
    private final int port;
    private final Process process;
    private final MasterKey key;

    private EmbeddedPostgres(Path data, int port, Process process, MasterKey key) {
        this.data = data;
        this.port = port;
        this.process = process;
        this.key = key;
    }

    /// Starts the server whose programs and data live below `home`.
    ///
    /// @param extra settings such as `fsync=off`, for tests
    public static EmbeddedPostgres start(Path home, MasterKey key, List<String> extra) {
        Path binaries = PostgresBinaries.unpack(home);
        Path data = home.resolve("data");
        try {
            if (!Files.exists(data.resolve("PG_VERSION"))) {
                initialise(binaries, data, key);
            }
            int port = freePort();
            List<String> command = new ArrayList<>(isolated());
            command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString()));
            for (String setting : settings(port, extra)) {
                command.add("-c");
                command.add(setting);
            }
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(
                            home.resolve("postgres.log").toFile()))
                    .start();
            EmbeddedPostgres server = new EmbeddedPostgres(data, port, process, key);
            server.awaitReady();
            return server;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot start PostgreSQL in " + home, e);
        }
    }

    /// The roles and, where missing, the database; returns how to reach it.
    public DatabaseAccess database(String name, String template) {
        Login owner = login("kosh_owner");
        Login app = login("kosh_app");
        Login platform = login("kosh_platform");
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
            throw new StartupFailure("The embedded PostgreSQL refused its set-up: " + e.getMessage());
        }
        return new DatabaseAccess(url(name), owner, app, platform);
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

    @Override
    public void close() {
        try {
            new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                    .start()
                    .waitFor();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            process.destroy();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static List<String> settings(int port, List<String> extra) {
        List<String> settings = new ArrayList<>(List.of(
                "port=" + port,
                "listen_addresses=127.0.0.1",
                "unix_socket_directories=",
                "max_connections=100",
                "shared_buffers=256MB",
                "max_wal_size=2GB",
                "password_encryption=scram-sha-256",
                "timezone=UTC",
                "log_timezone=UTC"));
        settings.addAll(extra);
        return settings;
    }

    private static void initialise(Path binaries, Path data, MasterKey key) throws IOException {
        Path passwordFile = Files.createTempFile(data.toAbsolutePath().getParent(), "password", "");
        try {
            Files.writeString(passwordFile, password(key, SUPERUSER), StandardCharsets.UTF_8);
            List<String> command = new ArrayList<>(isolated());
            command.addAll(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "-D",
                    data.toString(),
                    "-U",
                    SUPERUSER,
                    "-A",
                    "scram-sha-256",
                    "--pwfile=" + passwordFile,
                    "-E",
                    "UTF8",
                    "--locale=C",
                    "--data-checksums"));
            Process process =
                    new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new StartupFailure("PostgreSQL could not make its data folder: " + output.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /// PostgreSQL refuses to run as root, so root steps into a user namespace; and it gets a session of its own, so
    /// that
    /// Ctrl-C at the terminal reaches us alone and requests in flight can finish.
    private static List<String> isolated() {
        List<String> prefix = new ArrayList<>();
        if (Files.isExecutable(Path.of("/usr/bin/setsid"))) {
            prefix.add("setsid");
        }
        if ("root".equals(System.getProperty("user.name"))) {
            prefix.addAll(List.of("unshare", "-U"));
        }
        return prefix;
    }

    private void awaitReady() throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        Path pidFile = data.resolve("postmaster.pid");
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                throw new StartupFailure("PostgreSQL stopped while starting: see postgres.log beside its data.");
            }
            if (Files.exists(pidFile)) {
                List<String> lines = Files.readAllLines(pidFile);
                if (lines.size() >= 8
                        && lines.get(0).equals(Long.toString(process.pid()))
                        && lines.get(7).startsWith("ready")) {
                    return;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IOException("interrupted", e);
            }
        }
        throw new StartupFailure("PostgreSQL did not get ready in " + START_TIMEOUT.toSeconds() + " seconds.");
    }

    private Connection superuser(String database) throws SQLException {
        return DriverManager.getConnection(url(database), SUPERUSER, password(key, SUPERUSER));
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database;
    }

    private Login login(String role) {
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
