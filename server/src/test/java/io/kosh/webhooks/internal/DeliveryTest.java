package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.DueWork.Fired;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.internal.Receiver.Reply;
import io.kosh.webhooks.internal.Receiver.Request;
import io.kosh.webhooks.internal.Shop.Made;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What arrives at real receivers, good ones and bad ones. The server is this class's own, since its clock is moved.
@Tag("store")
class DeliveryTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);

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

    private static Instant now() {
        return CLOCK.now(new io.kosh.kernel.CompanyKey(0));
    }

    private static void moveTo(Instant moment) {
        if (moment.isAfter(now())) {
            CLOCK.advance(Duration.between(now(), moment));
        }
    }

    @Test
    void whatHappensArrivesSignedAndAnIndependentLibraryAcceptsIt() {
        Made made = shop.endpoint(receiver, "coins.*");

        shop.allocate("R1");

        Request got = receiver.await(1).getFirst();
        assertThat(got.verifies(made.secret())).isTrue();
        assertThat(got.verifies("whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD")).isFalse();
        assertThat(got.header("webhook-id"))
                .isEqualTo(got.json().path("id").asString())
                .matches("EVT[0-9A-Z]{21}");
        assertThat(got.header("Content-Type")).startsWith("application/json");
        assertThat(got.header("User-Agent")).startsWith("Kosh-Webhooks/");
        long signed = Long.parseLong(got.header("webhook-timestamp"));
        assertThat(Math.abs(
                        signed - SERVER.bean(java.time.Clock.class).instant().getEpochSecond()))
                .isLessThan(60);
        assertThat(got.json().path("timestamp").asString())
                .startsWith(now().toString().substring(0, 10));
        assertThat(got.json().path("companyId").asString())
                .isEqualTo(shop.fixture().companyId());
        assertThat(got.json().at("/resource/id").asString()).isEqualTo("R1");
        assertThat(got.json().at("/sequence").asLong()).isEqualTo(1);
        assertThat(got.json().at("/previous_state").isNull()).isTrue();
        assertThat(got.json().at("/data/amount").asLong()).isEqualTo(10);
        var logged = shop.awaitDelivery("eventId=" + got.header("webhook-id"), "DELIVERED", 1);
        assertThat(logged.text("tries.0.requestBody")).isEqualTo(got.body());
        assertThat(logged.text("tries.0.responseBody")).isEqualTo("thanks");
        assertThat(logged.text("tries.0.status")).isEqualTo("200");
    }

    @Test
    void aRepeatedAllocationIsNotToldAgain() {
        shop.endpoint(receiver, "coins.allocated");

        shop.allocate("R1");
        shop.allocate("R1");
        shop.allocate("R2");

        receiver.await(2);
        assertThat(shop.get("/api/v1/webhooks/deliveries").json().path("items").size())
                .isEqualTo(2);
    }

    @Test
    void statesAreToldWithTheirNumberAndTheOneBefore() {
        shop.endpoint(receiver, "coins.burn.*", "coins.allocation.reversed", "coins.configuration.changed");
        shop.allocate("R1");
        shop.allocate("R2");
        for (String id : List.of("B1", "B2", "B3")) {
            Map<String, Object> burn = Map.of("userId", shop.user(), "amount", 5, "requestId", id, "holdSeconds", 600);
            String burnId = shop.post("/api/v1/coins/burns", burn, 201).text("burnId");
            if (id.equals("B1")) {
                shop.post("/api/v1/coins/burns/" + burnId + "/commit", "", 200);
                shop.post("/api/v1/coins/burns/" + burnId + "/commit", "", 200);
            } else if (id.equals("B2")) {
                shop.post("/api/v1/coins/burns/" + burnId + "/release", "", 200);
            }
        }
        shop.post("/api/v1/coins/reversals", Map.of("requestId", "R2"), 201);
        CLOCK.advance(Duration.ofMinutes(11));
        shop.work("ledger.hold-timeouts", now());

        List<Request> got = receiver.await(7);
        assertThat(got)
                .extracting(each -> each.type() + " " + each.json().path("sequence") + " "
                        + each.json().path("previous_state").asString(""))
                .containsExactlyInAnyOrder(
                        "coins.burn.reserved 1 ",
                        "coins.burn.reserved 1 ",
                        "coins.burn.reserved 1 ",
                        "coins.burn.committed 2 RESERVED",
                        "coins.burn.released 2 RESERVED",
                        "coins.burn.timed_out 2 RESERVED",
                        "coins.allocation.reversed 2 ALLOCATED");
    }

    @Test
    void expiryAndConfigurationsAreTold() {
        shop.endpoint(receiver, "coins.expired", "coins.configuration.*");
        String id = shop.post("/api/v1/coins/events", Map.of("event", "SHORT", "amount", 7, "expiresAfterDays", 2), 201)
                .text("coinConfigId");
        Map<String, Object> gift = Map.of(
                "companyId", shop.fixture().companyId(), "event", "SHORT", "requestId", "S1", "userId", shop.user());
        shop.post("/api/v0/enkash-coins/allocate-coin", gift, 200);
        shop.post("/api/v1/coins/events/" + id + "/deactivate", "", 200);
        CLOCK.advance(Duration.ofDays(2));
        shop.work("loyalty.coin-expiry", now());
        shop.work("loyalty.coin-expiry", now());

        List<Request> got = receiver.await(3);
        assertThat(got)
                .extracting(each -> each.type() + " " + each.json().path("sequence") + " "
                        + each.json().path("previous_state").asString(""))
                .containsExactlyInAnyOrder(
                        "coins.configuration.created 1 ", "coins.configuration.changed 2 ACTIVE", "coins.expired 1 ");
        Request expired = got.stream()
                .filter(each -> each.type().equals("coins.expired"))
                .findFirst()
                .orElseThrow();
        assertThat(expired.json().at("/data/amount").asLong()).isEqualTo(7);
        assertThat(expired.json().at("/data/userId").asString()).isEqualTo(shop.user());
    }

    @Test
    void aReceiverThatFailsForADayGetsItInTheEnd() {
        shop.endpoint(receiver, "coins.allocated");
        receiver.answer(Reply.status(500));
        Instant began = now();
        shop.allocate("R1");
        shop.awaitDelivery("type=coins.allocated", "PENDING", 1);

        List<Duration> pauses = new ArrayList<>();
        List<Fired> fired = new ArrayList<>();
        while (fired.stream().noneMatch(Fired::done)) {
            Instant due = shop.earliest();
            pauses.add(Duration.between(now(), due));
            moveTo(due);
            if (Duration.between(began, now()).compareTo(Duration.ofDays(1)) > 0) {
                receiver.answer(Reply.status(204));
            }
            fired.addAll(shop.fire(now()));
        }

        List<Long> promised = List.of(5L, 300L, 1800L, 7200L, 18_000L, 36_000L, 50_400L);
        assertThat(pauses).hasSameSizeAs(promised);
        for (int i = 0; i < pauses.size(); i++) {
            assertThat((double) pauses.get(i).toMillis()).isBetween(promised.get(i) * 899.0, promised.get(i) * 1101.0);
        }
        assertThat(fired).hasSameSizeAs(pauses);
        assertThat(fired.getLast().outcome()).isEqualTo("delivered by try 8");
        assertThat(receiver.received()).hasSize(8);
        assertThat(receiver.received())
                .extracting(each -> each.header("webhook-id"))
                .containsOnly(receiver.received().getFirst().header("webhook-id"));
        assertThat(shop.delivery("type=coins.allocated").json().path("tries").size())
                .isEqualTo(8);
    }

    @Test
    void aReceiverThatHangsIsCutOffAndKeepsNobodyWaiting() {
        try (Receiver other = Receiver.open();
                Receiver good = Receiver.open()) {
            Shop neighbour = Shop.open(SERVER);
            receiver.answer(Reply.never());
            String hangs = shop.endpoint(receiver, "coins.allocated").id();
            shop.endpoint(good, "coins.allocated");
            neighbour.endpoint(other, "coins.allocated");
            for (int i = 0; i < 40; i++) {
                shop.allocate("R" + i);
            }
            long began = System.nanoTime();
            neighbour.allocate("R1");

            other.await(1);
            good.await(40);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(4_500);
            var tried = shop.awaitDelivery("endpointId=" + hangs + "&resourceId=R0", "PENDING", 1);
            assertThat(tried.text("delivery.reason")).isEqualTo("TIMEOUT");
            assertThat(Long.parseLong(tried.text("tries.0.micros"))).isBetween(4_900_000L, 8_000_000L);
        }
    }

    @Test
    void aRedirectIsNotFollowed() {
        try (Receiver elsewhere = Receiver.open()) {
            receiver.answer(new Reply(302, Map.of("Location", elsewhere.url("/")), ""));
            shop.endpoint(receiver, "coins.allocated");

            shop.allocate("R1");

            var tried = shop.awaitDelivery("type=coins.allocated", "PENDING", 1);
            assertThat(tried.text("delivery.reason")).isEqualTo("REDIRECT");
            assertThat(elsewhere.received()).isEmpty();
        }
    }

    @Test
    void aCertificateOfOnesOwnIsTrustedOnlyWhereItIsNamed(@TempDir Path folder) {
        SelfSigned own = SelfSigned.make(folder);
        try (Receiver tls = Receiver.openTls(own.tls())) {
            Made stranger = shop.endpoint(tls, "coins.allocated");
            Made known = shop.endpoint(
                    Map.of("url", tls.url("/known"), "events", List.of("*"), "sslCertificate", own.pem()));

            shop.allocate("R1");

            assertThat(tls.await(1).getFirst().verifies(known.secret())).isTrue();
            var refused = shop.awaitDelivery("endpointId=" + stranger.id(), "PENDING", 1);
            assertThat(refused.text("delivery.reason")).isEqualTo("TLS");
            assertThat(tls.received()).extracting(Request::path).containsOnly("/known");
        }
    }

    @Test
    void whoSaysGoneIsDisabledAndTheOthersAreTold() {
        try (Receiver other = Receiver.open()) {
            receiver.answer(Reply.status(410));
            Made gone = shop.endpoint(receiver, "coins.allocated");
            shop.endpoint(other, "webhooks.*");

            shop.allocate("R1");

            Request told = other.await(1).getFirst();
            assertThat(told.type()).isEqualTo("webhooks.endpoint.disabled");
            assertThat(told.json().at("/data/reason").asString()).isEqualTo("GONE");
            assertThat(shop.get("/api/v1/webhooks/" + gone.id()).text("state")).isEqualTo("DISABLED");
            assertThat(shop.awaitDelivery("endpointId=" + gone.id(), "FAILED", 1)
                            .text("delivery.reason"))
                    .isEqualTo("GONE");
            shop.allocate("R2");
            assertThat(receiver.received()).hasSize(1);
        }
    }

    @Test
    void retryAfterIsHonoured() {
        receiver.answer(new Reply(429, Map.of("Retry-After", "3600"), ""));
        shop.endpoint(receiver, "coins.allocated");
        Instant before = now();

        shop.allocate("R1");

        var tried = shop.awaitDelivery("type=coins.allocated", "PENDING", 1);
        assertThat(Instant.parse(tried.text("delivery.nextAttemptAt"))).isEqualTo(before.plus(Duration.ofHours(1)));
    }

    @Test
    void anEndpointThatTakesNothingForDaysIsDisabledAndSuccessForgives() {
        receiver.answer(Reply.status(500));
        Made made = shop.endpoint(receiver, "coins.allocated");
        shop.allocate("R1");
        shop.awaitDelivery("resourceId=R1", "PENDING", 1);
        CLOCK.advance(Duration.ofDays(4));
        receiver.answer(Reply.status(200));
        shop.fire(now());
        assertThat(shop.get("/api/v1/webhooks/" + made.id())
                        .json()
                        .path("failingSince")
                        .isNull())
                .isTrue();

        receiver.answer(Reply.status(500));
        shop.allocate("R2");
        shop.awaitDelivery("resourceId=R2", "PENDING", 1);
        CLOCK.advance(Duration.ofDays(5));
        shop.fire(now());

        assertThat(shop.get("/api/v1/webhooks/" + made.id()).text("reason")).isEqualTo("FAILING");
    }

    @Test
    void aPausedEndpointGetsWhatWasKeptWhenItIsResumed() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        shop.post("/api/v1/webhooks/" + made.id() + "/pause", "", 200);

        shop.allocate("R1");
        shop.allocate("R2");
        assertThat(shop.fire(now())).isEmpty();
        assertThat(receiver.received()).isEmpty();

        shop.post("/api/v1/webhooks/" + made.id() + "/resume", "", 200);
        assertThat(receiver.await(2)).extracting(Request::type).containsOnly("coins.allocated");
    }

    @Test
    void whileASecretRotatesBothSign() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        String newer = shop.post("/api/v1/webhooks/" + made.id() + "/secrets", Map.of("overlapSeconds", 600), 201)
                .text("secret");
        shop.allocate("R1");
        Request both = receiver.await(1).getFirst();
        assertThat(both.header("webhook-signature").split(" ")).hasSize(2);
        assertThat(both.verifies(made.secret())).isTrue();
        assertThat(both.verifies(newer)).isTrue();

        String newest = shop.post("/api/v1/webhooks/" + made.id() + "/secrets", Map.of("overlapSeconds", 0), 201)
                .text("secret");
        shop.allocate("R2");
        Request one = receiver.await(2).getLast();
        assertThat(one.verifies(newest)).isTrue();
        assertThat(one.verifies(newer)).isFalse();
    }

    @Test
    void companiesHearOnlyOfThemselves() {
        try (Receiver other = Receiver.open()) {
            Shop neighbour = Shop.open(SERVER);
            String theirs = neighbour.endpoint(other, "*").id();
            shop.endpoint(receiver, "*");

            shop.allocate("R1");
            neighbour.allocate("R9");

            assertThat(receiver.await(1).getFirst().json().at("/resource/id").asString())
                    .isEqualTo("R1");
            assertThat(other.await(1).getFirst().json().at("/resource/id").asString())
                    .isEqualTo("R9");
            String foreign = neighbour.delivery("resourceId=R9").text("delivery.deliveryId");
            for (String path : List.of("/deliveries/" + foreign, "/" + theirs)) {
                assertThat(shop.fixture().api().get("/api/v1/webhooks" + path).status())
                        .isEqualTo(404);
            }
            shop.post("/api/v1/webhooks/deliveries/" + foreign + "/replay", "", 404);
        }
    }

    @Test
    void aTestIsSentAtOnceAlsoToAPausedEndpoint() {
        Made made = shop.endpoint(Map.of(
                "url", receiver.url("/t"), "events", List.of("coins.expired"), "headers", Map.of("X-Shop", "acme")));
        shop.post("/api/v1/webhooks/" + made.id() + "/pause", "", 200);

        var tested = shop.post("/api/v1/webhooks/" + made.id() + "/test", "", 201);

        assertThat(tested.text("delivery.state")).isEqualTo("DELIVERED");
        assertThat(receiver.received().getFirst().header("X-Shop")).isEqualTo("acme");
        assertThat(tested.text("tries.0.requestHeaders")).contains("X-Shop").doesNotContain("acme");
        assertThat(receiver.received().getFirst().verifies(made.secret())).isTrue();
    }
}
