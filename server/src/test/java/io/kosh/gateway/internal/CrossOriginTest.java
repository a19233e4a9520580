package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("store")
class CrossOriginTest {
    private static final String ALLOWED = "Access-Control-Allow-Origin";
    private static TestServer server;
    private static Fixture shop;
    private static Fixture other;

    @BeforeAll
    static void start() {
        server = TestServer.start(Map.of("kosh.test.browser-probe", "true"));
        shop = listing("https://shop.example");
        other = listing("https://other.example");
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private static Fixture listing(String origin) {
        Fixture company = Api.of(server).newCompany(0);
        assertThat(company.api()
                        .put("/api/v1/gateway/settings", Map.of("origins", List.of(origin)))
                        .status())
                .isEqualTo(200);
        return company;
    }

    private static Reply preflight(String path, String origin) {
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri(path))
                        .header("Origin", origin)
                        .header("Access-Control-Request-Method", "PATCH")
                        .header("Access-Control-Request-Headers", "content-type")
                        .method("OPTIONS", BodyPublishers.noBody()));
    }

    private static Reply call(String origin) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri("/pay/probe/" + shop.companyId()))
                .method("PATCH", BodyPublishers.noBody());
        return Api.of(server).send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/pay/checkout/customer-info/EK1743074262175e8KIO",
                "/pay/charge/process",
                "/api/v0/bin/details",
                "/api/v0/transactions/EK1743074262175e8KIO/minimal"
            })
    void aPreflightIsAnsweredForTheOriginsOfAllMerchants(String path) {
        for (String origin : List.of("https://shop.example", "https://other.example")) {
            Reply reply = preflight(path, origin);
            assertThat(reply.status()).isEqualTo(204);
            assertThat(reply.header(ALLOWED)).isEqualTo(origin);
            assertThat(reply.header("Access-Control-Allow-Methods")).contains("PATCH", "POST", "GET");
            assertThat(reply.header("Access-Control-Allow-Headers")).contains("Content-Type");
            assertThat(reply.header("Vary")).contains("Origin");
            assertThat(reply.header("Access-Control-Allow-Credentials")).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://nobody.example", "null", "https://shop.example.evil.example"})
    void aPreflightOfAnyOtherOriginIsRefused(String origin) {
        Reply reply = preflight("/pay/charge/process", origin);
        assertThat(reply.status()).isEqualTo(403);
        assertThat(reply.header(ALLOWED)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/api/v0/orders", "/api/v1/gateway/settings", "/oauth/token", "/api/v0/transactions/search"})
    void noOtherRouteIsForPagesOfOthers(String path) {
        assertThat(preflight(path, "https://shop.example").header(ALLOWED)).isEmpty();
    }

    @Test
    void aCallIsHeldToItsOwnMerchant() {
        Reply allowed = call("https://shop.example");
        assertThat(allowed.status()).isEqualTo(200);
        assertThat(allowed.header(ALLOWED)).isEqualTo("https://shop.example");
        assertThat(allowed.header("Vary")).contains("Origin");

        for (String origin : List.of("https://other.example", "https://nobody.example", "null")) {
            Reply refused = call(origin);
            assertThat(refused.status()).as(origin).isEqualTo(403);
            assertThat(refused.text("response_code")).isEqualTo("1");
            assertThat(refused.header(ALLOWED)).as(origin).isEmpty();
        }
    }

    @Test
    void aServerAndAPageOfOursMayCall() {
        Reply fromServer = call("");
        assertThat(fromServer.status()).isEqualTo(200);
        assertThat(fromServer.header(ALLOWED)).isEmpty();
        String own = server.uri("").toString();
        assertThat(call(own).status()).isEqualTo(200);
    }

    @Test
    void anAnswerThatNobodyHeldToOriginsIsForNoPageAndAFailureIsForAllMerchants() {
        HttpRequest.Builder forgotten =
                HttpRequest.newBuilder(server.uri("/pay/probe/" + shop.companyId() + "/forgotten"));
        assertThat(Api.of(server)
                        .send(forgotten.header("Origin", "https://shop.example"))
                        .header(ALLOWED))
                .isEmpty();

        HttpRequest.Builder unknown = HttpRequest.newBuilder(server.uri("/pay/no-such-route"));
        Reply failure = Api.of(server).send(unknown.header("Origin", "https://other.example"));
        assertThat(failure.status()).isEqualTo(404);
        assertThat(failure.header(ALLOWED)).isEqualTo("https://other.example");
    }

    @Test
    void anOriginThatIsTakenOffTheListIsRefused() {
        Fixture leaving = listing("https://leaving.example");
        assertThat(preflight("/pay/charge/process", "https://leaving.example").status())
                .isEqualTo(204);

        assertThat(leaving.api()
                        .put("/api/v1/gateway/settings", Map.of("origins", List.of()))
                        .status())
                .isEqualTo(200);

        assertThat(preflight("/pay/charge/process", "https://leaving.example").status())
                .isEqualTo(403);
    }

    @Test
    void aPageMayBeFramedByItsMerchantOnly() {
        String policy = Api.of(server).get("/probe-page/" + other.companyId()).header("Content-Security-Policy");
        assertThat(policy)
                .contains("frame-ancestors https://other.example")
                .contains("form-action 'self' https://bank.example")
                .doesNotContain("frame-ancestors 'none'", "shop.example");
    }
}
