package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HookControllerTest {
    private static final byte[] BODY = {'{', '"', 'a', '"', ':', ' ', '1', '}', (byte) 0xff, 0};

    private final TestServer server = SandboxServer.shared();
    private final Api.Fixture shop = SandboxServer.company();
    private final String hook =
            shop.api().post("/sandbox/hooks", Map.of("label", "orders")).text("hookId");

    private Reply deliver() {
        return deliver(BODY);
    }

    private Reply deliver(byte[] body) {
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri("/sandbox/hooks/" + hook + "?a=b"))
                        .header("webhook-signature", "v1,abc")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofByteArray(body)));
    }

    @Test
    void whatIsSentIsKeptByteByByte() {
        assertThat(deliver().status()).isEqualTo(200);

        var caught = shop.api()
                .get("/sandbox/hooks/" + hook + "/received")
                .json()
                .get("items")
                .get(0);
        assertThat(caught.get("method").asString()).isEqualTo("POST");
        assertThat(caught.get("query").asString()).isEqualTo("a=b");
        assertThat(caught.get("headers").get("webhook-signature").get(0).asString())
                .isEqualTo("v1,abc");
        assertThat(Base64.getDecoder().decode(caught.get("bodyBase64").asString()))
                .isEqualTo(BODY);
        assertThat(caught.get("size").asInt()).isEqualTo(BODY.length);
        assertThat(shop.api().delete("/sandbox/hooks/" + hook + "/received").text("cleared"))
                .isEqualTo("1");
        assertThat(shop.api().get("/sandbox/hooks/" + hook + "/received").json().get("items"))
                .isEmpty();
    }

    @Test
    void ofALongBodyTheBeginIsKeptAndItsWholeSizeTold() {
        byte[] body = "0123456789abcdef".repeat(18_000).getBytes(StandardCharsets.US_ASCII);
        assertThat(deliver(body).status()).isEqualTo(200);

        var caught = shop.api()
                .get("/sandbox/hooks/" + hook + "/received")
                .json()
                .get("items")
                .get(0);
        assertThat(caught.get("size").asLong()).isEqualTo(body.length);
        assertThat(Base64.getDecoder().decode(caught.get("bodyBase64").asString()))
                .isEqualTo(Arrays.copyOf(body, 65_536));
    }

    @Test
    void aPageOfWhatWasCaughtHoldsTwentyAtMost() {
        for (int i = 0; i < 22; i++) {
            deliver();
        }

        var first = shop.api().get("/sandbox/hooks/" + hook + "/received").json();
        assertThat(first.get("items")).hasSize(20);
        assertThat(shop.api()
                        .get("/sandbox/hooks/" + hook + "/received?cursor="
                                + first.get("nextCursor").asString())
                        .json()
                        .get("items"))
                .hasSize(2);
        Reply refused = shop.api().get("/sandbox/hooks/" + hook + "/received?limit=21");
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.text("field")).isEqualTo("limit");
    }

    @Test
    void aCatcherFailsAsOftenAsItWasTold() {
        shop.api().put("/sandbox/hooks/" + hook + "/behaviour", Map.of("status", 503, "times", 2, "delayMillis", 100));

        long started = System.nanoTime();
        assertThat(deliver().status()).isEqualTo(503);
        assertThat(System.nanoTime() - started).isGreaterThan(100_000_000L);
        assertThat(deliver().status()).isEqualTo(503);
        assertThat(deliver().status()).isEqualTo(200);
        assertThat(shop.api().get("/sandbox/hooks/" + hook + "/received").json().findValuesAsString("answered"))
                .containsExactly("503", "503", "200");
    }

    @Test
    void anotherCompanySeesNothingOfIt() {
        Api.Fixture neighbour = SandboxServer.company();

        assertThat(neighbour.api().get("/sandbox/hooks/" + hook + "/received").status())
                .isEqualTo(404);
        assertThat(neighbour
                        .api()
                        .put("/sandbox/hooks/" + hook + "/behaviour", Map.of("status", 500))
                        .status())
                .isEqualTo(404);
        assertThat(neighbour.api().get("/sandbox/hooks").json()).isEmpty();
        assertThat(Api.of(server).get("/sandbox/hooks/HKUNKNOWN").status()).isEqualTo(404);
    }
}
