package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// A few rounds of `./kosh torture`, with the faults that need no rights and little time; the command alone runs the
/// others.
class TortureTest {
    private static final Path DATA = Path.of("target/torture-data").toAbsolutePath();
    private static final Path LOG = Path.of("target/torture.log").toAbsolutePath();
    private static final List<String> FAULTS = List.of("kill-server", "kill-backend", "kill-postgres", "stop-server");
    private static final int LONGEST_MINUTES = 8;

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void noAnswerBecomesUntrueWhateverBreaks() throws Exception {
        KoshProcess.declareBuilt();
        ProcessBuilder builder = new ProcessBuilder(List.of(
                KoshProcess.ROOT.resolve("kosh").toString(),
                "torture",
                "--rounds",
                Integer.toString(FAULTS.size()),
                "--seed",
                "1",
                "--faults",
                String.join(",", FAULTS),
                "--stop-seconds",
                "3",
                "--rate",
                "500",
                "--json",
                "--data-dir",
                DATA.toString()));
        builder.environment().putIfAbsent("KOSH_FAST_START", "no");
        builder.redirectError(LOG.toFile());
        Process process = builder.start();
        // Also ends a run that hangs, which ends the reading below.
        Thread.ofVirtual().start(() -> endAfter(process));
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(process.waitFor()).as(() -> told()).isZero();
        JsonNode report = Json.parse(said);
        assertThat(report.required("rounds").asInt()).isEqualTo(FAULTS.size());
        assertThat(report.required("skipped").asInt()).isZero();
        assertThat(report.required("acknowledged").asLong()).isGreaterThan(100);
        assertThat(report.required("faults").propertyNames()).containsExactlyInAnyOrderElementsOf(FAULTS);
    }

    private static void endAfter(Process process) {
        try {
            if (!process.waitFor(LONGEST_MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    private static String told() {
        try {
            return Files.readString(LOG);
        } catch (java.io.IOException e) {
            return e.toString();
        }
    }
}
