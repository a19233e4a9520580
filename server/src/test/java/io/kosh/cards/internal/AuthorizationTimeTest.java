package io.kosh.cards.internal;

import static io.kosh.cards.internal.SpendingCard.approved;
import static io.kosh.cards.internal.SpendingCard.declined;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.ledger.Ledger;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What business time does to spending. The server is this class's own, since its clock is moved.
@Tag("store")
class AuthorizationTimeTest {
    /// 23:50 in India.
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-30T18:20:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);

    private final SpendingCard card = SpendingCard.of(SERVER, "RELOADABLE_GPR", 1000);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void theBooksBalance() {
        card.assertBooksBalance();
    }

    /// What counts against a limit in the period of a day, whatever day it is now.
    private long counted(SpendLimit limit, LocalDate day) {
        return SERVER.bean(Database.class)
                .inCompany(
                        card.company(),
                        () -> SpendLeft.used(
                                SERVER.bean(Ledger.class),
                                card.company(),
                                card.card().ledgerAccount(),
                                day))
                .getOrDefault(limit, 0L);
    }

    private List<Fired> runDue() {
        return SERVER.bean(DueWorks.class).runDue(card.company(), CLOCK.now(card.company()));
    }

    @Test
    void daysAndMonthsBeginAtMidnightInIndia() {
        card.controls(Map.of("dtd", 100, "mtd", 150));
        Instant midnight = CLOCK.today(card.company())
                .plusDays(1)
                .atStartOfDay(BusinessClock.ZONE)
                .toInstant();
        boolean lastOfMonth = CLOCK.today(card.company()).plusDays(1).getDayOfMonth() == 1;
        approved(card.buy("S1", 100));
        declined(card.buy("S2", 1), "AMOUNT_LIMIT", "dtd", "0");

        CLOCK.advance(Duration.between(CLOCK.now(card.company()), midnight).minusMillis(1));
        declined(card.buy("S3", 1), "AMOUNT_LIMIT", "dtd", "0");
        CLOCK.advance(Duration.ofMillis(1));
        if (lastOfMonth) {
            approved(card.buy("S4", 100));
        } else {
            declined(card.buy("S4", 100), "AMOUNT_LIMIT", "mtd", "50");
        }
    }

    @Test
    void aHoldThatNobodyClearsIsGivenBackWithItsLimits() {
        card.controls(Map.of("mtd", 300, "mtdCount", 5, "ytd", 300));
        LocalDate day = CLOCK.today(card.company());
        String id = approved(card.hold("S1", 200));
        approved(card.capture(id, "S2", 50, false));
        assertThat(card.left("ytd")).isEqualTo("100");

        CLOCK.advance(Duration.ofDays(7).minusSeconds(1));
        assertThat(runDue()).isEmpty();
        CLOCK.advance(Duration.ofSeconds(1));
        assertThat(runDue()).extracting(Fired::outcome).containsExactly("released");
        assertThat(runDue()).isEmpty();

        assertThat(card.story(id).text("authorization.state")).isEqualTo("EXPIRED");
        assertThat(card.story(id).text("authorization.heldAmount")).isEqualTo("0");
        assertThat(card.available()).isEqualTo("950");
        assertThat(counted(SpendLimit.YTD, day)).isEqualTo(5_000);
        approved(card.refund(id, "S4", 50));
        assertThat(card.available()).isEqualTo("1000");
        declined(card.reverse(id, "S5"), "ORIGINAL_CLOSED", "null", "0");
    }

    @Test
    void whatWasClearedOfAHoldThatTimedOutIsTakenBackWithItsLimits() {
        LocalDate day = CLOCK.today(card.company());
        String id = approved(card.hold("S1", 200));
        approved(card.capture(id, "S2", 50, false));
        String untouched = approved(card.hold("S3", 100));
        CLOCK.advance(Duration.ofDays(7));
        runDue();
        assertThat(counted(SpendLimit.YTD, day)).isEqualTo(5_000);
        assertThat(counted(SpendLimit.YTD_COUNT, day)).isOne();

        approved(card.reverse(id, "S4", 20));
        assertThat(card.story(id).text("authorization.state")).isEqualTo("EXPIRED");
        assertThat(card.story(id).text("authorization.clearedAmount")).isEqualTo("30");
        declined(card.reverse(id, "S5", 31), "EXCEEDS_ORIGINAL", "null", "30");
        assertThat(counted(SpendLimit.YTD_COUNT, day)).isOne();
        approved(card.reverse(id, "S6", 30));

        assertThat(card.story(id).text("authorization.state")).isEqualTo("REVERSED");
        assertThat(card.story(id).text("authorization.reversedAmount")).isEqualTo("50");
        assertThat(counted(SpendLimit.YTD, day)).isZero();
        assertThat(counted(SpendLimit.YTD_COUNT, day)).isZero();
        assertThat(card.available()).isEqualTo("1000");
        declined(card.refund(id, "S7", 1), "ORIGINAL_CLOSED", "null", "0");
        declined(card.capture(id, "S8", 1, true), "ORIGINAL_CLOSED", "null", "0");
        declined(card.reverse(untouched, "S9"), "ORIGINAL_CLOSED", "null", "0");
    }

    @Test
    void whatWasClearedIsTakenBackAlsoBeforeTheTimeOutIsPosted() {
        LocalDate day = CLOCK.today(card.company());
        String id = approved(card.hold("S1", 200));
        approved(card.capture(id, "S2", 50, false));
        CLOCK.advance(Duration.ofDays(7));

        approved(card.reverse(id, "S3", 50));
        assertThat(runDue()).extracting(Fired::outcome).containsExactly("released");

        assertThat(card.story(id).text("authorization.state")).isEqualTo("REVERSED");
        assertThat(card.story(id).text("authorization.heldAmount")).isEqualTo("0");
        assertThat(counted(SpendLimit.YTD, day)).isZero();
        assertThat(counted(SpendLimit.YTD_COUNT, day)).isZero();
        assertThat(card.available()).isEqualTo("1000");
    }

    @Test
    void aWholeReversalGivesBackWhatIsHeldAndNeverWhatWasCleared() {
        String ended = approved(card.hold("S1", 200));
        approved(card.capture(ended, "S2", 50, false));
        String unposted = approved(card.hold("S3", 200));
        approved(card.capture(unposted, "S4", 60, false));
        String cleared = approved(card.hold("S5", 200));
        approved(card.capture(cleared, "S6", 70, true));

        assertThat(card.reverse(ended, "S7").text("amount")).isEqualTo("150");
        declined(card.reverse(ended, "S8"), "ORIGINAL_CLOSED", "null", "50");
        declined(card.reverse(cleared, "S9"), "ORIGINAL_CLOSED", "null", "70");
        CLOCK.advance(Duration.ofDays(7));
        declined(card.reverse(unposted, "S10"), "ORIGINAL_CLOSED", "null", "60");
        runDue();
        declined(card.reverse(unposted, "S11"), "ORIGINAL_CLOSED", "null", "60");

        assertThat(card.available()).isEqualTo("820");
        assertThat(card.story(ended).text("authorization.state")).isEqualTo("CLEARED");
        assertThat(card.story(unposted).text("authorization.state")).isEqualTo("EXPIRED");
        approved(card.reverse(unposted, "S12", 60));
        assertThat(card.story(unposted).text("authorization.state")).isEqualTo("REVERSED");
        assertThat(card.available()).isEqualTo("880");
    }

    @Test
    void aReplayLooksAtTheLastThirtyDays() {
        approved(card.buy("S1", 150));
        CLOCK.advance(Duration.ofDays(20));
        approved(card.buy("S2", 160));
        Map<String, Object> large = Map.of("conditions", Map.of("amountAbove", 100));
        assertThat(card.api().post("/api/v1/cards/rules/replays", large).text("amount"))
                .isEqualTo("310");

        CLOCK.advance(Duration.ofDays(10).plusSeconds(1));

        assertThat(card.api().post("/api/v1/cards/rules/replays", large).text("amount"))
                .isEqualTo("160");
    }

    @Test
    void whatIsClearedLateCountsOnTheDayOfThePartBefore() {
        card.controls(Map.of("dtd", 300));
        String id = approved(card.hold("S1", 200));
        approved(card.capture(id, "S2", 50, false));
        CLOCK.advance(Duration.ofDays(7));
        runDue();

        approved(card.capture(id, "S3", 100, true));
        approved(card.buy("S4", 300));
        approved(card.reverse(id, "S5", 150));

        assertThat(card.left("dtd")).isEqualTo("0");
        assertThat(card.available()).isEqualTo("700");
    }

    @Test
    void aReversalThatNamesAClearingIsNotTakenForAnEarlyOne() {
        String id = approved(card.hold("S1", 200));
        approved(card.capture(id, "C1", 200, true));

        assertThat(card.reverseBlindly("C1", "R1").status()).isEqualTo(404);

        assertThat(card.capture(id, "C1", 200, true).text("replayed")).isEqualTo("true");
        assertThat(card.available()).isEqualTo("800");
    }

    @Test
    void aHoldThatTimedOutIsClearedLate() {
        String held = approved(card.hold("S1", 200));
        String due = approved(card.hold("S2", 300));
        CLOCK.advance(Duration.ofDays(7));

        approved(card.capture(due, "S3", 300, true));
        runDue();
        approved(card.capture(held, "S4", 200, true));

        assertThat(card.available()).isEqualTo("500");
        assertThat(card.story(held).text("authorization.state")).isEqualTo("CLEARED");
        assertThat(card.story(due).text("authorization.state")).isEqualTo("CLEARED");
        declined(card.capture(due, "S5", 1, true), "ORIGINAL_CLOSED", "null", "0");
    }

    /// While a message about an authorisation is being decided, its time-out waits without anything locked that the
    /// message needs.
    @Test
    void aTimeOutLocksAsAMessageDoes() throws Exception {
        String id = approved(card.hold("S1", 200));
        CLOCK.advance(Duration.ofDays(7));
        CompletableFuture<List<Fired>> timeOut = new CompletableFuture<>();

        SERVER.bean(Database.class).inCompany(card.company(), () -> {
            JdbcClient jdbc = SERVER.bean(JdbcClient.class);
            lock(jdbc, "select id from cards.authorization where source = 'S1' for update");
            Thread.ofVirtual().start(() -> timeOut.complete(runDue()));
            HeldCard.await(() -> jdbc.sql("""
                            select exists (select from pg_locks
                                where not granted and pg_backend_pid() = any(pg_blocking_pids(pid)))""").query(Boolean.class).single());
            lock(jdbc, "select id from ledger.account where kind = 'cards.card' for update nowait");
            return true;
        });

        assertThat(timeOut.get(20, TimeUnit.SECONDS)).extracting(Fired::outcome).containsExactly("released");
        assertThat(card.story(id).text("authorization.state")).isEqualTo("EXPIRED");
    }

    private static void lock(JdbcClient jdbc, String sql) {
        assertThat(jdbc.sql(sql).query(Long.class).list()).isNotEmpty();
    }
}
