package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.PaymentMode;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import io.kosh.webhooks.Checksum;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("store")
class MerchantSettingControllerTest {
    private static final String SETTINGS = "/api/v1/gateway/settings";
    private static final byte[] PNG = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n', 0, 1, 2};
    private static final byte[] JPEG = {(byte) 0xff, (byte) 0xd8, (byte) 0xff, (byte) 0xe0, 5};
    private final TestServer server = TestServer.shared();
    private final Fixture company = Api.of(server).newCompany(0);

    private Reply putLogo(byte[] bytes, String type) {
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri("/api/v1/gateway/logo"))
                        .header("Authorization", "Bearer " + company.token())
                        .header("Content-Type", type)
                        .PUT(BodyPublishers.ofByteArray(bytes)));
    }

    @Test
    void aCompanyThatHasSetNothingIsPaidAsUsual() {
        Reply reply = company.api().get(SETTINGS);

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.text("name")).startsWith("Company ");
        assertThat(reply.text("idleSeconds")).isEqualTo("900");
        assertThat(reply.text("lifeSeconds")).isEqualTo("86400");
        assertThat(reply.json().get("modes")).hasSize(PaymentMode.values().length);
        assertThat(reply.json().get("origins")).isEmpty();
        assertThat(reply.json().get("logo").isNull()).isTrue();
    }

    @Test
    void whatIsSetIsWhatTheCheckoutSees() {
        Reply set = company.api()
                .put(
                        SETTINGS,
                        Map.of(
                                "name",
                                "Asha Books",
                                "colour",
                                "#1f5eff",
                                "origins",
                                List.of("https://shop.example", "http://localhost:3000"),
                                "modes",
                                List.of("UPI", "CREDIT_CARD"),
                                "maxAttempts",
                                3,
                                "idleSeconds",
                                600,
                                "lifeSeconds",
                                3600));

        assertThat(set.status()).as(set.body()).isEqualTo(200);
        assertThat(company.api().get(SETTINGS).json()).isEqualTo(set.json());
        MerchantProfile profile =
                server.bean(Merchants.class).profile(company.company().key());
        assertThat(profile.modes()).containsExactlyInAnyOrder(PaymentMode.UPI, PaymentMode.CREDIT_CARD);
        assertThat(profile.shown().origins())
                .containsExactlyInAnyOrder("https://shop.example", "http://localhost:3000");
        assertThat(profile.maxAttempts()).isEqualTo(3);
        assertThat(profile.idle()).hasMinutes(10);

        assertThat(company.api().put(SETTINGS, "{}").text("name")).startsWith("Company ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"origins\":[\"*\"]}",
                "{\"origins\":[null]}",
                "{\"origins\":[\"http://shop.example\"]}",
                "{\"modes\":[]}",
                "{\"modes\":[null]}",
                "{\"modes\":[\"EMI\"]}",
                "{\"colour\":\"red\"}",
                "{\"name\":\" \"}",
                "{\"maxAttempts\":0}",
                "{\"idleSeconds\":59}",
                "{\"idleSeconds\":7200,\"lifeSeconds\":3600}"
            })
    void whatMakesNoSenseIsRefused(String body) {
        assertThat(company.api().put(SETTINGS, body).status()).isEqualTo(400);
    }

    @Test
    void anotherCompanyNeitherSeesNorSetsThem() {
        Fixture other = Api.of(server).newCompany(0);
        String path = SETTINGS + "?companyId=" + company.companyId();

        assertThat(other.api().get(path).status()).isEqualTo(403);
        assertThat(other.api().put(path, "{}").status()).isEqualTo(403);
        assertThat(other.api()
                        .delete("/api/v1/gateway/logo?companyId=" + company.companyId())
                        .status())
                .isEqualTo(403);
        assertThat(Api.of(server).newOperator().get(path).text("companyId")).isEqualTo(company.companyId());
    }

    @Test
    void aLogoIsForEverybodyAtAnAddressOfItsOwn() {
        company.api().put(SETTINGS, Map.of("name", "Asha Books"));
        Reply first = putLogo(PNG, "image/jpeg");
        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(first.text("name")).isEqualTo("Asha Books");
        Reply picture = Api.of(server).get(first.text("logo"));
        assertThat(picture.status()).isEqualTo(200);
        assertThat(picture.header("Content-Type")).as("what the bytes are").isEqualTo("image/png");
        assertThat(picture.header("Cache-Control")).contains("immutable");
        assertThat(picture.header("X-Content-Type-Options")).isEqualTo("nosniff");

        Reply second = putLogo(JPEG, "image/jpeg");
        assertThat(second.text("logo")).isNotEqualTo(first.text("logo"));
        assertThat(Api.of(server).get(second.text("logo")).header("Content-Type"))
                .isEqualTo("image/jpeg");
        assertThat(Api.of(server).get(first.text("logo")).status()).isEqualTo(404);

        assertThat(company.api().put(SETTINGS, "{}").text("logo")).isEqualTo(second.text("logo"));
        assertThat(company.api()
                        .delete("/api/v1/gateway/logo")
                        .json()
                        .get("logo")
                        .isNull())
                .isTrue();
        assertThat(Api.of(server).get(second.text("logo")).status()).isEqualTo(404);
    }

    @Test
    void onlyPicturesOfModestSizeAreLogos() {
        byte[] large = new byte[Logo.MOST_BYTES + 1];
        System.arraycopy(PNG, 0, large, 0, PNG.length);

        assertThat(putLogo("<svg onload=alert(1)>".getBytes(java.nio.charset.StandardCharsets.UTF_8), "image/png")
                        .status())
                .isEqualTo(415);
        assertThat(putLogo(PNG, "text/html").status()).isEqualTo(415);
        assertThat(putLogo(large, "image/png").status()).isEqualTo(413);
        assertThat(putLogo(new byte[0], "image/png").status()).isEqualTo(400);
        assertThat(company.api().get(SETTINGS).json().get("logo").isNull()).isTrue();
    }

    @Test
    void theSecretOfOrdersAddressesVerifiesAChecksum() {
        GatewayChecksums checksums = server.bean(GatewayChecksums.class);
        Map<String, Object> fields = Map.of("orderStatus", "PAID", "finalAmount", "100.00", "checksum", "not counted");
        String before = checksums.of(company.company().key(), fields);
        assertThat(checksums.of(company.company().key(), fields)).isEqualTo(before);

        Reply rotated = company.api().post("/api/v1/webhooks/order-secrets", Map.of("overlapSeconds", 0));
        assertThat(rotated.status()).as(rotated.body()).isEqualTo(201);
        String secret = rotated.text("secret");
        String after = checksums.of(company.company().key(), fields);
        assertThat(after).isNotEqualTo(before);
        assertThat(Checksum.matches(
                        new io.kosh.kernel.Secret<>(Base64.getDecoder().decode(secret.substring("whsec_".length()))),
                        "{\"finalAmount\":\"100.00\",\"orderStatus\":\"PAID\"}",
                        after))
                .isTrue();
        Fixture other = Api.of(server).newCompany(0);
        assertThat(checksums.of(other.company().key(), fields)).isNotEqualTo(after);
    }
}
