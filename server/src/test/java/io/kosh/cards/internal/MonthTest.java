package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class MonthTest {
    @Test
    void aMonthBeginsAtMidnightInIndia() {
        MovableBusinessClock clock = new MovableBusinessClock(Instant.parse("2026-03-31T18:29:59Z"));
        TestServer server = TestServer.start(clock);
        try {
            RewardAccount account = RewardAccount.of(server, "EMPLOYEE_REWARDS", 100);
            account.give("R1", 10, "9600098867");
            assertThat(account.figure("currentMonthAllocationPoint")).isEqualTo("10");

            clock.advance(Duration.ofSeconds(1));
            assertThat(account.figure("currentMonthAllocationPoint")).isEqualTo("0");
            account.give("R2", 5, "9600098867");
            account.take("R3", 15, "9600098867");
            account.fund(1, "F1");
            account.api().post(account.fundings() + "/F1/reversal", java.util.Map.of());

            assertThat(account.figure("currentMonthAllocationPoint")).isEqualTo("5");
            assertThat(account.figure("totalAllocationPoint")).isEqualTo("15");
            assertThat(account.figure("availableBalance")).isEqualTo("100");
            account.assertBooksBalance(server);
        } finally {
            server.stop();
        }
    }
}
