package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server of this class's own, which gives short-lived tokens, is killed, and is started again. What a kill does to
/// answers under load, `./kosh torture` tries.
class CrashTest {
    private static final Path DATA = Path.of("target/crash-data").toAbsolutePath();
    /// Longer than a start takes, over soon after the server is back.
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(20);

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void whatWasGivenBeforeAKillIsThereAndATokenKeepsTheLifeThatItWasGiven() throws Exception {
        KoshProcess doomed = KoshProcess.start(DATA, Map.of("KOSH_TOKENS_ACCESS", TOKEN_LIFE.toSeconds() + "s"));
        Company company;
        try {
            company = World.of(doomed.base(), doomed.demo()).company(1);
            company.event("EARNED", 3);
            company.allocate("EARNED", "before", company.user()).expect(200);
        } finally {
            doomed.kill();
        }

        try (KoshProcess again = KoshProcess.start(DATA, Map.of())) {
            World world = World.of(again.base(), again.demo());
            Api fresh = world.nobody().byClient(company.clientId(), company.clientSecret());
            Api old = world.nobody().as(String.valueOf(company.api().token()));
            String balance = "/api/v0/coins/balance?userId=" + company.user();
            assertThat(fresh.get(balance).expect(200).number("payload")).isEqualTo(3);
            long deadline = System.nanoTime() + TOKEN_LIFE.plusSeconds(5).toNanos();
            Reply reply = old.get(balance);
            while (reply.status() == 200 && System.nanoTime() < deadline) {
                TimeUnit.MILLISECONDS.sleep(100);
                reply = old.get(balance);
            }
            assertThat(reply.expect(401).number("response_code")).isEqualTo(1);
            assertThat(reply.text("payload")).isEqualTo(reply.text("response_message"));
            world.assertBooksBalance();
        }
    }
}
