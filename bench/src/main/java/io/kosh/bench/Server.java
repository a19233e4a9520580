package io.kosh.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The server that is measured: one of our own, started by `./kosh start` with a temporary data folder and gone
/// afterwards, or one that runs already.
final class Server implements AutoCloseable {
    private static final long STOP_SECONDS = 60;

    private final URI base;
    private final Path dataDir;
    private final @Nullable Process process;

    private Server(URI base, Path dataDir, @Nullable Process process) {
        this.base = base;
        this.dataDir = dataDir;
        this.process = process;
    }

    static Server running(URI base, Path dataDir) {
        return new Server(base, dataDir.toAbsolutePath().normalize(), null);
    }

    static Server start() throws IOException {
        return start(Path.of(System.getProperty("java.io.tmpdir")));
    }

    /// @param work the folder to make the data folder in
    static Server start(Path work) throws IOException {
        Path dataDir = Files.createTempDirectory(Files.createDirectories(work), "kosh-bench")
                .toRealPath();
        Process process = new ProcessBuilder(List.of(
                        root().resolve("kosh").toString(),
                        "start",
                        "--json",
                        "--port",
                        Integer.toString(freePort()),
                        "--management-port",
                        Integer.toString(freePort()),
                        "--data-dir",
                        dataDir.toString()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Runtime.getRuntime().addShutdownHook(Thread.ofPlatform().unstarted(process::destroy));
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        String line = out.readLine();
        if (line == null || !line.contains("baseUrl")) {
            throw new BenchFailure("The server did not start: what it said stands above.");
        }
        URI base = URI.create(
                JsonMapper.shared().readTree(line).required("baseUrl").asString());
        return new Server(base, dataDir, process);
    }

    URI base() {
        return base;
    }

    Path dataDir() {
        return dataDir;
    }

    /// The server's process, 0 where its folder does not tell.
    long pid() {
        try {
            return JsonMapper.shared()
                    .readTree(Files.readString(dataDir.resolve("server.json")))
                    .path("pid")
                    .asLong(0);
        } catch (IOException _) {
            return 0;
        }
    }

    /// The facts of demo.json.
    JsonNode demo() {
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
        delete(dataDir);
    }

    static void delete(Path folder) throws IOException {
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

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
