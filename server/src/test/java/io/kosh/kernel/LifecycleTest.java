package io.kosh.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.ledger.HoldState;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LifecycleTest {
    private enum Door {
        OPEN,
        SHUT,
        GONE
    }

    private static final Lifecycle<Door> DOORS =
            Lifecycle.of(Door.class, Map.of(Door.OPEN, Set.of(Door.SHUT), Door.SHUT, Set.of(Door.OPEN, Door.GONE)));

    @Test
    void everyMoveThatTheTableLacksIsRefused() {
        for (Door from : DOORS.states()) {
            for (Door to : DOORS.states()) {
                boolean listed = List.of("OPEN-SHUT", "SHUT-OPEN", "SHUT-GONE").contains(from + "-" + to);
                assertThat(DOORS.allows(from, to)).as(from + " to " + to).isEqualTo(listed);
                if (listed) {
                    assertThat(DOORS.move(CommonError.FIELD_INVALID, from, to)).isEqualTo(to);
                } else {
                    assertThatThrownBy(() -> DOORS.move(CommonError.FIELD_INVALID, from, to))
                            .isInstanceOf(Refusal.class)
                            .hasMessageContaining(from + " to " + to);
                }
            }
        }
    }

    @Test
    void aHoldEndsOnceAndStaysEnded() {
        for (HoldState from : HoldState.values()) {
            for (HoldState to : HoldState.values()) {
                assertThat(HoldState.LIFECYCLE.allows(from, to))
                        .isEqualTo(from == HoldState.HELD && to != HoldState.HELD);
            }
        }
    }
}
