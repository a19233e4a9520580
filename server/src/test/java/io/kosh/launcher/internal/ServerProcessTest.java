package io.kosh.launcher.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.launcher.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The program as a process of its own, treated as badly as an installation is treated in a year.
@Tag("process")
class ServerProcessTest {
    @TempDir
    Path folder;

    private final List<Process> processes = new ArrayList<>();

    @AfterEach
    void endAll() throws Exception {
        for (Process process : processes) {
            process.destroy();
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        }
    }

    @Test
    void survivesAYearOfAccidents() throws Exception {
        int port = FreePort.any();
        DataDir dir = DataDir.at(folder.resolve("kosh"));

        Process first = start(dir, port, "first.out");
        awaitReady(first, port);
        assertThat(Files.getPosixFilePermissions(dir.demo())).isEqualTo(PosixFilePermissions.fromString("rw-------"));
        assertThat(Json.read(dir.demo())).containsEntry("baseUrl", "http://localhost:" + port);
        String demo = Files.readString(dir.demo());

        Process second = start(dir, FreePort.any(), "second.out");
        assertThat(second.waitFor()).isEqualTo(1);
        assertThat(output("second.out")).contains("is in use by another Kosh").doesNotContain("Exception", "\tat ");

        long postgres = postgresPid(dir);
        kill(postgres);
        await(() -> readiness(port) == 503);
        await(() -> readiness(port) == 200);
        assertThat(postgresPid(dir)).isNotEqualTo(postgres);

        long orphan = postgresPid(dir);
        kill(first.pid());
        first.waitFor();
        assertThat(ProcessHandle.of(orphan)).isPresent();
        Process third = start(dir, port, "third.out");
        awaitReady(third, port);
        assertThat(ProcessHandle.of(orphan).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(Files.readString(dir.demo()))
                .as("the demo data of the first start")
                .isEqualTo(demo);

        long last = postgresPid(dir);
        third.destroy();
        assertThat(third.waitFor()).isZero();
        assertThat(ProcessHandle.of(last).filter(ProcessHandle::isAlive)).isEmpty();
        assertThat(dir.server()).doesNotExist();
        assertThat(output("third.out")).endsWith("Kosh stopped.\n").doesNotContain("Exception", "\tat ");
        logsTellNoSecret(dir);
    }

    private static void logsTellNoSecret(DataDir dir) throws IOException {
        String logs =
                Files.readString(dir.log()) + Files.readString(dir.postgres().resolve("postgres.log"));
        List<String> secrets = new ArrayList<>();
        secrets(Json.read(dir.demo()), secrets);
        secrets.add(Files.readString(dir.masterKey()).strip());
        assertThat(secrets).allSatisfy(secret -> assertThat(logs).doesNotContain(secret));
        assertThat(logs).isNotBlank();
    }

    private static void secrets(Map<?, ?> facts, List<String> into) {
        facts.forEach((name, value) -> {
            if (value instanceof Map<?, ?> inner) {
                secrets(inner, into);
            } else if (String.valueOf(name).matches("(?i).*(secret|password).*")) {
                into.add(String.valueOf(value));
            }
        });
    }

    private Process start(DataDir dir, int port, String output) throws IOException {
        ProcessBuilder builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "io.kosh.launcher.internal.Kosh",
                "start",
                "--data-dir",
                dir.root().toString(),
                "--port",
                Integer.toString(port));
        builder.environment().keySet().removeIf(name -> name.startsWith("KOSH_"));
        Process process = builder.redirectErrorStream(true)
                .redirectOutput(folder.resolve(output).toFile())
                .start();
        processes.add(process);
        return process;
    }

    private String output(String name) throws IOException {
        return Files.readString(folder.resolve(name));
    }

    private void awaitReady(Process process, int port) throws Exception {
        await(() -> {
            assertThat(process.isAlive()).as("the server ended while starting").isTrue();
            return readiness(port) == 200;
        });
    }

    private static int readiness(int port) {
        try {
            return Http.get("http://localhost:" + port + "/actuator/health/readiness", null)
                    .status();
        } catch (CommandFailure _) {
            return 0;
        }
    }

    private static long postgresPid(DataDir dir) throws IOException {
        return Long.parseLong(Files.readAllLines(dir.postgres().resolve("data/postmaster.pid"))
                .getFirst());
    }

    private static void kill(long pid) throws Exception {
        new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofMinutes(2).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it should have happened by now").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
