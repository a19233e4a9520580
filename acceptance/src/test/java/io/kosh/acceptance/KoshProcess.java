package io.kosh.acceptance;

import static java.util.Objects.requireNonNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/// The program as a process of the operating system, started as people start it: `./kosh start`.
final class KoshProcess implements AutoCloseable {
    private static final long START_SECONDS = 120;
    private static final long STOP_SECONDS = 30;
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private final Process process;
    private final Path dataDir;
    private final URI base;
    private final Thread stopAtExit;

    private KoshProcess(Process process, Path dataDir, URI base, Thread stopAtExit) {
        this.process = process;
        this.dataDir = dataDir;
        this.base = base;
        this.stopAtExit = stopAtExit;
    }

    /// Starts the program on free ports and returns when it says that it is ready.
    static KoshProcess start(Path dataDir, Map<String, String> environment) {
        try {
            declareBuilt();
            Path log = dataDir.resolveSibling(dataDir.getFileName() + ".log");
            Files.createDirectories(requireNonNull(log.getParent()));
            int port = freePort();
            ProcessBuilder builder = new ProcessBuilder(List.of(
                    ROOT.resolve("kosh").toString(),
                    "start",
                    "--json",
                    "--port",
                    Integer.toString(port),
                    "--management-port",
                    Integer.toString(freePort()),
                    "--card-port",
                    Integer.toString(freePort()),
                    "--data-dir",
                    dataDir.toString()));
            builder.redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
            builder.environment().putIfAbsent("KOSH_FAST_START", "no");
            builder.environment().putAll(environment);
            Process process = builder.start();
            Thread stop = Thread.ofPlatform().unstarted(process::destroy);
            Runtime.getRuntime().addShutdownHook(stop);
            String line = firstLine(process);
            if (line == null) {
                throw new AssertionError("the server did not start: " + Files.readString(log));
            }
            JsonNode said = Json.parse(line);
            if (!said.has("baseUrl")) {
                throw new AssertionError("the server did not start: " + said + Files.readString(log));
            }
            URI base = URI.create(said.get("baseUrl").asString());
            return new KoshProcess(process, dataDir, base, stop);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Forgets what an earlier run left in a data folder.
    static void forget(Path dataDir) {
        if (!Files.exists(dataDir)) {
            return;
        }
        try (Stream<Path> files = Files.walk(dataDir)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    URI base() {
        return base;
    }

    Path demo() {
        return dataDir.resolve("demo.json");
    }

    /// Ends the process as `kill -9` does.
    void kill() {
        process.destroyForcibly();
        exitCode();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
    }

    /// SIGTERM; a stop that went well is a success.
    @Override
    public void close() {
        process.destroy();
        int code = exitCode();
        Runtime.getRuntime().removeShutdownHook(stopAtExit);
        if (code != 0) {
            throw new AssertionError("the server stopped with exit code " + code);
        }
    }

    private int exitCode() {
        try {
            if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the server did not stop within " + STOP_SECONDS + " seconds");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static @Nullable String firstLine(Process process) {
        BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
        CompletableFuture<@Nullable String> line = CompletableFuture.supplyAsync(() -> {
            try {
                return out.readLine();
            } catch (IOException _) {
                return null;
            }
        });
        try {
            return line.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        } catch (ExecutionException | TimeoutException e) {
            process.destroyForcibly();
            throw new AssertionError("the server said nothing within " + START_SECONDS + " seconds", e);
        }
    }

    /// Maven packaged the programs just before, or was asked to leave them alone; either way the launcher must
    /// not run a second Maven inside the first, which it would where Maven found an old jar to be still right.
    static void declareBuilt() throws IOException {
        declareBuilt(ROOT.resolve("server/target"), "kosh.jar");
        declareBuilt(ROOT.resolve("bench/target"), "kosh-bench.jar");
    }

    private static void declareBuilt(Path target, String jar) throws IOException {
        if (!Files.exists(target.resolve(jar))) {
            throw new AssertionError("there is no program to test: run ./mvnw verify");
        }
        Path stamp = target.resolve("kosh-built");
        if (!Files.exists(stamp)) {
            Files.createFile(stamp);
        }
        Files.setLastModifiedTime(stamp, FileTime.from(Instant.now()));
    }

    /// A port below those that outgoing connections are given, one of which may otherwise hold it when it is wanted.
    private static int freePort() throws IOException {
        for (int attempt = 1; ; attempt++) {
            int port = ThreadLocalRandom.current().nextInt(20_000, 32_768);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException e) {
                if (attempt == 100) {
                    throw e;
                }
            }
        }
    }
}
