package io.kosh.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class OrderStateTest {
    @Test
    void anOrderIsPaidOnceAndOnlyAfterAnAttempt() {
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
                        "CREATED CHECKOUT_RENDERED",
                        "CREATED ATTEMPTED",
                        "CREATED CANCELLED",
                        "CREATED EXPIRED",
                        "CHECKOUT_RENDERED ATTEMPTED",
                        "CHECKOUT_RENDERED CANCELLED",
                        "CHECKOUT_RENDERED EXPIRED",
                        "ATTEMPTED PAID",
                        "ATTEMPTED CANCELLED",
                        "ATTEMPTED EXPIRED");
    }

    @Test
    void whatIsPayableCanStillMove() {
        for (OrderState from : OrderState.values()) {
            boolean moves = false;
            for (OrderState to : OrderState.values()) {
                moves |= OrderState.LIFECYCLE.allows(from, to);
            }
            assertThat(from.isPayable()).as(from.name()).isEqualTo(moves);
        }
    }
}
