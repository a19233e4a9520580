package io.kosh.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kosh.platform.DatabaseAccess;
import io.kosh.platform.MasterKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;

@Tag("process")
class EmbeddedPostgresTest {
    private static final MasterKey KEY = new MasterKey(new byte[MasterKey.BYTES]);

    @TempDir
    Path home;

    @Test
    void comesBackOnItsPortWithItsDataWhenItIsKilled() throws Exception {
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, KEY, List.of())) {
            DatabaseAccess access = server.database("kosh", "template0");
            run(access, "create schema s; create table s.t as select 7 as n");
            long killed = server.pid();

            kill(killed);

            await(() -> server.pid() != killed && count(access) == 7);
            assertThat(server.database("kosh", "template0").url()).isEqualTo(access.url());
        }
    }

    @Test
    void takesItsShareOfTheMachineAndNoMore() {
        assertThat(List.of(1_000L, 8_000L, 64_000L))
                .extracting(EmbeddedPostgres::sharedMegabytes)
                .containsExactly(128L, 1_000L, 4_096L);
        assertThat(List.of(300L, 32_000L, 1_000_000L))
                .extracting(EmbeddedPostgres::logMegabytes)
                .containsExactly(256L, 2_000L, 8_192L);
    }

    @Test
    void saysOnceWhyItCannotComeBackAndTriesOn() throws Exception {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        Logger log = (Logger) LoggerFactory.getLogger(EmbeddedPostgres.class);
        lines.start();
        log.addAppender(lines);
        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, KEY, List.of("fsync=off"))) {
            DatabaseAccess access = server.database("kosh", "template0");
            run(access, "create schema s; create table s.t as select 7 as n");
            Path postgresLog = home.resolve("postgres.log");
            Path aside = home.resolve("postgres.log.aside");
            Files.move(postgresLog, aside);
            // A log that cannot be written keeps the process from being made at all.
            Files.createDirectory(postgresLog);

            kill(server.pid());

            await(() ->
                    !ProcessHandle.of(server.pid()).map(ProcessHandle::isAlive).orElse(false) && errors(lines) > 0);
            long first = System.nanoTime();
            await(() -> System.nanoTime() - first > Duration.ofSeconds(1).toNanos());
            assertThat(errors(lines)).isEqualTo(1);
            Files.delete(postgresLog);
            await(() -> count(access) == 7);
        } finally {
            log.detachAppender(lines);
        }
    }

    private static long errors(ListAppender<ILoggingEvent> lines) {
        return List.copyOf(lines.list).stream()
                .filter(line -> line.getLevel() == Level.ERROR)
                .count();
    }

    @Test
    void stopsWhatAKilledRunLeftBehindAndKeepsItsData() throws Exception {
        EmbeddedPostgres orphan = EmbeddedPostgres.start(home, KEY, List.of("fsync=off"));
        run(orphan.database("kosh", "template0"), "create schema s; create table s.t as select 7 as n");
        ProcessHandle process = ProcessHandle.of(orphan.pid()).orElseThrow();
        orphan.abandon();

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, KEY, List.of("fsync=off"))) {
            assertThat(process.isAlive()).isFalse();
            assertThat(count(server.database("kosh", "template0"))).isEqualTo(7);
        }
        await(() -> EmbeddedPostgres.running(home, KEY, "kosh") == null);
    }

    @Test
    void takesNoOtherProgramForItsServer() throws Exception {
        EmbeddedPostgres.start(home, KEY, List.of("fsync=off")).close();
        String ours = Long.toString(ProcessHandle.current().pid());
        Files.writeString(home.resolve("data/postmaster.pid"), ours + "\n" + home.resolve("data") + "\n0\n5432\n");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, KEY, List.of("fsync=off"))) {
            assertThat(server.database("kosh", "template0").url()).contains("127.0.0.1");
        }
    }

    @Test
    void redoesAnInterruptedInitialisation() throws Exception {
        Files.createDirectories(home.resolve("data.partial"));
        Files.writeString(home.resolve("data.partial/PG_VERSION"), "18\n");

        try (EmbeddedPostgres server = EmbeddedPostgres.start(home, KEY, List.of("fsync=off"))) {
            assertThat(server.database("kosh", "template0").url()).contains("127.0.0.1");
        }
        assertThat(home.resolve("data.partial")).doesNotExist();
    }

    private static void kill(long pid) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-9", Long.toString(pid)).start().waitFor();
    }

    private static void run(DatabaseAccess access, String sql) throws SQLException {
        try (Connection connection = connect(access);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private static int count(DatabaseAccess access) {
        try (Connection connection = connect(access);
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select n from s.t")) {
            return row.next() ? row.getInt(1) : 0;
        } catch (SQLException _) {
            return -1;
        }
    }

    private static Connection connect(DatabaseAccess access) throws SQLException {
        return DriverManager.getConnection(
                access.url(), access.owner().user(), access.owner().password().value());
    }

    private static void await(BooleanSupplier condition) throws InterruptedException {
        long deadline = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("it should have happened by now").isLessThan(deadline);
            TimeUnit.MILLISECONDS.sleep(20);
        }
    }
}
