package io.kosh.bench;

import io.kosh.launcher.FreePort;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server that is measured: one of our own, started by `./kosh start` with a temporary data folder and gone
/// afterwards, or one that runs already.
public final class Server implements AutoCloseable {
    private static final long START_SECONDS = 180;
    private static final long STOP_SECONDS = 60;

    private final URI base;
    private final Path dataDir;
    private final @Nullable Process process;
    private final boolean temporary;

    private Server(URI base, Path dataDir, @Nullable Process process, boolean temporary) {
        this.base = base;
        this.dataDir = dataDir;
        this.process = process;
        this.temporary = temporary;
    }

    static Server running(URI base, Path dataDir) {
        return new Server(base, dataDir.toAbsolutePath().normalize(), null, false);
    }

    static Server start() throws IOException {
        return start(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// @param work the folder to make the data folder in
    static Server start(Path work) throws IOException {
        return start(work, Map.of());
    }

    /// @param environment variables beside those of this process
    static Server start(Path work, Map<String, String> environment) throws IOException {
        Path dataDir = Files.createTempDirectory(Files.createDirectories(work), "kosh-bench")
                .toRealPath();
        return start(new Launch(dataDir, FreePort.any(), FreePort.any(), environment, null), true);
    }

    /// How a server is started.
    ///
    /// @param environment variables beside those of this process
    /// @param log         file that takes what it prints; null for our own stderr
    public record Launch(
            Path dataDir,
            int port,
            int managementPort,
            Map<String, String> environment,
            @Nullable Path log) {}

    /// Starts a server whose folder stays when it is stopped; returns when it is ready.
    public static Server start(Launch launch) throws IOException {
        return start(launch, false);
    }

    private static Server start(Launch launch, boolean temporary) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(List.of(
                root().resolve("kosh").toString(),
                "start",
                "--json",
                "--port",
                Integer.toString(launch.port()),
                "--management-port",
                Integer.toString(launch.managementPort()),
                "--card-port",
                Integer.toString(FreePort.any()),
                "--data-dir",
                launch.dataDir().toString()));
        builder.environment().putAll(launch.environment());
        builder.redirectError(
                launch.log() == null
                        ? ProcessBuilder.Redirect.INHERIT
                        : ProcessBuilder.Redirect.appendTo(launch.log().toFile()));
        Process process = builder.start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
        String line = whereabouts(process);
        if (line == null) {
            process.destroyForcibly();
            throw new BenchFailure("The server did not start: what it said stands "
                    + (launch.log() == null ? "above." : "in " + launch.log() + "."));
        }
        URI base = URI.create(
                JsonMapper.shared().readTree(line).required("baseUrl").asString());
        return new Server(base, launch.dataDir(), process, temporary);
    }

    /// The line in which it says that it is ready, and where; null where it did not in time. What it says later is read
    /// too: a full pipe would hold it up.
    private static @Nullable String whereabouts(Process process) {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<@Nullable String> first = new CompletableFuture<>();
        // A platform thread: a virtual one that reads a pipe keeps its carrier, and there are as few as cores.
        Thread.ofPlatform().daemon().start(() -> {
            try {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    if (line.contains("\"baseUrl\"")) {
                        first.complete(line);
                    }
                }
            } catch (IOException _) {
                // It ended.
            }
            first.complete(null);
        });
        try {
            return first.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return null;
        } catch (ExecutionException | TimeoutException _) {
            return null;
        }
    }

    /// Runs another command of the program that starts servers; returns its exit code and what it printed.
    public static Said command(List<String> arguments) throws IOException {
        List<String> line = new ArrayList<>(List.of(root().resolve("kosh").toString()));
        line.addAll(arguments);
        Process process = new ProcessBuilder(line).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            return new Said(process.waitFor(), text.strip());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        }
    }

    /// What a command came to.
    public record Said(int exitCode, String text) {}

    /// The operating system's id of the process.
    public long pid() {
        if (process == null) {
            throw new IllegalStateException("the server was started by somebody else");
        }
        return process.pid();
    }

    public boolean alive() {
        return process == null || process.isAlive();
    }

    /// Waits for the end of a process that was killed.
    public void awaitEnd() throws InterruptedException {
        if (process != null) {
            process.waitFor();
        }
    }

    public URI base() {
        return base;
    }

    public Path dataDir() {
        return dataDir;
    }

    /// The facts of demo.json.
    public JsonNode demo() {
        Path file = dataDir.resolve("demo.json");
        try {
            return JsonMapper.shared().readTree(Files.readString(file));
        } catch (IOException _) {
            throw new BenchFailure("The file " + file + " cannot be read: name the server's own --data-dir.");
        }
    }

    @Override
    public void close() throws IOException {
        if (process == null) {
            return;
        }
        process.destroy();
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        if (temporary) {
            forget(dataDir);
        }
    }

    /// Deletes a folder with all that is in it.
    public static void forget(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    /// The folder of ./kosh: this program lies in bench/target below it.
    private static Path root() {
        try {
            Path jar = Path.of(Bench.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path folder = jar.getParent(); folder != null; folder = folder.getParent()) {
                if (Files.isExecutable(folder.resolve("kosh"))) {
                    return folder;
                }
            }
        } catch (URISyntaxException _) {
            // The sentence below says what to do.
        }
        throw new BenchFailure("The command ./kosh was not found: name a running server by --base-url and --data-dir.");
    }
}
