package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.Webhooks;
import io.kosh.webhooks.internal.Endpoint.Health;
import io.kosh.webhooks.internal.Receiver.Reply;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// No way of sending passes the bounds. The server is this class's own: its bounds are low, and it looks for nothing
/// by itself, so that only what a test sends is under way.
@Tag("store")
class RoomTest {
    private static final int PER_ENDPOINT = 3;
    private static final TestServer SERVER = TestServer.start(Map.of(
            "kosh.webhooks.per-endpoint", PER_ENDPOINT, "kosh.webhooks.per-company", 4, "kosh.webhooks.poll", "1h"));

    private final Receiver receiver = Receiver.open();
    private final Shop shop = Shop.open(SERVER);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void close() {
        receiver.close();
    }

    private CompletableFuture<Api.Reply> test(String endpoint) {
        return CompletableFuture.supplyAsync(
                () -> shop.fixture().api().post("/api/v1/webhooks/" + endpoint + "/test", ""),
                Thread::startVirtualThread);
    }

    private int written() {
        return shop.get("/api/v1/webhooks/deliveries").json().path("items").size();
    }

    @Test
    void aTestIsRefusedWhereItsEndpointOrItsCompanyHasNoRoom() {
        String hangs = shop.endpoint(receiver, "coins.expired").id();
        String another = shop.endpoint(receiver, "coins.expired").id();
        receiver.answer(Reply.never());
        List<CompletableFuture<Api.Reply>> hanging = new ArrayList<>();
        for (int i = 0; i < PER_ENDPOINT; i++) {
            hanging.add(test(hangs));
        }
        receiver.await(PER_ENDPOINT);

        Api.Reply refused = test(hangs).join();
        assertThat(refused.status()).isEqualTo(503);
        assertThat(refused.text("title")).isEqualTo("WEBHOOK_BUSY");
        assertThat(refused.header("Retry-After")).isEqualTo("1");
        hanging.add(test(another));
        receiver.await(PER_ENDPOINT + 1);
        assertThat(test(another).join().status()).isEqualTo(503);
        assertThat(written()).isEqualTo(PER_ENDPOINT + 1);

        assertThat(hanging).allSatisfy(each -> assertThat(each.join().status()).isEqualTo(201));
        receiver.answer(Reply.status(200));
        assertThat(test(hangs).join().text("delivery.state")).isEqualTo("DELIVERED");
    }

    /// An endpoint with so much due, none of which was tried.
    private void due(int count) {
        String id = shop.endpoint(receiver, "*").id();
        shop.post("/api/v1/webhooks/" + id + "/pause", "", 200);
        List<Announcement> news = IntStream.range(0, count)
                .mapToObj(i -> Announcement.of(
                        EventPattern.TEST, new Resource("thing", Integer.toString(i), 1, null, null), Map.of()))
                .toList();
        SERVER.bean(Database.class).inCompany(shop.key(), () -> {
            SERVER.bean(Webhooks.class).announce(shop.key(), news);
            return news;
        });
        SERVER.bean(Database.class).inCompany(shop.key(), () -> {
            // Not by the route, which would have it all sent.
            EndpointStore store = SERVER.bean(EndpointStore.class);
            Endpoint paused = Objects.requireNonNull(store.find(shop.key(), id, true));
            store.save(new Endpoint(
                    paused.company(),
                    paused.key(),
                    paused.id(),
                    paused.kind(),
                    paused.target(),
                    paused.events(),
                    paused.description(),
                    new Health(Endpoint.State.ENABLED, null, null),
                    paused.keys(),
                    paused.createdAt()));
            return paused;
        });
    }

    @Test
    void theClockSendsNoMoreAtOnceThanThereIsRoomFor() {
        due(20);
        receiver.think(Duration.ofMillis(100));

        assertThat(shop.fire(now())).hasSize(20).allMatch(Fired::done);
        assertThat(receiver.received()).hasSize(20);
        assertThat(receiver.mostAtOnce()).isEqualTo(PER_ENDPOINT);
    }

    @Test
    void pagesOfNothingButFailuresAreSteppedOver() {
        due(210);
        receiver.answer(Reply.status(500));
        Instant now = now();

        List<Fired> fired = SERVER.bean(DueDeliveries.class).run(shop.key(), now, 50);

        assertThat(fired)
                .hasSize(210)
                .noneMatch(Fired::done)
                .extracting(Fired::subject)
                .doesNotHaveDuplicates();
        assertThat(receiver.received()).hasSize(210);
        assertThat(shop.earliest()).isAfter(now);
    }

    private Instant now() {
        return SERVER.bean(BusinessClock.class).now(shop.key()).plus(Duration.ofSeconds(1));
    }
}
