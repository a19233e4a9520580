package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.Database;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.Webhooks;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Two servers on one database send each notification once, whichever of them takes it.
@Tag("store")
class TwoServersTest {
    private static final int EVENTS = 400;

    @Test
    void eachNotificationIsSentByOneOfThem() {
        DatabaseAccess database = TestDatabase.migrated();
        TestServer first = TestServer.start(database, Map.of());
        TestServer second = TestServer.start(database, Map.of());
        try (Receiver receiver = Receiver.open()) {
            Shop shop = Shop.open(first);
            shop.endpoint(receiver, "*");
            IntStream.range(0, 4).parallel().forEach(batch -> {
                TestServer server = batch % 2 == 0 ? first : second;
                List<Announcement> news = IntStream.range(0, EVENTS / 4)
                        .mapToObj(i -> Announcement.of(
                                EventPattern.TEST, new Resource("thing", batch + "-" + i, 1, null, null), Map.of()))
                        .toList();
                server.bean(Database.class).inCompany(shop.key(), () -> {
                    server.bean(Webhooks.class).announce(shop.key(), news);
                    return news;
                });
                // Both look at once, on top of their own signals.
                first.bean(Signal.class).raise(shop.key());
                second.bean(Signal.class).raise(shop.key());
            });

            receiver.await(EVENTS);
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (shop.get("/api/v1/webhooks/deliveries?state=PENDING")
                            .json()
                            .path("items")
                            .size()
                    > 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
            assertThat(receiver.received())
                    .hasSize(EVENTS)
                    .extracting(each -> each.header("webhook-id"))
                    .doesNotHaveDuplicates();
        } finally {
            second.stop();
            first.stop();
        }
    }
}
