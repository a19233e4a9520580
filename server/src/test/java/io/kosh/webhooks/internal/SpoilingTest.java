package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.TestServer;
import io.kosh.webhooks.internal.Receiver.Request;
import io.kosh.webhooks.internal.Shop.Made;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What scenarios of the sandbox do to webhooks, as a real receiver sees it.
@Tag("store")
class SpoilingTest {
    private final Receiver receiver = Receiver.open();
    private final Shop shop = Shop.open(TestServer.shared());

    @AfterEach
    void close() {
        receiver.close();
    }

    @Test
    void scenariosOfTheSandboxSpoilWhatGoesOut() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        Map<String, Object> twice = Map.of("scenario", "webhook-duplicate", "event", "coins.*", "times", 1);
        shop.post("/sandbox/scenarios", twice, 201);
        shop.allocate("R1");
        List<Request> copies = receiver.await(2);
        assertThat(copies)
                .extracting(each -> each.header("webhook-id"))
                .containsOnly(copies.getFirst().header("webhook-id"));

        shop.post("/sandbox/scenarios", Map.of("scenario", "webhook-bad-signature", "times", 1), 201);
        shop.allocate("R2");
        assertThat(receiver.await(3).getLast().verifies(made.secret())).isFalse();

        shop.post("/sandbox/scenarios", Map.of("scenario", "webhook-reorder", "times", 1), 201);
        shop.allocate("R3");
        shop.awaitAllScenariosUsed();
        shop.allocate("R4");
        assertThat(receiver.await(5).subList(3, 5))
                .extracting(each -> each.json().at("/resource/id").asString())
                .containsExactly("R4", "R3");
    }

    @Test
    void copiesThatHangHoldBackNoRecord() {
        shop.endpoint(receiver, "coins.allocated");
        receiver.answer(Receiver.Reply.status(200), Receiver.Reply.never());
        Map<String, Object> twice = Map.of("scenario", "webhook-duplicate", "event", "coins.*", "times", 1);
        shop.post("/sandbox/scenarios", twice, 201);
        long began = System.nanoTime();

        shop.allocate("R1");

        receiver.await(2);
        shop.awaitDelivery("resourceId=R1", "DELIVERED", 1);
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(4_500);
    }
}
