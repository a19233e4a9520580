package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.RailFaults;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// In the live profile nothing of the sandbox is there.
class LiveProfileTest {
    private static final TestServer LIVE = TestServer.start(Map.of("kosh.profile", "live"));

    @AfterAll
    static void stop() {
        LIVE.stop();
    }

    @Test
    void everyRouteIsUnknown() {
        Api.Fixture shop = Api.of(LIVE).newCompany(0);
        List<String> paths = SandboxServer.shared().beans(RequestMappingHandlerMapping.class).stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(info -> info.getPatternValues().stream())
                .filter(path -> path.startsWith("/sandbox"))
                .distinct()
                .toList();

        assertThat(paths).hasSizeGreaterThan(10);
        assertThat(paths).allSatisfy(path -> {
            String filled = path.replaceAll("\\{[^}]*}", "1");
            assertThat(shop.api().get(filled).status()).as(path).isEqualTo(404);
            assertThat(shop.api().post(filled, Map.of()).status()).as(path).isEqualTo(404);
        });
    }

    @Test
    void theHeaderIsRefusedWhateverItSays() {
        Api api = Api.of(LIVE);
        for (String path : List.of("/api/v1/version", "/api/v1/coins/liability")) {
            var refused = api.send(HttpRequest.newBuilder(LIVE.uri(path)).header("X-Sandbox-Scenario", "late"));
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.text("title")).isEqualTo("SANDBOX_ONLY");
        }
    }

    @Test
    void noRailIsSpoiled() {
        Api.Fixture shop = Api.of(LIVE).newCompany(0);

        assertThat(shop.api()
                        .post("/sandbox/scenarios", Map.of("scenario", "fail", "rail", "sms", "times", 9))
                        .status())
                .isEqualTo(404);
        for (String rail : List.of("mail", "sms")) {
            assertThat(LIVE.bean(RailFaults.class).choose(shop.company().key(), rail, Map.of("kind", "otp")))
                    .isNull();
        }
    }

    @Test
    void noVoucherIsSoldWithoutASupplier() {
        Api.Fixture shop = Api.of(LIVE).newCompany(0);

        var refused = shop.api()
                .post(
                        "/api/v0/partner/create-order",
                        Map.of(
                                "productCatalogId",
                                "PC123789",
                                "denomination",
                                100,
                                "quantity",
                                1,
                                "orderReferenceId",
                                "R1"));

        assertThat(refused.status()).as(refused.body()).isEqualTo(503);
        assertThat(refused.text("response_message")).isEqualTo("no supplier of vouchers is configured");
    }

    @Test
    void noBeanOfTheSandboxIsThere() {
        assertThat(LIVE.beans(Object.class))
                .noneMatch(bean -> bean.getClass().getPackageName().startsWith("io.kosh.sandbox")
                        || bean.getClass().getPackageName().endsWith(".counterpart"));
    }
}
