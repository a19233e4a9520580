package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderStateTest {
    @Test
    void anOrderIsAskedForBeforeItEndsAndEndsOnce() {
        List<String> moves = new ArrayList<>();
        for (OrderState from : OrderState.values()) {
            for (OrderState to : OrderState.values()) {
                if (OrderState.LIFECYCLE.allows(from, to)) {
                    moves.add(from + " " + to);
                }
            }
        }

        assertThat(moves)
                .containsExactly(
                        "PENDING PROCESSING", "PROCESSING SUCCESS", "PROCESSING PARTIAL_SUCCESS", "PROCESSING FAILED");
    }

    @Test
    void pointsAreSpentOrBackWhenItHasEnded() {
        for (OrderState state : OrderState.values()) {
            assertThat(state.payment() == OrderState.Payment.PENDING).isEqualTo(state.isOpen());
        }
    }
}
