package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CoinUserControllerTest {
    private final Fixture shop = Api.of(TestServer.shared()).newCompany(2);
    private final Fixture other = Api.of(TestServer.shared()).newCompany(1);
    private final String user = shop.userIds().getFirst();

    @AfterEach
    void theBooksBalance() {
        Reply audit = shop.api().get("/api/v1/ledger/audit");
        assertThat(audit.json().get("balanced").asBoolean()).as(audit.body()).isTrue();
    }

    private String event(String event, long amount, Map<String, Object> rules) {
        Map<String, Object> body = new HashMap<>(rules);
        body.put("event", event);
        body.put("amount", amount);
        Reply made = shop.api().post("/api/v1/coins/events", body);
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return made.text("coinConfigId");
    }

    private Reply give(String event, String requestId) {
        return shop.api()
                .post(
                        "/api/v0/enkash-coins/allocate-coin",
                        Map.of("companyId", shop.companyId(), "event", event, "requestId", requestId, "userId", user));
    }

    private Reply burn(String requestId, long amount) {
        return shop.api().post("/api/v1/coins/burns", Map.of("userId", user, "amount", amount, "requestId", requestId));
    }

    private long available() {
        return shop.api()
                .get("/api/v1/coins/users/" + user)
                .json()
                .get("available")
                .asLong();
    }

    @Test
    void coinsAreReservedAndThenSpent() {
        event("E", 10, Map.of());
        give("E", "R1");

        Reply reserved = burn("B1", 6);
        assertThat(reserved.status()).as(reserved.body()).isEqualTo(201);
        assertThat(available()).isEqualTo(4);
        assertThat(burn("B1", 6).text("burnId")).isEqualTo(reserved.text("burnId"));

        Reply committed =
                shop.api().post("/api/v1/coins/burns/" + reserved.text("burnId") + "/commit", Map.of("amount", 5));
        assertThat(committed.text("state")).isEqualTo("COMMITTED");
        assertThat(committed.text("committed")).isEqualTo("5");
        String again = "/api/v1/coins/burns/" + reserved.text("burnId") + "/commit";
        assertThat(shop.api().post(again, Map.of("amount", 5)).status()).isEqualTo(200);
        assertThat(shop.api().post(again, "").text("title")).isEqualTo("BURN_COMMITTED_OTHERWISE");
        assertThat(available()).isEqualTo(5);
        Reply liability = shop.api().get("/api/v1/coins/liability");
        assertThat(liability.text("outstanding")).isEqualTo("5");
        assertThat(liability.text("redeemed")).isEqualTo("5");
    }

    @Test
    void aBurnEndsOnce() {
        event("E", 10, Map.of());
        give("E", "R1");
        String burn = burn("B1", 6).text("burnId");

        assertThat(shop.api()
                        .post("/api/v1/coins/burns/" + burn + "/release", "")
                        .text("state"))
                .isEqualTo("RELEASED");
        assertThat(shop.api()
                        .post("/api/v1/coins/burns/" + burn + "/release", "")
                        .status())
                .isEqualTo(200);
        Reply late = shop.api().post("/api/v1/coins/burns/" + burn + "/commit", "");
        assertThat(late.status()).isEqualTo(409);
        assertThat(late.text("title")).isEqualTo("BURN_CLOSED");
        assertThat(available()).isEqualTo(10);
    }

    @Test
    void moreThanIsThereOrReservedIsRefused() {
        event("E", 10, Map.of());
        give("E", "R1");
        String burn = burn("B1", 6).text("burnId");

        assertThat(burn("B2", 5).text("title")).isEqualTo("COINS_INSUFFICIENT");
        assertThat(shop.api()
                        .post("/api/v1/coins/burns/" + burn + "/commit", Map.of("amount", 7))
                        .text("title"))
                .isEqualTo("BURN_EXCEEDED");
        assertThat(other.api().get("/api/v1/coins/burns/" + burn).status()).isEqualTo(404);
        assertThat(other.api()
                        .post("/api/v1/coins/burns/" + burn + "/commit", "")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void anAllocationIsReversedExactlyOnce() {
        event("E", 10, Map.of("budget", 10));
        give("E", "R1");

        Reply first = shop.api().post("/api/v1/coins/reversals", Map.of("requestId", "R1"));
        Reply second = shop.api().post("/api/v1/coins/reversals", Map.of("requestId", "R1"));

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(second.text("transferId")).isEqualTo(first.text("transferId"));
        assertThat(available()).isZero();
        assertThat(give("E", "R2").status()).as("the budget was given back").isEqualTo(200);
        assertThat(other.api()
                        .post("/api/v1/coins/reversals", Map.of("requestId", "R2"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void spentCoinsAreReversedOnlyWhereTheCompanyAllowsIt() {
        event("E", 10, Map.of());
        give("E", "R1");
        shop.api().post("/api/v1/coins/burns/" + burn("B1", 10).text("burnId") + "/commit", "");

        assertThat(shop.api()
                        .post("/api/v1/coins/reversals", Map.of("requestId", "R1"))
                        .text("title"))
                .isEqualTo("COINS_INSUFFICIENT");
        shop.api().put("/api/v1/coins/settings", Map.of("allowNegativeReversal", true));
        assertThat(shop.api()
                        .post("/api/v1/coins/reversals", Map.of("requestId", "R1"))
                        .status())
                .isEqualTo(201);
        assertThat(available()).isEqualTo(-10);
        Reply kept = shop.api().get("/api/v1/coins/settings/changes");
        assertThat(kept.text("items.0.actor")).isEqualTo(shop.username());
        assertThat(kept.text("items.0.allowNegativeReversal")).isEqualTo("true");
    }

    @Test
    void aBudgetAndADailyCapAreHardStops() {
        event("BUDGET", 10, Map.of("budget", 25));
        event("CAP", 10, Map.of("dailyUserCap", 15));

        assertThat(give("BUDGET", "B1").status()).isEqualTo(200);
        assertThat(give("BUDGET", "B2").status()).isEqualTo(200);
        assertThat(give("BUDGET", "B3").status()).isEqualTo(422);
        assertThat(give("CAP", "C1").status()).isEqualTo(200);
        assertThat(give("CAP", "C2").text("response_message")).contains("cap of the day");
        assertThat(available()).isEqualTo(30);
    }

    @Test
    void theHistoryShowsEveryLineWithTheBalanceAfterIt() {
        event("E", 10, Map.of("expiresAfterDays", 30));
        give("E", "R1");
        give("E", "R2");

        Reply history = shop.api().get("/api/v1/coins/users/" + user + "/history?limit=1");
        assertThat(history.text("items.0.sourceId")).isEqualTo("R2");
        assertThat(history.text("items.0.balance")).isEqualTo("20");
        assertThat(history.text("items.0.detail.event")).isEqualTo("E");
        Reply older = shop.api().get("/api/v1/coins/users/" + user + "/history?cursor=" + history.text("nextCursor"));
        assertThat(older.text("items.0.sourceId")).isEqualTo("R1");
        assertThat(older.json().get("nextCursor").isNull()).isTrue();
        assertThat(shop.api()
                        .get("/api/v1/coins/users/" + user)
                        .json()
                        .get("lots")
                        .size())
                .isEqualTo(1);
        assertThat(other.api().get("/api/v1/coins/users/" + user + "/history").status())
                .isEqualTo(404);
    }

    @Test
    void rulesCanBeChangedAndCleared() {
        String id = event("E", 10, Map.of("budget", 10));
        give("E", "R1");
        assertThat(give("E", "R2").status()).isEqualTo(422);

        Reply changed = shop.api().patch("/api/v1/coins/events/" + id, "{\"clear\":[\"budget\"]}");
        assertThat(changed.json().get("budget").isNull()).isTrue();
        assertThat(give("E", "R2").status()).isEqualTo(200);
        assertThat(shop.api()
                        .patch("/api/v1/coins/events/" + id, "{\"clear\":[\"budget\"],\"budget\":5}")
                        .status())
                .isEqualTo(400);
        assertThat(shop.api()
                        .patch("/api/v1/coins/events/" + id, "{\"clear\":[\"amount\"]}")
                        .status())
                .isEqualTo(400);
    }
}
