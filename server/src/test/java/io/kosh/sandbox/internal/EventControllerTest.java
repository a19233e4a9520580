package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.EventNotes;
import io.kosh.platform.RequestContext;
import io.kosh.platform.RequestWatch;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class EventControllerTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    private final TestServer server = SandboxServer.shared();
    private final Api.Fixture shop = SandboxServer.company();

    private static Reply await(Supplier<Reply> call, int status) {
        long deadline = System.nanoTime() + SOON.toNanos();
        Reply reply = call.get();
        while (reply.status() != status && System.nanoTime() < deadline) {
            reply = call.get();
        }
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        return reply;
    }

    private Reply timeline(String requestId) {
        return await(() -> shop.api().get("/sandbox/events/requests/" + requestId), 200);
    }

    @Test
    void aRequestIsJoinedWithTheTransferThatItMade() {
        String requestId = shop.api()
                .send(SandboxServer.allocation(shop, "R1").header("X-Sandbox-Scenario", "lose-answer;as=504"))
                .header("X-Request-Id");

        Reply found = timeline(requestId);

        JsonNode event = found.json().get("events").get(0);
        assertThat(event.get("status").asInt()).isEqualTo(504);
        assertThat(event.get("detail").get("scenario").asString()).isEqualTo("lose-answer");
        assertThat(event.get("detail").get("request").get("body").asString()).contains("SIGNUP");
        JsonNode transfer = found.json().get("transfers").get(0);
        assertThat(transfer.get("sourceId").asString()).isEqualTo("R1");
        assertThat(transfer.get("entries")).hasSize(2);
        assertThat(shop.api()
                        .get("/sandbox/events?requestId=" + requestId)
                        .json()
                        .get("items"))
                .hasSize(1);
    }

    @Test
    void bothTransfersOfABurnAreFound() {
        shop.api().send(SandboxServer.allocation(shop, "R1"));
        String user = shop.userIds().getFirst();
        String burn = shop.api()
                .post("/api/v1/coins/burns", Map.of("userId", user, "amount", 4, "requestId", "B1"))
                .text("burnId");

        String requestId =
                shop.api().post("/api/v1/coins/burns/" + burn + "/commit", "").header("X-Request-Id");

        assertThat(timeline(requestId).json().get("transfers").findValuesAsString("phase"))
                .containsExactly("HOLD", "CAPTURE");
    }

    @Test
    void secretsAreMasked() {
        shop.api()
                .post(
                        "/api/v1/coins/reversals",
                        Map.of("requestId", "4111 1111 1111 1111", "otp", "482913", "password", "hunter2hunter2"));
        shop.api().get("/api/v1/coins/liability?token=abcdefgh");

        JsonNode items = await(
                        () -> {
                            Reply reply = shop.api().get("/sandbox/events?path=/api/v1/coins/liability");
                            return reply.json().get("items").isEmpty()
                                    ? shop.api().get("/sandbox/nothing")
                                    : shop.api().get("/sandbox/events");
                        },
                        200)
                .json()
                .get("items");
        assertThat(items.toString())
                .contains("***")
                .doesNotContain(shop.token())
                .doesNotContain("4111 1111", "482913", "hunter2", "abcdefgh");
    }

    private Event logged(String requestId) {
        timeline(requestId);
        return server.bean(Timelines.class)
                .of(shop.company().key(), requestId)
                .events()
                .getFirst();
    }

    @Test
    void staticHeadersOfWebhooksAreMaskedInBothDirections() {
        String made = shop.api()
                .post(
                        "/api/v0/webhook-data",
                        Map.of(
                                "headers",
                                Map.of("X-Shop", "acme-77-key", "X-Other", "quote\"acme-77-key"),
                                "webhookUrl",
                                "https://merchant.example.com/notify",
                                "events",
                                List.of("PAYOUT_SUCCESS")))
                .header("X-Request-Id");
        Reply read = shop.api().get("/api/v0/webhook-data");
        assertThat(read.body()).contains("acme-77-key");
        String secret = shop.api()
                .post(
                        "/api/v1/webhooks",
                        Map.of(
                                "url",
                                "https://merchant.example.com/notify",
                                "events",
                                List.of("*"),
                                "headers",
                                Map.of("X-Shop", "acme-77-key")))
                .header("X-Request-Id");

        for (String requestId : List.of(made, read.header("X-Request-Id"), secret)) {
            assertThat(timeline(requestId).body())
                    .contains("***")
                    .doesNotContain("acme-77", "whsec_")
                    .doesNotContain("quote");
        }
        assertThat(timeline(made).body()).contains("X-Shop", "merchant.example.com");
    }

    @Test
    void whatStandsInAPathOrAQueryIsMasked() {
        String inPath = shop.api()
                .get("/api/v1/coins/users/4111%201111%201111%201111?a=b")
                .header("X-Request-Id");
        String inQuery = shop.api()
                .get("/api/v1/coins/liability?card=4111+1111+1111+1111&pass%77ord=p,assword&x=%34111111111111111&a=b")
                .header("X-Request-Id");

        for (String requestId : List.of(inPath, inQuery)) {
            assertThat(timeline(requestId).body()).doesNotContain("1111", "assword");
            assertThat(LoggedCall.of(logged(requestId)).curl("http://localhost"))
                    .contains("***")
                    .doesNotContain("1111");
        }
        assertThat(LoggedCall.of(logged(inPath)).target()).isEqualTo("/api/v1/coins/users/***?a=b");
        assertThat(LoggedCall.of(logged(inQuery)).target())
                .isEqualTo("/api/v1/coins/liability?card=***&pass%77ord=***&x=***&a=b");
    }

    @Test
    void secretsOfAFormAreMaskedWhateverTheyAreMadeOf() {
        byte[] form =
                "a=b&password=p,ass\"word&o%74p=482913&card=4111%201111+1111-1111&c=d".getBytes(StandardCharsets.UTF_8);
        var sent = new RequestWatch.Side(
                Map.of("content-type", List.of("application/x-www-form-urlencoded; charset=utf-8")),
                ByteBuffer.wrap(form),
                form.length);
        var answered = new RequestWatch.Side(Map.of(), ByteBuffer.allocate(0), 0);

        var kept = server.bean(EventText.class)
                .of(new RequestWatch.Exchange(
                        new RequestContext("RQ12345678", "127.0.0.1"),
                        "POST",
                        "/oauth/token",
                        null,
                        null,
                        sent,
                        200,
                        answered,
                        Duration.ZERO,
                        null));

        assertThat(kept.get("request")).hasFieldOrPropertyWithValue("body", "a=b&password=***&o%74p=***&card=***&c=d");
    }

    @Test
    void notesTakeOfTheSameBudgetAsRequests() {
        EventLog log = server.bean(EventLog.class);
        long before = log.dropped();

        for (int i = 0; i < 3_000; i++) {
            log.note(shop.company().key(), new EventNotes.Note("FLOOD", null, Map.of("i", i)));
        }

        // It is over in far less than the three seconds whose budgets these would be.
        assertThat(log.dropped() - before).isGreaterThanOrEqualTo(3_000 - 4 * 200);
        while (!log.wants("/api/v1/anything")) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aStreamEndsAfterAWhileAndGoesOnWhereItEnded() throws Exception {
        String first = shop.api().send(SandboxServer.allocation(shop, "R1")).header("X-Request-Id");
        long last = logged(first).id();
        String second = shop.api().send(SandboxServer.allocation(shop, "R2")).header("X-Request-Id");
        timeline(second);
        EventStreams streams = new EventStreams(Duration.ofMillis(300));
        streams.start();
        StringBuilder told = new StringBuilder();

        // Nobody stops it.
        streams.follow(
                new EventStreams.Source() {
                    @Override
                    public List<Event> after(long id, int most) {
                        return List.of();
                    }

                    @Override
                    public String told(Event event) {
                        return "";
                    }
                },
                0,
                text -> told.append(new String(text, StandardCharsets.UTF_8)));
        assertThat(told).startsWith(": open\n").contains("retry: ");

        try (HttpClient client = HttpClient.newHttpClient()) {
            var stream = client.send(
                    HttpRequest.newBuilder(server.uri("/sandbox/events/stream?after=0"))
                            .header("Authorization", "Bearer " + shop.token())
                            .header("Last-Event-ID", String.valueOf(last))
                            .build(),
                    BodyHandlers.ofInputStream());
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                String line = lines.readLine();
                while (line != null && !line.startsWith("data: ")) {
                    line = lines.readLine();
                }
                assertThat(line).isNotNull().contains(second);
            }
            client.shutdownNow();
        }
    }

    @Test
    void aSecretWithAQuoteInItIsMaskedEvenWhereTheBodyIsCut() {
        String quoted = shop.api()
                .post("/api/v1/coins/reversals", Map.of("requestId", "R1", "password", "ab\"hunter2"))
                .header("X-Request-Id");
        String cut = shop.api()
                .post(
                        "/api/v1/coins/reversals",
                        Map.of("requestId", "R1", "password", "\"".repeat(3000) + "hunter2hunter2"))
                .header("X-Request-Id");

        assertThat(timeline(quoted).body()).contains("R1").doesNotContain("hunter2");
        assertThat(timeline(cut).body()).doesNotContain("hunter2", "\\\\\\\"\\\\\\\"");
    }

    @Test
    void whatAPartnerAskedForOneCompanyIsShownToNoOther() {
        Api.Fixture other = SandboxServer.company();
        Api partner = SandboxServer.partner(shop, other);
        String refused = partner.post(
                        "/api/v0/enkash-coins/allocate-coin", Map.of("companyId", other.companyId(), "event", 1))
                .header("X-Request-Id");
        String answered = partner.get("/api/v1/coins/liability?companyId=" + other.companyId())
                .header("X-Request-Id");
        String own = partner.get("/api/v1/coins/liability").header("X-Request-Id");
        await(() -> other.api().get("/sandbox/events/requests/" + answered), 200);
        Api operator = Api.of(server).newOperator();

        timeline(own);
        await(() -> operator.get("/sandbox/events/requests/" + refused), 200);
        assertThat(shop.api().get("/sandbox/events/requests/" + refused).status())
                .isEqualTo(404);
        assertThat(shop.api().get("/sandbox/events/requests/" + answered).status())
                .isEqualTo(404);
    }

    @Test
    void aLongBodyIsCutAndItsEndMasked() {
        String filler = "x".repeat(4060);
        String requestId = shop.api()
                .post("/api/v1/coins/reversals", "{\"requestId\":\"" + filler + "\",\"password\":\"hunter2hunter2\"}")
                .header("X-Request-Id");

        JsonNode request =
                timeline(requestId).json().get("events").get(0).get("detail").get("request");
        assertThat(request.get("size").asInt()).isGreaterThan(4096);
        assertThat(request.get("body").asString()).endsWith("...").doesNotContain("hunter");
    }

    @Test
    void anotherCompanySeesNothingOfIt() {
        String requestId = shop.api().get("/api/v1/coins/liability").header("X-Request-Id");
        timeline(requestId);

        Api.Fixture neighbour = SandboxServer.company();
        assertThat(neighbour.api().get("/sandbox/events/requests/" + requestId).status())
                .isEqualTo(404);
        assertThat(neighbour
                        .api()
                        .get("/sandbox/events?companyId=" + shop.companyId())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void eventsAreStreamedAsTheyHappen() throws Exception {
        try (HttpClient client = HttpClient.newHttpClient()) {
            var stream = client.send(
                    HttpRequest.newBuilder(server.uri("/sandbox/events/stream"))
                            .header("Authorization", "Bearer " + shop.token())
                            .build(),
                    BodyHandlers.ofInputStream());
            assertThat(stream.headers().firstValue("Content-Type").orElse("")).startsWith("text/event-stream");
            try (BufferedReader lines =
                    new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
                assertThat(lines.readLine()).isEqualTo(": open");
                String requestId =
                        shop.api().send(SandboxServer.allocation(shop, "R1")).header("X-Request-Id");
                String line = lines.readLine();
                while (line != null && !(line.startsWith("data: ") && line.contains(requestId))) {
                    line = lines.readLine();
                }
                assertThat(line).isNotNull().contains("ledger.transfer");
            }
            client.shutdownNow();
        }
    }

    @Test
    void theWebhookOfASharedCommitIsToldUnderTheRequestThatAsked() {
        String hook =
                shop.api().post("/sandbox/hooks", Map.of("label", "coins")).text("hookId");
        Reply endpoint = shop.api()
                .post(
                        "/api/v1/webhooks",
                        Map.of("url", server.uri("/sandbox/hooks/" + hook).toString(), "events", List.of("coins.*")));
        assertThat(endpoint.status()).as(endpoint.body()).isEqualTo(201);

        String first = shop.api().send(SandboxServer.allocation(shop, "R1")).header("X-Request-Id");
        String second = shop.api().send(SandboxServer.allocation(shop, "R2")).header("X-Request-Id");

        for (String requestId : List.of(first, second)) {
            JsonNode told = await(
                            () -> {
                                Reply reply = shop.api().get("/sandbox/events?kind=WEBHOOK&requestId=" + requestId);
                                return reply.json().get("items").isEmpty()
                                        ? shop.api().get("/sandbox/nothing")
                                        : reply;
                            },
                            200)
                    .json()
                    .get("items");
            assertThat(told).hasSize(1);
            assertThat(told.toString()).contains("coins.allocated");
        }
    }

    @Test
    void workThatAnAdvanceRanIsToldUnderItsRequest() {
        PlannedWork work = server.bean(PlannedWork.class);
        work.plan(
                shop.company().key(),
                server.bean(java.time.Clock.class).instant().plusSeconds(600),
                "planned " + shop.companyId());

        String requestId =
                shop.api().post("/sandbox/clock", Map.of("advance", "PT1H")).header("X-Request-Id");

        await(
                () -> shop.api()
                                .get("/sandbox/events?kind=DUE_WORK&requestId=" + requestId)
                                .json()
                                .get("items")
                                .isEmpty()
                        ? shop.api().get("/sandbox/nothing")
                        : shop.api().get("/sandbox/events"),
                200);
    }
}
