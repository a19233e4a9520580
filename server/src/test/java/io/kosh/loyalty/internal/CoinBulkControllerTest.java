package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CoinBulkControllerTest {
    private static final String BULK = "/api/v1/coins/allocations/bulk";
    private final Fixture shop = Api.of(TestServer.shared()).newCompany(2);
    private final Fixture other = Api.of(TestServer.shared()).newCompany(1);

    @BeforeEach
    void anEventWithABudget() {
        assertThat(shop.api()
                        .post("/api/v1/coins/events", Map.of("event", "E", "amount", 5, "budget", 20))
                        .status())
                .isEqualTo(201);
    }

    private static Map<String, Object> item(String requestId, String userId) {
        return Map.of("event", "E", "requestId", requestId, "userId", userId);
    }

    private Reply bulk(List<?> items) {
        return shop.api().post(BULK, Map.of("items", items));
    }

    private long outstanding() {
        return shop.api()
                .get("/api/v1/coins/liability")
                .json()
                .get("outstanding")
                .asLong();
    }

    @Test
    void eachItemHasItsOwnResultInOrderAndARefusedOneHoldsBackNoOther() {
        String user = shop.userIds().getFirst();
        Reply reply = bulk(List.of(
                item("R1", user),
                item("R2", other.userIds().getFirst()),
                Map.of("event", "E", "requestId", "R3"),
                Map.of("event", "NONE", "requestId", "R4", "userId", user),
                item("R1", user),
                item("R1", shop.userIds().getLast()),
                item("R5", shop.userIds().getLast())));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var results = reply.json().get("results");
        assertThat(reply.json().get("allocated").asInt()).isEqualTo(3);
        assertThat(reply.json().get("refused").asInt()).isEqualTo(4);
        assertThat(results.get(0).get("transferId").asString()).isNotEmpty();
        assertThat(results.get(1).get("error").get("code").asString()).isEqualTo("COIN_USER_UNKNOWN");
        assertThat(results.get(2).get("error").get("field").asString()).isEqualTo("items[2].userId");
        assertThat(results.get(3).get("error").get("status").asInt()).isEqualTo(404);
        assertThat(results.get(4).get("transferId")).isEqualTo(results.get(0).get("transferId"));
        assertThat(results.get(4).get("replayed").asBoolean()).isTrue();
        assertThat(results.get(5).get("error").get("code").asString()).isEqualTo("REQUEST_REUSED");
        assertThat(results.get(6).get("requestId").asString()).isEqualTo("R5");
        assertThat(outstanding()).isEqualTo(10);
    }

    @Test
    void aBudgetEndsInTheMiddleOfABatchAndNotBefore() {
        List<Object> items = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            items.add(item("R" + i, shop.userIds().get(i % 2)));
        }

        Reply reply = bulk(items);

        assertThat(reply.json().get("allocated").asInt()).isEqualTo(4);
        assertThat(reply.json().get("results").get(4).get("error").get("code").asString())
                .isEqualTo("BUDGET_EXHAUSTED");
        assertThat(outstanding()).isEqualTo(20);
        assertThat(bulk(items).json().get("allocated").asInt()).isEqualTo(4);
        assertThat(outstanding()).isEqualTo(20);
    }

    @Test
    void whatIsNoListOfOneToAThousandItemsIsRefusedAsAWhole() {
        assertThat(bulk(List.of()).text("field")).isEqualTo("items");
        List<Object> tooMany = new ArrayList<>();
        for (int i = 0; i <= 1000; i++) {
            tooMany.add(item("R" + i, shop.userIds().getFirst()));
        }
        assertThat(bulk(tooMany).status()).isEqualTo(400);
        assertThat(shop.api().post(BULK, Map.of()).status()).isEqualTo(400);
        assertThat(other.api()
                        .post(BULK, Map.of("companyId", shop.companyId(), "items", tooMany.subList(0, 1)))
                        .status())
                .isEqualTo(403);
        assertThat(outstanding()).isZero();
    }
}
