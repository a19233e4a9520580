package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.internal.Receiver.Request;
import io.kosh.webhooks.internal.Shop.Made;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Deliveries that are sent once more.
@Tag("store")
class ReplayTest {
    private final Receiver receiver = Receiver.open();
    private final Shop shop = Shop.open(TestServer.shared());

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void deliveriesAreReplayedByIdByFilterAndByRange() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        shop.allocate("R1");
        shop.allocate("R2");
        receiver.await(2);
        var first = shop.awaitDelivery("resourceId=R1", "DELIVERED", 1);
        shop.awaitDelivery("resourceId=R2", "DELIVERED", 1);

        var again = shop.post("/api/v1/webhooks/deliveries/" + first.text("delivery.deliveryId") + "/replay", "", 201);
        assertThat(again.text("eventId")).isEqualTo(first.text("delivery.eventId"));
        assertThat(again.text("replayOf")).isEqualTo(first.text("delivery.deliveryId"));
        Request third = receiver.await(3).getLast();
        assertThat(third.header("webhook-id")).isEqualTo(first.text("delivery.eventId"));
        assertThat(third.verifies(made.secret())).isTrue();
        shop.awaitDelivery("resourceId=R1", "DELIVERED", 1);

        assertThat(shop.post("/api/v1/webhooks/replays", Map.of("resourceId", "R2", "state", "DELIVERED"), 201)
                        .text("replayed"))
                .isEqualTo("1");
        receiver.await(4);
        shop.awaitDelivery("resourceId=R2", "DELIVERED", 1);
        String tomorrow = shop.server()
                .bean(BusinessClock.class)
                .now(shop.key())
                .plus(Duration.ofDays(1))
                .toString();
        assertThat(shop.post("/api/v1/webhooks/replays", Map.of("from", tomorrow), 201)
                        .text("replayed"))
                .isEqualTo("0");
        assertThat(shop.post("/api/v1/webhooks/replays", Map.of("to", tomorrow), 201)
                        .text("replayed"))
                .isEqualTo("4");
        receiver.await(8);
        shop.post("/api/v1/webhooks/replays", Map.of(), 400);
    }

    @Test
    void aFilterThatNothingCanMatchIsRefused() {
        for (String field : List.of("endpointId", "eventId", "type", "resourceId")) {
            for (String wrong : List.of("%00", "x".repeat(300))) {
                String path = "/api/v1/webhooks/deliveries?" + field + "=" + wrong;
                Api.Reply refused = shop.fixture().api().get(path);
                assertThat(refused.status()).as(refused.body()).isEqualTo(400);
                assertThat(refused.body()).contains(field);
            }
            shop.post("/api/v1/webhooks/replays", Map.of(field, "a\0b"), 400);
        }
        Map<String, Object> received = Map.of("headers", Map.of("webhook-id", "a\0b"), "body", "{}");
        shop.post("/api/v1/webhooks/verify", received, 400);
    }
}
