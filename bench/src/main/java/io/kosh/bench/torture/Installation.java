package io.kosh.bench.torture;

import io.kosh.bench.BenchFailure;
import io.kosh.bench.HttpConnection;
import io.kosh.bench.PostgresFacts;
import io.kosh.bench.Server;
import io.kosh.launcher.FreePort;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// A data folder with the server that runs on it, and the processes of its PostgreSQL.
final class Installation implements AutoCloseable {
    private static final String DATABASE = "kosh";
    private static final long POLL_MILLIS = 20;

    private final Path folder;
    private final Path log;
    private final Map<String, String> environment;
    private final int port;
    private final int managementPort;
    private @Nullable Server server;

    private Installation(Path folder, Path log, Map<String, String> environment) throws IOException {
        this.folder = folder;
        this.log = log;
        this.environment = environment;
        this.port = FreePort.any();
        this.managementPort = FreePort.any();
    }

    /// @param log file that takes what its servers print
    static Installation at(Path folder, Path log) throws IOException {
        return new Installation(folder, log, Map.of());
    }

    /// Another server on the database of this one, as a second machine would run it.
    Installation beside(Path other) throws IOException {
        PostgresFacts facts = PostgresFacts.of(folder);
        Map<String, String> variables = new HashMap<>();
        variables.put("KOSH_DATABASE_URL", facts.url(DATABASE));
        variables.put("KOSH_DATABASE_USER", facts.access().owner().user());
        variables.put(
                "KOSH_DATABASE_PASSWORD", facts.access().owner().password().value());
        if (System.getenv("KOSH_MASTER_KEY") == null) {
            variables.put(
                    "KOSH_MASTER_KEY",
                    Files.readString(folder.resolve("master.key")).strip());
        }
        return new Installation(other, log, variables);
    }

    /// Starts its server where none runs; returns when it is ready.
    void start() throws IOException {
        if (!alive()) {
            server = Server.start(new Server.Launch(folder, port, managementPort, environment, log));
        }
    }

    boolean alive() {
        return server != null && server.alive();
    }

    Path folder() {
        return folder;
    }

    URI base() {
        return URI.create("http://localhost:" + port);
    }

    JsonNode demo() {
        return running().demo();
    }

    long pid() {
        return running().pid();
    }

    private Server running() {
        return Objects.requireNonNull(server, "no server was started");
    }

    /// Waits for the end of a server that was killed.
    void awaitEnd() throws InterruptedException {
        running().awaitEnd();
    }

    /// Every process of its PostgreSQL, the first one first; empty where none runs.
    List<Long> postgres() throws IOException {
        Path file = folder.resolve("postgres").resolve("data").resolve("postmaster.pid");
        List<String> lines = Files.exists(file) ? Files.readAllLines(file) : List.of();
        if (lines.isEmpty()) {
            return List.of();
        }
        Optional<ProcessHandle> first =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        List<Long> processes = new ArrayList<>();
        first.ifPresent(handle -> {
            processes.add(handle.pid());
            handle.descendants().forEach(child -> processes.add(child.pid()));
        });
        return processes;
    }

    /// A PostgreSQL process that serves the server's requests, one at work where there is one.
    long backend(int choice) throws SQLException {
        try (Connection connection = PostgresFacts.of(folder).administrator();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select pid from pg_catalog.pg_stat_activity where backend_type = 'client backend'"
                                + " and application_name = 'kosh-app' order by state = 'active' desc, pid")) {
            List<Long> pids = new ArrayList<>();
            while (rows.next()) {
                pids.add(rows.getLong(1));
            }
            if (pids.isEmpty()) {
                throw new BenchFailure("No PostgreSQL process serves the server.");
            }
            return pids.get(choice % Math.min(4, pids.size()));
        }
    }

    /// Makes PostgreSQL need new files of its log soon, so that a full disk reaches that too.
    void wasteLog() {
        try (Connection connection = PostgresFacts.of(folder).administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_catalog.pg_switch_wal()");
        } catch (SQLException | BenchFailure _) {
            // It is down already, which is what this is for.
        }
    }

    /// Lets PostgreSQL give back what its log took, so that a small disk stays large enough.
    void checkpoint() throws SQLException {
        try (Connection connection = PostgresFacts.of(folder).administrator();
                Statement statement = connection.createStatement()) {
            statement.execute("checkpoint");
        }
    }

    /// Waits until the server says that it is ready and does work in the database; false where the time was not enough.
    boolean awaitReady(String token, Duration longest) throws InterruptedException {
        long deadline = System.nanoTime() + longest.toNanos();
        do {
            try (HttpConnection connection = new HttpConnection(base(), token)) {
                if (connection.get("/actuator/health/readiness").status() == 200
                        && connection.get("/api/v1/coins/liability").status() == 200) {
                    return true;
                }
            } catch (IOException _) {
                // Not yet.
            }
            TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
        } while (System.nanoTime() < deadline);
        return false;
    }

    /// Stops the server, also one that cannot hear.
    @Override
    public void close() throws IOException {
        Server running = server;
        server = null;
        if (running == null) {
            return;
        }
        try {
            List<Long> processes = new ArrayList<>(postgres());
            processes.add(running.pid());
            Signals.goOn(processes);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        running.close();
    }
}
