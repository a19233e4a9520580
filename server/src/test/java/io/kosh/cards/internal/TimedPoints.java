package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import io.kosh.platform.StateCheck;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/// Points of an account under a clock that is moved: the server is each class's own.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class TimedPoints {
    static final String MOBILE = "9600098867";
    static final String OTHER = "9600098868";

    final MovableBusinessClock clock = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    final TestServer server = TestServer.start(clock);
    RewardAccount account = RewardAccount.of(server, "EMPLOYEE_REWARDS", 1000);

    @AfterAll
    void stop() {
        server.stop();
    }

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance(server);
        var company = account.shop().company().key();
        for (StateCheck check : server.beans(StateCheck.class)) {
            assertThat(server.bean(Database.class)
                            .inCompany(company, () -> check.problems(company, clock.now(company))))
                    .as(check.name())
                    .isEmpty();
        }
        account = RewardAccount.of(server, "EMPLOYEE_REWARDS", 1000);
    }

    final Api api() {
        return account.api();
    }

    final String accountPath() {
        return "/api/v1/cards/accounts/" + account.id();
    }

    final void terms(Map<String, Object> change) {
        Reply changed = api().patch(accountPath() + "/point-terms", change);
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    final String give(String reference, Object amount) {
        Reply given = account.give(reference, amount, MOBILE);
        assertThat(given.text("code")).as(given.body()).isEqualTo("0");
        return given.text("payload.enKashCardId");
    }

    final JsonNode points(String card) {
        return api().get("/api/v1/cards/" + card + "/points").json();
    }

    static String text(JsonNode node, String field) {
        return node.get(field).asString();
    }

    static @Nullable String orNull(JsonNode node, String field) {
        return node.get(field).isNull() ? null : text(node, field);
    }

    final LocalDate today() {
        return clock.today(account.shop().company().key());
    }

    final String inDays(int days) {
        return today().plusDays(days).toString();
    }

    final List<Fired> runDue() {
        var company = account.shop().company().key();
        return server.bean(DueWorks.class).runDue(company, clock.now(company));
    }

    final Instant next() {
        return server.bean(DueWorks.class).next(account.shop().company().key()).orElseThrow();
    }

    static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }

    /// Spends by the template that spending uses.
    final void redeem(String cardId, String source, long hundredths) {
        var key = account.shop().company().key();
        server.bean(Database.class).inCompany(key, () -> {
            Card card = Objects.requireNonNull(server.bean(CardStore.class).find(key, cardId));
            return server.bean(Ledger.class)
                    .post(
                            key,
                            new Command.Post(
                                    new SourceKey("points.redeem", source),
                                    "",
                                    CardBook.POINTS.spend(),
                                    List.of(Leg.of(
                                            card.ledgerAccount(),
                                            CardBook.POINTS.spentOf(
                                                    card.account().key()),
                                            hundredths)),
                                    List.of(),
                                    Map.of(),
                                    false));
        });
    }
}
