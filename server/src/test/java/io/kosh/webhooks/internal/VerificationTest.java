package io.kosh.webhooks.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.Announcement;
import io.kosh.webhooks.Announcement.Documented;
import io.kosh.webhooks.Announcement.Resource;
import io.kosh.webhooks.Checksum;
import io.kosh.webhooks.Webhooks;
import io.kosh.webhooks.internal.Receiver.Request;
import io.kosh.webhooks.internal.Shop.Made;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// Why a check failed, the documented configuration, and documented bodies with their checksum.
@Tag("store")
class VerificationTest {
    private final TestServer server = TestServer.shared();
    private final Receiver receiver = Receiver.open();
    private final Shop shop = Shop.open(server);

    @AfterEach
    void close() {
        receiver.close();
    }

    private Map<String, Object> asReceived(Request got) {
        Map<String, String> headers = new HashMap<>();
        for (String name : List.of("webhook-id", "webhook-timestamp", "webhook-signature")) {
            headers.put(name, got.header(name));
        }
        return new HashMap<>(Map.of("headers", headers, "body", got.body()));
    }

    private Reply verify(Map<String, Object> request) {
        return shop.post("/api/v1/webhooks/verify", request, 200);
    }

    private static List<String> faults(Reply reply) {
        List<String> faults = new ArrayList<>();
        reply.json()
                .path("findings")
                .forEach(each -> faults.add(each.path("fault").asString()));
        return faults;
    }

    private Request told(Made made) {
        shop.allocate("R1");
        Request got = receiver.await(1).getFirst();
        shop.awaitDelivery("endpointId=" + made.id(), "DELIVERED", 1);
        return got;
    }

    @Test
    void whatWasReceivedAsItWasSentIsValid() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        Map<String, Object> received = asReceived(told(made));

        Reply reply = verify(received);

