package io.kosh.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryTest {
    private static final Inquest INQUEST = new Inquest(100, 10, 5, 2, 3, List.of());

    @Test
    void countsRoundsCallsAndTheLongestRecoveryOfEachFault() {
        Summary summary = Summary.of(List.of(
                good(1, Fault.KILL_SERVER, 2.5), good(2, Fault.KILL_SERVER, 4.25), good(3, Fault.KILL_BACKEND, 0.5)));

        assertThat(summary.acknowledged()).isEqualTo(300);
        assertThat(summary.openDone()).isEqualTo(6);
        assertThat(summary.text())
                .contains("kill-server      2 rounds,   2 good, longest recovery  4.25 s")
                .contains("3 rounds, every promise kept");
    }

    @Test
    void aSkippedRoundIsSaidAndNotCountedAsGood() {
        Summary summary = Summary.of(
                List.of(good(1, Fault.KILL_SERVER, 1), Outcome.skipped(plan(2, Fault.FULL_DISK), "no rights")));

        assertThat(summary.text())
                .contains("full-disk        1 rounds,   0 good, 1 SKIPPED")
                .contains("1 rounds, every promise kept; 1 skipped");
    }

    @Test
    void aBrokenRoundIsTold() {
        Outcome broken = new Outcome(
                plan(2, Fault.KILL_BOTH), 9, 1, INQUEST, List.of(Finding.of("acknowledged and lost", "a1")), null);

        assertThat(broken.line()).endsWith("BROKEN");
        assertThat(Summary.of(List.of(good(1, Fault.KILL_SERVER, 1), broken)).text())
                .contains("1 of 2 rounds BROKEN");
    }

    private static Outcome good(int round, Fault fault, double recovery) {
        return new Outcome(plan(round, fault), 9, recovery, INQUEST, List.of(), null);
    }

    private static Plan plan(int round, Fault fault) {
        return new Plan(1, round, fault, 0, 0, 1, 1, 0, 0);
    }
}
