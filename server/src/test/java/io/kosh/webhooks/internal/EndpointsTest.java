package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Endpoints that several calls make, change and end at the same time.
@Tag("store")
class EndpointsTest {
    private static final int ROUNDS = 5;
    private static final int MOST = 20;

    private final TestServer server = TestServer.shared();
    private final Receiver receiver = Receiver.open();

    @AfterEach
    void close() {
        receiver.close();
    }

    /// The same call from several threads, all let go at once.
    private static List<Reply> together(int threads, Supplier<Reply> call) throws Exception {
        CyclicBarrier barrier = new CyclicBarrier(threads);
        ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
        try {
            List<Future<Reply>> calls = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                calls.add(callers.submit(() -> {
                    barrier.await();
                    return call.get();
                }));
            }
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> each : calls) {
                replies.add(each.get(30, TimeUnit.SECONDS));
            }
            return replies;
        } finally {
            callers.shutdownNow();
        }
    }

    @Test
    void twoFirstConfigurationsAtOnceMakeOne() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Shop shop = Shop.open(server);
            Map<String, Object> request =
                    Map.of("webhookUrl", receiver.url("/pay"), "events", List.of("PAYOUT_SUCCESS"));

            List<Reply> replies = together(4, () -> shop.fixture().api().post("/api/v0/webhook-data", request));

            assertThat(replies).extracting(Reply::status).containsOnly(200);
            assertThat(shop.get("/api/v1/webhooks").json().path("items").size()).isEqualTo(1);
        }
    }
}
