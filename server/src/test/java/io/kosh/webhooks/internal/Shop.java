package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.RecurringJob;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A company that gives coins and wants to be told.
record Shop(TestServer server, Fixture fixture) {
    static Shop open(TestServer server) {
        Shop shop = new Shop(server, Api.of(server).newCompany(1));
        shop.post("/api/v1/coins/events", Map.of("event", "EARNED", "amount", 10), 201);
        return shop;
    }

    /// An endpoint with its secret.
    record Made(String id, String secret) {}

    Made endpoint(Receiver receiver, String... events) {
        return endpoint(Map.of("url", receiver.url("/hooks"), "events", List.of(events)));
    }

    Made endpoint(Map<String, ?> request) {
        Reply made = post("/api/v1/webhooks", request, 201);
        return new Made(made.text("endpointId"), made.text("secret"));
    }

    Reply post(String path, Object body, int status) {
        Reply reply = fixture.api().post(path, body);
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return reply;
    }

    Reply get(String path) {
        Reply reply = fixture.api().get(path);
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply;
    }

    String user() {
        return fixture.userIds().getFirst();
    }

    void allocate(String requestId) {
        Map<String, Object> body = new HashMap<>();
        body.put("companyId", fixture.companyId());
        body.put("event", "EARNED");
        body.put("requestId", requestId);
        body.put("userId", user());
        post("/api/v0/enkash-coins/allocate-coin", body, 200);
    }

    CompanyKey key() {
        return fixture.company().key();
    }

    /// The one delivery that matches, as the log tells it.
    Reply delivery(String query) {
        String id = get("/api/v1/webhooks/deliveries?" + query).text("items.0.deliveryId");
        return get("/api/v1/webhooks/deliveries/" + id);
    }

    /// Waits until the newest delivery that matches is in a state and its try is recorded.
    Reply awaitDelivery(String query, String state, int attempts) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Reply now = delivery(query);
        while (!now.text("delivery.state").equals(state)
                || now.json().at("/delivery/attempts").asInt() < attempts) {
            assertThat(System.nanoTime()).as(now.body()).isLessThan(deadline);
            Thread.onSpinWait();
            now = delivery(query);
        }
        return now;
    }

    void awaitAllScenariosUsed() {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (get("/sandbox/scenarios")
                .json()
                .path("items")
                .valueStream()
                .anyMatch(each -> each.path("used").asInt() < each.path("times").asInt())) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    /// What the sandbox's clock does at its stop: the next due moment, and what fires at a moment.
    Instant earliest() {
        return server.bean(Database.class)
                .acrossCompanies(
                        List.of(key()),
                        () -> server.bean(DueDeliveries.class).earliest().get(key()));
    }

    /// Runs a kind of work now, whichever way it is registered.
    void work(String name, Instant now) {
        server.beans(RecurringJob.class).stream()
                .filter(job -> job.name().equals(name))
                .forEach(job -> job.work().run());
        server.beans(DueWork.class).stream()
                .filter(work -> work.name().equals(name))
                .forEach(work -> work.run(key(), now, 100));
    }

    List<Fired> fire(Instant now) {
        return server.bean(DueDeliveries.class).run(key(), now, 100);
    }
}
