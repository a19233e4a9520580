package io.kosh.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PlanTest {
    private static final List<Fault> ALL = List.of(Fault.values());

    @Test
    void aRoundIsTheSameWithoutThoseBeforeIt() {
        assertThat(Plan.of(42, 17, ALL)).isEqualTo(Plan.of(42, 17, ALL));
    }

    @Test
    void roundsAndSeedsDiffer() {
        Set<Long> dice = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            for (int round = 1; round <= 20; round++) {
                dice.add(Plan.of(seed, round, ALL).loadSeed());
            }
        }
        assertThat(dice).hasSize(400);
    }

    @Test
    void eachBlockOfRoundsHasEveryFaultOnce() {
        for (int block = 0; block < 4; block++) {
            Set<Fault> met = EnumSet.noneOf(Fault.class);
            for (int i = 1; i <= ALL.size(); i++) {
                met.add(Plan.of(3, block * ALL.size() + i, ALL).fault());
            }
            assertThat(met).containsExactlyInAnyOrderElementsOf(ALL);
        }
    }

    @Test
    void aFaultIsNamedByItsWord() {
        for (Fault fault : Fault.values()) {
            assertThat(Fault.of(fault.word())).isEqualTo(fault);
        }
    }
}
