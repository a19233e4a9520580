package io.kosh.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ScheduleTest {
    @Test
    void arrivalsAreDueAtEvenDistances() {
        Schedule schedule = new Schedule(1_000, 20_000);

        assertThat(schedule.at(0)).isEqualTo(1_000);
        assertThat(schedule.at(1)).isEqualTo(51_000);
        assertThat(schedule.at(20_000)).isEqualTo(1_000_001_000);
    }

    @Test
    void asManyAreDueAsLieInThePast() {
        Schedule schedule = new Schedule(1_000, 20_000);

        assertThat(schedule.due(999)).isZero();
        assertThat(schedule.due(1_000)).isEqualTo(1);
        assertThat(schedule.due(50_999)).isEqualTo(1);
        assertThat(schedule.due(51_000)).isEqualTo(2);
        assertThat(schedule.due(1_000_000_999)).isEqualTo(20_000);
    }

    @Test
    void aStandstillLeavesEveryMissedArrivalDue() {
        Schedule schedule = new Schedule(0, 1_000);

        assertThat(schedule.due(5_000_000_000L)).isEqualTo(5_001);
        assertThat(schedule.at(4_000)).as("charged from when it was due").isEqualTo(4_000_000_000L);
    }
}
