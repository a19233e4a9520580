package io.kosh.launcher;

import io.kosh.platform.StartupFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// PostgreSQL as processes of the operating system: making its data folder, starting, signalling and finding one that
/// an earlier run left behind.
final class PostgresProcess {
    private static final Duration START_TIMEOUT = Duration.ofMinutes(5);
    private static final long LOG_BYTES = 10L << 20;

    private PostgresProcess() {}

    /// Makes the data folder. It gets its name only when it is complete, so a run that was cut off is simply redone.
    static void initialise(Path binaries, Path data, String superuser, String password) throws IOException {
        Path parent = data.toAbsolutePath().getParent();
        Path partial = data.resolveSibling("data.partial");
        deleteTree(partial);
        Path passwordFile = Files.createTempFile(parent, "password", "");
        try {
            Files.writeString(passwordFile, password, StandardCharsets.UTF_8);
            List<String> command = isolated();
            command.addAll(List.of(
                    binaries.resolve("bin/initdb").toString(),
                    "-D",
                    partial.toString(),
                    "-U",
                    superuser,
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
                throw new StartupFailure("PostgreSQL could not make its data folder "
                        + partial + ": "
                        + output.strip().lines().reduce("", (_, last) -> last));
            }
            Files.move(partial, data, StandardCopyOption.ATOMIC_MOVE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            Files.deleteIfExists(passwordFile);
        }
    }

    /// Starts the server and returns at once.
    static Process spawn(Path binaries, Path data, Path log, List<String> settings) throws IOException {
        if (Files.exists(log) && Files.size(log) > LOG_BYTES) {
            Files.move(log, log.resolveSibling(log.getFileName() + ".1"), StandardCopyOption.REPLACE_EXISTING);
        }
        List<String> command = isolated();
        command.addAll(List.of(binaries.resolve("bin/postgres").toString(), "-D", data.toString()));
        for (String setting : settings) {
            command.add("-c");
            command.add(setting);
        }
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    /// PostgreSQL refuses to run as root, so root steps into a user namespace. And it gets a session of its own, so
    /// that Ctrl-C at the terminal reaches us alone and requests in flight can finish.
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

    /// Waits until the server takes connections; false where it ended instead.
    static boolean awaitReady(Process process, Path data) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        Path pidFile = data.resolve("postmaster.pid");
        while (System.nanoTime() < deadline) {
            if (!process.isAlive()) {
                return false;
            }
            if (Files.exists(pidFile)) {
                List<String> lines = Files.readAllLines(pidFile);
                if (lines.size() >= 8
                        && lines.get(0).equals(Long.toString(process.pid()))
                        && lines.get(7).startsWith("ready")) {
                    return true;
                }
            }
            pause(5);
        }
        throw new StartupFailure("PostgreSQL did not get ready in " + START_TIMEOUT.toMinutes()
                + " minutes: see postgres.log in its folder " + data.getParent() + ".");
    }

    /// Ends a server: fast shutdown first, immediate shutdown where that does not help; its data stays whole in both.
    static void stop(ProcessHandle process) throws IOException {
        signal(process, "INT");
        if (!awaitEnd(process, Duration.ofSeconds(20))) {
            signal(process, "QUIT");
            if (!awaitEnd(process, Duration.ofSeconds(10))) {
                throw new StartupFailure("The PostgreSQL with process id " + process.pid()
                        + " does not stop: end it, then start again.");
            }
        }
    }

    /// Stops a server that a killed run left behind on this data folder, and forgets a process id that is none.
    static void stopOrphan(Path data) throws IOException {
        Path pidFile = data.resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        List<String> lines = Files.readAllLines(pidFile);
        if (lines.isEmpty() || !lines.getFirst().strip().matches("[0-9]{1,9}")) {
            Files.deleteIfExists(pidFile);
            return;
        }
        Optional<ProcessHandle> process =
                ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
        if (process.isEmpty()) {
            return;
        }
        if (serves(process.get(), data)) {
            stop(process.get());
        } else {
            // The number went to another program meanwhile. PostgreSQL would take that for a running server; whether
            // one still uses the data it also sees from the shared memory.
            Files.deleteIfExists(pidFile);
        }
    }

    /// The port of the server that runs on this data folder, 0 where none does.
    static int runningPort(Path data) {
        try {
            List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
            Optional<ProcessHandle> process =
                    ProcessHandle.of(Long.parseLong(lines.getFirst().strip()));
            return process.isPresent() && serves(process.get(), data)
                    ? Integer.parseInt(lines.get(3).strip())
                    : 0;
        } catch (IOException | RuntimeException _) {
            return 0;
        }
    }

    private static boolean serves(ProcessHandle process, Path data) throws IOException {
        Path commandLine = Path.of("/proc", Long.toString(process.pid()), "cmdline");
        String command = Files.isReadable(commandLine)
                ? Files.readString(commandLine).replace('\0', ' ')
                : process.info().commandLine().orElse("");
        return command.contains("postgres") && command.contains(data.toString());
    }

    private static void signal(ProcessHandle process, String signal) throws IOException {
        try {
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start()
                    .waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static boolean awaitEnd(ProcessHandle process, Duration timeout) throws IOException {
        try {
            process.onExit().get(timeout.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException _) {
            return !process.isAlive();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static void pause(long millis) throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        try (Stream<Path> all = Files.walk(root)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }
}
