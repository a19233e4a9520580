package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Documented;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.Webhooks;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

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

    @Test
    void callsAtOnceMakeNoMoreEndpointsThanACompanyMayHave() throws Exception {
        Shop shop = Shop.open(server);
        Map<String, Object> request = Map.of("url", receiver.url("/"), "events", List.of("*"));

        List<Reply> replies = together(MOST + 8, () -> shop.fixture().api().post("/api/v1/webhooks", request));

        assertThat(replies).filteredOn(each -> each.status() == 201).hasSize(MOST);
        assertThat(replies).filteredOn(each -> each.status() == 422).hasSize(8);
    }

    @Test
    void aDisablingThatIsRolledBackIsNotBelieved() {
        Shop shop = Shop.open(server);
        String id = shop.endpoint(receiver, "*").id();
        EndpointStore store = server.bean(EndpointStore.class);
        Outbox outbox = server.bean(Outbox.class);
        Announcement news = Announcement.of(EventPattern.TEST, new Resource("thing", "T1", 1, null, null), Map.of());
        try {
            server.bean(Database.class).inCompany(shop.key(), () -> {
                store.disable(Objects.requireNonNull(store.find(shop.key(), id, true)), "GONE");
                outbox.endpointsChanged(shop.key());
                outbox.announce(shop.key(), List.of(news));
                throw new IllegalArgumentException("undone");
            });
        } catch (IllegalArgumentException _) {
            server.bean(Database.class).inCompany(shop.key(), () -> {
                outbox.announce(shop.key(), List.of(news));
                return news;
            });
        }

        assertThat(receiver.await(1).getFirst().json().at("/resource/id").asString())
                .isEqualTo("T1");
    }

    private static void tell(Shop shop, String id) {
        Announcement paid = Announcement.of(
                        EventPattern.TEST, new Resource("payout", id, 1, "SUCCESS", null), Map.of("a", 1))
                .documentedAs(new Documented("PAYOUT_SUCCESS", Map.of("transactionId", id), false));
        shop.server().bean(Database.class).inCompany(shop.key(), () -> {
            shop.server().bean(Webhooks.class).announce(shop.key(), List.of(paid));
            return paid;
        });
    }

    @Test
    void aConfigurationThatIsSwitchedOffForgetsWhatWaited() {
        Shop shop = Shop.open(server);
        Map<String, Object> request =
                new HashMap<>(Map.of("webhookUrl", receiver.url("/pay"), "events", List.of("PAYOUT_SUCCESS")));
        shop.post("/api/v0/webhook-data", request, 200);
        String id = shop.get("/api/v1/webhooks").text("items.0.endpointId");
        shop.post("/api/v1/webhooks/" + id + "/pause", "", 200);
        tell(shop, "P1");

        request.put("enabled", false);
        shop.post("/api/v0/webhook-data", request, 200);

        assertThat(shop.delivery("resourceId=P1").text("delivery.state")).isEqualTo("FAILED");
        assertThat(shop.delivery("resourceId=P1").text("delivery.reason")).isEqualTo("ENDPOINT_DISABLED");
        request.put("enabled", true);
        shop.post("/api/v0/webhook-data", request, 200);
        tell(shop, "P2");
        assertThat(receiver.await(1).getFirst().body()).isEqualTo("{\"transactionId\":\"P2\"}");
        shop.awaitDelivery("resourceId=P2", "DELIVERED", 1);
        assertThat(receiver.received()).hasSize(1);
    }

    @Test
    void anEndpointThatEndsWhileATryFailsWaitsForNobodyInACircle() {
        Shop shop = Shop.open(server);
        String id = shop.endpoint(receiver, "coins.allocated").id();
        receiver.answer(Receiver.Reply.status(500));
        EndpointStore store = server.bean(EndpointStore.class);
        DeliveryStore deliveries = server.bean(DeliveryStore.class);
        server.bean(Database.class).inCompany(shop.key(), () -> {
            Endpoint endpoint = Objects.requireNonNull(store.find(shop.key(), id, true));
            // In a transaction of its own: its notification is tried while this one holds the endpoint.
            CompletableFuture.runAsync(() -> shop.allocate("R1")).join();
            awaitSomebodyBehind();
            assertThat(freeDeliveries(shop)).isEqualTo(1);
            deliveries.giveUp(shop.key(), endpoint.key(), "ENDPOINT_DELETED", endpoint.createdAt());
            return endpoint;
        });

        assertThat(shop.awaitDelivery("resourceId=R1", "FAILED", 0).text("delivery.reason"))
                .isEqualTo("ENDPOINT_DELETED");
    }

    /// Waits until another transaction waits for this one.
    private void awaitSomebodyBehind() {
        long deadline = System.nanoTime() + 30_000_000_000L;
        String waiting = """
                select count(*) from pg_catalog.pg_locks
                where not granted and pg_catalog.pg_backend_pid() = any(pg_catalog.pg_blocking_pids(pid))""";
        while (server.bean(JdbcClient.class).sql(waiting).query(Long.class).single() == 0) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /// How many deliveries no other transaction holds.
    private long freeDeliveries(Shop shop) {
        return server.bean(JdbcClient.class)
                .sql("select id from webhooks.delivery where company_id = ? for update skip locked")
                .param(shop.key().value())
                .query(Long.class)
                .list()
                .size();
    }

    @Test
    void whatWasWrittenWhileAnEndpointEndedIsGivenUpByTheJob() {
        Shop shop = Shop.open(server);
        String id = shop.endpoint(receiver, "coins.allocated").id();
        shop.post("/api/v1/webhooks/" + id + "/pause", "", 200);
        shop.allocate("R1");
        EndpointStore store = server.bean(EndpointStore.class);
        server.bean(Database.class).inCompany(shop.key(), () -> {
            // As where the delivery's transaction saw the endpoint before, and committed after it was disabled.
            return store.disable(Objects.requireNonNull(store.find(shop.key(), id, true)), "FAILING");
        });
        assertThat(shop.delivery("resourceId=R1").text("delivery.state")).isEqualTo("PENDING");

        shop.work("webhooks.forget", server.bean(BusinessClock.class).now(shop.key()));

        assertThat(shop.delivery("resourceId=R1").text("delivery.state")).isEqualTo("FAILED");
        assertThat(shop.delivery("resourceId=R1").text("delivery.reason")).isEqualTo("ENDPOINT_DISABLED");
    }
}