        assertThat(reply.text("valid")).as(reply.body()).isEqualTo("true");
        assertThat(reply.text("signedBy")).isEqualTo(made.id());
        received.put("secret", made.secret());
        received.put("endpointId", made.id());
        assertThat(faults(verify(received))).isEmpty();
    }

    @Test
    void aBodyWrittenAnewIsFoundAtItsFirstOtherByte() {
        Request got = told(shop.endpoint(receiver, "coins.allocated"));
        Map<String, Object> received = asReceived(got);
        String anew = new JsonMapper()
                .rebuild()
                .enable(tools.jackson.databind.SerializationFeature.INDENT_OUTPUT)
                .build()
                .writeValueAsString(got.json());

        received.put("body", anew);
        Reply reply = verify(received);
        assertThat(faults(reply)).containsExactly("BODY_RESERIALISED");
        assertThat(reply.text("findings.0.difference.offset")).isEqualTo("1");
        assertThat(reply.text("findings.0.difference.sentByte")).isEqualTo("22");

        received.put("body", got.body() + "\n");
        assertThat(faults(verify(received))).containsExactly("BODY_PADDED");
        received.put("body", got.body().replace("\"amount\":10", "\"amount\":99"));
        reply = verify(received);
        assertThat(faults(reply)).containsExactly("BODY_CHANGED");
        assertThat(reply.text("findings.0.difference.offset"))
                .isEqualTo(Integer.toString(got.body().indexOf("\"amount\":10") + 9));
    }

    @Test
    void aWrongSecretTimeOrSignatureIsNamed() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        Made other = shop.endpoint(Map.of("url", receiver.url("/other"), "events", List.of("coins.expired")));
        Request got = told(made);
        Map<String, Object> received = asReceived(got);

        received.put("secret", "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD");
        assertThat(faults(verify(received))).containsExactly("SECRET_WRONG");
        received.put("secret", other.secret());
        assertThat(faults(verify(received))).containsExactly("SECRET_OF_ANOTHER_ENDPOINT");
        received.put("secret", made.secret().substring(6));
        assertThat(faults(verify(received))).containsExactly("SECRET_INVALID");
        received.remove("secret");

        received.put("endpointId", other.id());
        assertThat(faults(verify(received))).containsExactly("SECRET_OF_ANOTHER_ENDPOINT");
        received.remove("endpointId");

        Map<String, String> headers = new HashMap<>(Map.of(
                "Webhook-Id", got.header("webhook-id"),
                "Webhook-Timestamp", "1600000000",
                "Webhook-Signature", got.header("webhook-signature")));
        received.put("headers", headers);
        assertThat(faults(verify(received))).containsExactly("TIMESTAMP_TOO_OLD", "TIMESTAMP_CHANGED");
        headers.put("Webhook-Timestamp", got.header("webhook-timestamp"));
        String bytes = Base64.getEncoder().encodeToString(new byte[32]);
        headers.put("Webhook-Signature", "v1," + bytes);
        assertThat(faults(verify(received))).containsExactly("SIGNATURE_CHANGED");
        headers.put("Webhook-Signature", "deadbeef");
        assertThat(faults(verify(received))).containsExactly("SIGNATURE_INVALID", "SIGNATURE_CHANGED");
        headers.remove("Webhook-Signature");
        assertThat(faults(verify(received))).containsExactly("HEADER_MISSING");
    }

    @Test
    void usualMistakesOfAReceiverAreRecognised() {
        Made made = shop.endpoint(receiver, "coins.allocated");
        Request got = told(made);
        Map<String, Object> received = asReceived(got);
        byte[] body = got.body().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] key = made.secret().getBytes(java.nio.charset.StandardCharsets.UTF_8);
        byte[] content = SigningSecret.content(got.header("webhook-id"), got.header("webhook-timestamp"));

        received.put("computed", got.header("webhook-signature"));
        assertThat(faults(verify(received))).isEmpty();
        received.put("computed", Base64.getEncoder().encodeToString(SigningSecret.hmacWith(key, content, body)));
        assertThat(verify(received).text("findings.0.detail")).contains("secret as text");
        received.put("computed", Base64.getEncoder().encodeToString(SigningSecret.hmacWith(key, body)));
        assertThat(verify(received).text("findings.0.detail")).contains("body alone");
        received.put("computed", "nothing like it");
        assertThat(faults(verify(received))).containsExactly("COMPUTED_OTHERWISE");
    }

    @Test
    void theDocumentedConfigurationIsReplacedByTheNextOne() {
        assertThat(shop.fixture().api().get("/api/v0/webhook-data").status()).isEqualTo(404);
        Map<String, Object> request = new HashMap<>(Map.of(
                "webhookUrl",
                receiver.url("/pay"),
                "events",
                List.of("PAYOUT_SUCCESS"),
                "headers",
                Map.of("X-Key", "k"),
                "companyId",
                shop.fixture().companyId()));
        Reply made = shop.post("/api/v0/webhook-data", request, 200);
        assertThat(made.text("response_code")).isEqualTo("0");
        assertThat(made.text("payload.webhookUrl")).isEqualTo(receiver.url("/pay"));
        assertThat(made.text("payload.headers.X-Key")).isEqualTo("k");
        assertThat(made.text("payload.enabled")).isEqualTo("true");

        request.put("events", List.of("PAYOUT_FAILED"));
        request.put("enabled", false);
        shop.post("/api/v0/webhook-data", request, 200);
        Reply now = shop.get("/api/v0/webhook-data?companyId=" + shop.fixture().companyId());
        assertThat(now.text("payload.events.0")).isEqualTo("PAYOUT_FAILED");
        assertThat(now.text("payload.enabled")).isEqualTo("false");
        assertThat(shop.get("/api/v1/webhooks").json().path("items").size()).isEqualTo(1);

        request.put("events", List.of("PAYOUT_LATER"));
        assertThat(shop.fixture().api().post("/api/v0/webhook-data", request).status())
                .isEqualTo(400);
        request.put("events", List.of("PAYOUT_SUCCESS"));
        request.put("webhookUrl", "ftp://example.com");
        assertThat(shop.fixture().api().post("/api/v0/webhook-data", request).status())
                .isEqualTo(400);
    }

    @Test
    void aDocumentedBodyIsSentExactlyWithItsChecksumAndToTheOrdersOwnAddress() {
        Map<String, Object> configuration =
                Map.of("webhookUrl", receiver.url("/pay"), "events", List.of("PAYOUT_SUCCESS"));
        shop.post("/api/v0/webhook-data", configuration, 200);
        String id = shop.get("/api/v1/webhooks").text("items.0.endpointId");
        String secret =
                shop.post("/api/v1/webhooks/" + id + "/secrets", Map.of(), 201).text("secret");
        String orders =
                shop.post("/api/v1/webhooks/order-secrets", Map.of(), 201).text("secret");
        Announcement paid = Announcement.of(
                        EventPattern.TEST, new Resource("payout", "P1", 2, "SUCCESS", "PENDING"), Map.of("a", 1))
                .documentedAs(new Documented("PAYOUT_SUCCESS", Map.of("transactionId", "T1"), true))
                .alsoTo(server.bean(Webhooks.class).address("notifyUrl", receiver.url("/order/1")));

        server.bean(Database.class).inCompany(shop.key(), () -> {
            server.bean(Webhooks.class).announce(shop.key(), List.of(paid));
            return paid;
        });

        List<Request> got = receiver.await(2);
        for (Request each : got) {
            String own = each.path().equals("/pay") ? secret : orders;
            assertThat(each.verifies(own)).isTrue();
            Secret<byte[]> key = new Secret<>(Base64.getDecoder().decode(own.substring(6)));
            assertThat(each.body())
                    .isEqualTo("{\"transactionId\":\"T1\",\"checksum\":\""
                            + Checksum.of(key, "{\"transactionId\":\"T1\"}") + "\"}");
        }
        assertThat(got).extracting(Request::path).containsExactlyInAnyOrder("/pay", "/order/1");
        shop.awaitDelivery("endpointId=" + id, "DELIVERED", 1);
        Map<String, Object> received = asReceived(got.getFirst());
        assertThat(verify(received).text("checksumValid")).isEqualTo("true");
        received.put("body", got.getFirst().body().replace("T1", "T2"));
        assertThat(faults(verify(received))).contains("BODY_CHANGED", "CHECKSUM_WRONG");
    }

    @Test
    void whatIsRolledBackIsNotTold() {
        shop.endpoint(receiver, "*");
        try {
            server.bean(Database.class).inCompany(shop.key(), () -> {
                server.bean(Webhooks.class)
                        .announce(
                                shop.key(),
                                List.of(Announcement.of(
                                        EventPattern.TEST, new Resource("thing", "X", 1, null, null), Map.of())));
                throw new IllegalArgumentException("undone");
            });
        } catch (IllegalArgumentException _) {
            assertThat(shop.get("/api/v1/webhooks/deliveries")
                            .json()
                            .path("items")
                            .size())
                    .isZero();
        }
    }

    @Test
    void whatAnEndpointMayNotBeIsRefused() {
        for (String url : List.of("example.com/x", "ftp://example.com", "https://u:p@example.com", "https://a/#x")) {
            shop.post("/api/v1/webhooks", Map.of("url", url, "events", List.of("*")), 400);
        }
        shop.post("/api/v1/webhooks", Map.of("url", "http://169.254.169.254/x", "events", List.of("*")), 422);
        shop.post("/api/v1/webhooks", Map.of("url", receiver.url("/"), "events", List.of("coinz.*")), 400);
        shop.post(
                "/api/v1/webhooks",
                Map.of("url", receiver.url("/"), "events", List.of("*"), "headers", Map.of("webhook-id", "x")),
                400);
        shop.post(
                "/api/v1/webhooks",
                Map.of("url", receiver.url("/"), "events", List.of("*"), "sslCertificate", "nonsense"),
                400);
    }
}
