package io.kosh.cards.internal;

import static io.kosh.cards.internal.SpendingCard.approved;
import static io.kosh.cards.internal.SpendingCard.declined;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Limits that are tried. The server is this class's own, since its clock is moved.
@Tag("store")
class ShadowLimitControllerTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-10T06:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);

    private final SpendingCard card = SpendingCard.of(SERVER, "RELOADABLE_GPR", 1000);
    private final String route = "/api/v1/cards/" + card.card().id() + "/shadow-limits";

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void theBooksBalance() {
        card.assertBooksBalance();
    }

    private void tries(Map<String, Object> limits) {
        Reply set = card.api().put(route, Map.of("limits", limits));
        assertThat(set.status()).as(set.body()).isEqualTo(200);
    }

    private Reply replay(Map<String, Object> request) {
        Reply replay = card.api().post(route + "/replays", request);
        assertThat(replay.status()).as(replay.body()).isEqualTo(200);
        return replay;
    }

    private List<String> shadow(Reply decided) {
        return card.story(decided.text("authorizationId"))
                .json()
                .get("authorization")
                .get("shadowRules")
                .valueStream()
                .map(each -> each.asString())
                .toList();
    }

    @Test
    void aTriedLimitIsKeptWithTheDecisionAndDeclinesNothing() {
        approved(card.buy("S0", 40));
        tries(Map.of("dtd", 100, "dtdCount", 3, "perTxnLimit", 70, "posDailyLimit", 500));

        assertThat(shadow(card.buy("S1", 60))).isEmpty();
        Reply above = card.buy("S2", 1);
        approved(above);
        assertThat(shadow(above)).containsExactly("dtd");
        Reply large = card.hold("S3", 80);
        approved(large);
        assertThat(shadow(large)).containsExactly("perTxnLimit", "dtd", "dtdCount");
        approved(card.reverse(large.text("authorizationId"), "S4"));
        assertThat(card.available()).isEqualTo("899");

        Reply poor = card.buy("S5", 2000);
        declined(poor, "INSUFFICIENT_FUNDS", "balance", "899");
        assertThat(shadow(poor))
                .as("declined anyway")
                .containsExactly("perTxnLimit", "dtd", "dtdCount", "posDailyLimit");
        CLOCK.advance(Duration.ofDays(1));
        assertThat(shadow(card.buy("S6", 70))).isEmpty();
    }

    @Test
    void whatIsTriedStaysBesideWhatIsInForceUntilItIsTakenAway() {
        tries(Map.of("dtd", 50));
        card.controls(Map.of("dtd", 100));
        assertThat(card.api().get(route).text("limits.dtd")).isEqualTo("50");
        assertThat(card.controls().text("payload.dtd")).isEqualTo("100");

        Reply within = card.buy("S1", 100);
        approved(within);
        assertThat(shadow(within)).containsExactly("dtd");
        Reply refused = card.buy("S2", 1);
        declined(refused, "AMOUNT_LIMIT", "dtd", "0");
        assertThat(shadow(refused)).containsExactly("dtd");

        tries(Map.of());
        CLOCK.advance(Duration.ofDays(1));
        assertThat(shadow(card.buy("S3", 100))).isEmpty();
        assertThat(card.api().post(route + "/replays", Map.of()).status()).isEqualTo(400);
    }

    @Test
    void purchasesAtTheSameTimeAreToldApart() throws Exception {
        tries(Map.of("dtd", 100));
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            String source = "P" + i;
            calls.add(() -> card.buy(source, 10));
        }
        List<Reply> replies = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (var each : threads.invokeAll(calls)) {
                replies.add(each.get());
            }
        }

        replies.forEach(SpendingCard::approved);
        assertThat(replies).filteredOn(each -> shadow(each).isEmpty()).hasSize(10);
    }

    @Test
    void aReplayTellsWhatWouldHaveBeenDeclined() {
        CLOCK.advance(Duration.between(CLOCK.now(card.company()), nextNoonOnThe(10)));
        approved(card.buy("BEFORE", 60));
        CLOCK.advance(Duration.ofDays(5));
        approved(card.buy("S1", 70));
        String second = approved(card.buy("S2", 40));
        String reversed = approved(card.hold("S3", 30));
        approved(card.reverse(reversed, "R3"));
        approved(card.buy("S4", 30));
        card.advise("A1", 10);
        CLOCK.advance(Duration.ofDays(1));
        String next = approved(card.buy("S5", 25));

        Reply daily = replay(Map.of("limits", Map.of("dtd", 100)));
        assertThat(daily.text("examined")).isEqualTo("6");
        assertThat(daily.text("wouldDecline"))
                .as("the second; the reversed one counts no more")
                .isEqualTo("1");
        assertThat(daily.text("amount")).isEqualTo("40");
        assertThat(daily.text("authorizationIds.0")).isEqualTo(second);

        CLOCK.advance(Duration.ofDays(28));
        Reply yearly = replay(Map.of("limits", Map.of("ytd", 210, "dtdCount", 9)));
        assertThat(yearly.text("examined")).as("the first is older").isEqualTo("5");
        assertThat(yearly.text("byRule.ytd")).as("it counts in the year").isEqualTo("1");
        assertThat(yearly.json().get("byRule").has("dtdCount")).isFalse();
        assertThat(yearly.text("authorizationIds.0")).isEqualTo(next);
        assertThat(card.available()).isEqualTo("765");
    }

    /// Noon on a day of a month of which the next 40 days are in the same year.
    private Instant nextNoonOnThe(int day) {
        var today = CLOCK.today(card.company());
        var month = today.withDayOfMonth(1).plusMonths(1);
        while (month.withDayOfMonth(day).plusDays(40).getYear() != month.getYear()) {
            month = month.plusMonths(1);
        }
        return month.withDayOfMonth(day)
                .atTime(12, 0)
                .atZone(BusinessClock.ZONE)
                .toInstant();
    }

    @Test
    void whatIsNoLimitIsRefusedAndTheCardsOfOthersAreNotThere() {
        assertThat(card.api().put(route, Map.of()).text("field")).isEqualTo("limits");
        assertThat(card.api().put(route, Map.of("limits", Map.of("dtd", -1))).status())
                .isEqualTo(400);
        assertThat(card.api()
                        .put(route, Map.of("limits", Map.of("dtdCount", -1)))
                        .status())
                .isEqualTo(400);
        SpendingCard other = SpendingCard.of(SERVER, "RELOADABLE_GPR", 1);
        assertThat(other.api().put(route, Map.of("limits", Map.of("dtd", 1))).status())
                .isEqualTo(404);
        assertThat(other.api().get(route).status()).isEqualTo(404);
        assertThat(other.api()
                        .post(route + "/replays", Map.of("limits", Map.of("dtd", 1)))
                        .status())
                .isEqualTo(404);
        assertThat(card.api().get(route).json().get("limits").get("dtd").isNull())
                .isTrue();
    }
}
