package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.identity.internal.TestCredentials;
import io.kosh.platform.Database;
import io.kosh.platform.SqlTimes;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class ClockControllerTest {
    private static final String CLOCK = "/sandbox/clock";

    private final TestServer server = SandboxServer.shared();
    private final PlannedWork work = server.bean(PlannedWork.class);
    private final Api.Fixture shop = SandboxServer.company();

    private Instant now() {
        return Instant.parse(shop.api().get(CLOCK).text("now"));
    }

    private Reply move(String how, Object value) {
        return shop.api().post(CLOCK, Map.of(how, value));
    }

    @Test
    void timeRunsUntilItIsFrozenAndRunsOnFromThere() {
        assertThat(Duration.between(now(), server.bean(Clock.class).instant()).abs())
                .isLessThan(Duration.ofSeconds(5));

        Instant frozen = Instant.parse(move("freeze", true).text("now"));
        assertThat(now()).isEqualTo(frozen);
        move("advance", "PT1H");
        assertThat(now()).isEqualTo(frozen.plus(Duration.ofHours(1)));

        Reply resumed = move("resume", true);
        assertThat(resumed.text("frozen")).isEqualTo("false");
        assertThat(now()).isAfter(frozen.plus(Duration.ofHours(1)));
        assertThat(Long.parseLong(resumed.text("offsetSeconds"))).isBetween(3_500L, 3_601L);
    }

    @Test
    void anAdvanceGoesFromDueMomentToDueMoment() {
        Instant from = Instant.parse(move("freeze", true).text("now"));
        work.plan(shop.company().key(), from.plus(Duration.ofHours(30)), "second " + shop.companyId());
        work.plan(shop.company().key(), from.plus(Duration.ofHours(2)), "again " + shop.companyId());

        Reply moved = move("advance", "P2D");

        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
        assertThat(moved.json().get("fired").findValuesAsString("subject"))
                .containsExactly(
                        "again " + shop.companyId(), "again " + shop.companyId(), "second " + shop.companyId());
        assertThat(moved.text("steps")).isEqualTo("3");
        assertThat(moved.json().get("stoppedEarly").isNull()).isTrue();
        assertThat(work.seenAt("second " + shop.companyId())).isEqualTo(from.plus(Duration.ofHours(30)));
        assertThat(now()).isEqualTo(from.plus(Duration.ofDays(2)));
    }

    @Test
    void whatFailsStopsTheAdvanceWhereItIs() {
        Instant from = Instant.parse(move("freeze", true).text("now"));
        work.plan(shop.company().key(), from.plus(Duration.ofHours(1)), "broken " + shop.companyId());

        Reply moved = move("advance", "P1D");

        assertThat(moved.text("stoppedEarly")).contains("stays due");
        assertThat(now()).isEqualTo(from.plus(Duration.ofHours(1)));
    }

    @Test
    void timeNeverGoesBackwards() {
        Reply refused = move("to", now().minusSeconds(60).toString());

        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("title")).isEqualTo("CLOCK_BACKWARDS");
    }

    @Test
    void aSecondMoveOfACompanyIsRefusedWhileOneIsUnderWay() {
        work.plan(shop.company().key(), now().plusSeconds(60), "slow " + shop.companyId());
        CountDownLatch gate = new CountDownLatch(1);
        work.gate = gate;
        try {
            CompletableFuture<Reply> first = CompletableFuture.supplyAsync(() -> move("advance", "P1D"));
            while (!work.atTheGate && !first.isDone()) {
                Thread.onSpinWait();
            }
            Reply second = move("freeze", true);
            assertThat(second.text("title")).isEqualTo("CLOCK_BUSY");
            assertThat(second.status()).isEqualTo(409);
            gate.countDown();
            assertThat(first.join().status()).isEqualTo(200);
        } finally {
            gate.countDown();
            work.gate = null;
        }
        assertThat(move("freeze", true).status()).isEqualTo(200);
    }

    private Instant busyUntil() {
        return server.bean(Database.class)
                .inCompany(
                        shop.company().key(),
                        () -> server.bean(JdbcClient.class)
                                .sql("select busy_until from sandbox.clock where company_id = ?")
                                .param(shop.company().key().value())
                                .query((row, _) -> SqlTimes.instant(row, "busy_until"))
                                .single());
    }

    /// As another server does where ours stood still for so long that its right ran out.
    private void takenByAnotherServer() {
        server.bean(Database.class)
                .inCompany(
                        shop.company().key(),
                        () -> server.bean(JdbcClient.class)
                                .sql("update sandbox.clock set busy_until = ? where company_id = ?")
                                .params(
                                        SqlTimes.column(server.bean(Clock.class)
                                                .instant()
                                                .plusSeconds(3600)
                                                .truncatedTo(ChronoUnit.SECONDS)),
                                        shop.company().key().value())
                                .update());
    }

    private void plan(Duration in, String subject, Runnable besides) {
        String named = subject + " " + shop.companyId();
        work.besides.put(named, besides);
        work.plan(shop.company().key(), now().plus(in), named);
    }

    @Test
    void theRightToMoveTimeIsKeptAtEachStep() {
        List<Instant> kept = new ArrayList<>();
        plan(Duration.ofHours(1), "first", () -> kept.add(busyUntil()));
        plan(Duration.ofHours(2), "second", () -> kept.add(busyUntil()));

        assertThat(move("advance", "P1D").status()).isEqualTo(200);

        assertThat(kept).hasSize(2);
        assertThat(kept.getLast()).isAfter(kept.getFirst());
    }

    @Test
    void whoLostTheRightToMoveTimeMovesItNoMoreAndTakesItFromNobody() {
        plan(Duration.ofHours(1), "slow", this::takenByAnotherServer);

        Reply stopped = move("advance", "P1D");

        assertThat(stopped.text("title")).isEqualTo("CLOCK_BUSY");
        assertThat(move("freeze", true).text("title")).isEqualTo("CLOCK_BUSY");
        assertThat(now()).isBefore(server.bean(Clock.class).instant().plus(Duration.ofHours(2)));
    }

    @Test
    void timeThatRanRunsOnWhereAStepFails() {
        plan(Duration.ofHours(1), "fatal", () -> {
            throw new LinkageError("a test asked for it");
        });

        assertThat(move("advance", "P1D").status()).isEqualTo(500);

        Reply clock = shop.api().get(CLOCK);
        assertThat(clock.text("frozen")).isEqualTo("false");
        assertThat(Long.parseLong(clock.text("offsetSeconds"))).isBetween(3_590L, 3_601L);
        work.besides.clear();
        assertThat(move("freeze", true).status()).isEqualTo(200);
    }

    @Test
    void whatWasAskedWrongIsRefused() {
        assertThat(shop.api().post(CLOCK, Map.of()).status()).isEqualTo(400);
        assertThat(shop.api()
                        .post(CLOCK, Map.of("advance", "P1D", "freeze", true))
                        .status())
                .isEqualTo(400);
        assertThat(move("advance", "tomorrow").text("field")).isEqualTo("advance");
        assertThat(move("to", "tomorrow").text("field")).isEqualTo("to");
        assertThat(move("advance", "P9999Y").status()).isEqualTo(400);
    }

    @Test
    void anotherServerFollowsWithinHalfASecond() {
        TestServer other = TestServer.start(server.bean(io.kosh.platform.DatabaseAccess.class), Map.of());
        try {
            Instant moved = Instant.parse(move("advance", "P30D").text("now"));
            Clocks clocks = other.bean(Clocks.class);
            var seen = other.bean(io.kosh.platform.BusinessClock.class);
            long deadline = System.nanoTime() + 2_000_000_000L;
            while (seen.now(shop.company().key()).isBefore(moved) && System.nanoTime() < deadline) {
                Thread.onSpinWait();
            }
            assertThat(seen.now(shop.company().key())).isAfterOrEqualTo(moved);
            assertThat(clocks.show(shop.company()).now()).isAfterOrEqualTo(moved);
        } finally {
            other.stop();
        }
    }

    @Test
    void companiesHaveTheirOwnTimeAndAnOperatorNamesTheOne() {
        Api.Fixture neighbour = SandboxServer.company();
        move("advance", "P10D");

        assertThat(Instant.parse(neighbour.api().get(CLOCK).text("now"))).isBefore(now().minus(Duration.ofDays(9)));
        assertThat(neighbour.api().get(CLOCK + "?companyId=" + shop.companyId()).status())
                .isEqualTo(403);
        Api nobody = Api.of(server);
        Api operator =
                nobody.as(nobody.token(TestCredentials.operator(server), Map.of("grant_type", "client_credentials"))
                        .text("access_token"));
        assertThat(operator.get(CLOCK).status()).isEqualTo(400);
        assertThat(Instant.parse(
                        operator.get(CLOCK + "?companyId=" + shop.companyId()).text("now")))
                .isAfter(Instant.parse(neighbour.api().get(CLOCK).text("now")).plus(Duration.ofDays(9)));
    }

    @Test
    void tokensStayOnRealTime() {
        move("advance", "P400D");

        assertThat(shop.api().get(CLOCK).status()).isEqualTo(200);
        SandboxServer.allocation(shop, "R1");
        assertThat(shop.api().send(SandboxServer.allocation(shop, "R1")).status())
                .isEqualTo(200);
    }
}
