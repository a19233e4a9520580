package io.kosh.loyalty.internal.shop;

import static io.kosh.loyalty.internal.shop.Shop.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.URI;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CatalogueControllerTest {
    private final Shop shop = Shop.with(1);

    private Reply configs(String product) {
        return shop.api().get("/api/v0/partner/search-config/" + product);
    }

    private Reply choose(Map<String, Object> choice) {
        return shop.api().patch("/api/v1/catalogue/choices", choice);
    }

    @Test
    void aProductIsFoundWithItsDenominations() {
        String product = shop.product(
                new Denomination("A", 500, Map.of("discount", 2, "stock", 7)),
                new Denomination("B", 50, Map.of("maxAmount", 5000)));

        Reply found = shop.api()
                .post(
                        "/api/v0/partner/search-catalog?limit=5",
                        Map.of("search", product.toLowerCase(java.util.Locale.ROOT)));
        assertThat(found.text("payload.recordsCount")).as(found.body()).isEqualTo("1");
        assertThat(found.text("payload.data.0.productCatalogId")).isEqualTo(product);
        assertThat(found.text("payload.data.0.minAmount")).isEqualTo("50.00");
        assertThat(found.text("payload.data.0.maxAmount")).isEqualTo("5000.00");

        Reply details = shop.api().get("/api/v0/partner/search-catalog/" + product);
        assertThat(details.text("payload.configResponses.1.maxAmount")).isEqualTo("5000.00");

        Reply configs = configs(product);
        assertThat(configs.status()).isEqualTo(200);
        assertThat(configs.json().propertyNames())
                .containsExactlyInAnyOrder("payload", "response_code", "response_message");
        assertThat(configs.json().get("payload").propertyNames())
                .containsExactlyInAnyOrder(
                        "productCatalogId",
                        "brand",
                        "aggregator",
                        "category",
                        "images",
                        "description",
                        "configResponses",
                        "enabled",
                        "rank",
                        "termsAndCondition",
                        "howToRedeem",
                        "expiryPeriod",
                        "active",
                        "enkashImages",
                        "discount");
        assertThat(configs.json().at("/payload/configResponses/0").propertyNames())
                .containsExactlyInAnyOrder(
                        "productConfigId", "mrp", "sellRate", "enkashDiscount", "maxQuantity", "customAmountEnabled");
        assertThat(configs.text("payload.configResponses.0.sellRate")).isEqualTo("490.00");
        assertThat(configs.text("payload.configResponses.1.customAmountEnabled"))
                .isEqualTo("true");
        assertThat(configs.text("payload.expiryPeriod")).isEqualTo("30");
        assertThat(configs.text("payload.discount")).isEqualTo("2");
    }

    @Test
    void aPictureIsDrawnHereAndCannotCarryAScript() {
        String product = shop.product(Denomination.of("A", 100));
        Reply configs = configs(product);
        assertThat(configs.json().at("/payload/images").propertyNames())
                .containsExactlyInAnyOrder("BRAND_IMAGE", "LOGO_IMAGE", "LOGO_IMAGE_SMALL");

        for (var image : configs.json().at("/payload/images")) {
            Reply drawn = Api.of(TestServer.shared())
                    .send(HttpRequest.newBuilder(
                            TestServer.shared().uri(URI.create(image.asString()).getPath())));
            assertThat(drawn.status()).isEqualTo(200);
            assertThat(drawn.header("Content-Type")).startsWith("image/svg+xml");
            assertThat(drawn.header("Cache-Control")).contains("public");
            assertThat(drawn.header("Content-Security-Policy")).contains("default-src 'none'");
            assertThat(drawn.body()).startsWith("<svg ").endsWith("</svg>").doesNotContain("http://localhost");
        }
        assertThat(Pictures.draw(
                        new Product("P", "<script>\"&", "A", "C", "D", "T", "H", 1, 1, true, 0, List.of()),
                        Pictures.Kind.BRAND_IMAGE))
                .doesNotContain("<script")
                .contains("&lt;script&gt;&quot;&amp;");
        assertThat(Api.of(TestServer.shared())
                        .get("/catalogue/pictures/PCNONE/LOGO_IMAGE.svg")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCompanySwitchesAProductOffForItselfAlone() {
        String product = shop.product(Denomination.of("A", 100));
        Shop other = Shop.with(1);

        assertThat(choose(Map.of("productCatalogId", product, "enabled", false)).status())
                .isEqualTo(200);

        refused(configs(product), 404, "there is no product " + product);
        assertThat(other.api().get("/api/v0/partner/search-config/" + product).status())
                .isEqualTo(200);
        refused(shop.order(product, 100, 1, "R1"), 404, "there is no product");
        assertThat(choose(Map.of("productCatalogId", product, "enabled", true)).text("enabled"))
                .isEqualTo("true");
        assertThat(configs(product).status()).isEqualTo(200);
    }

    @Test
    void aCompanysDiscountIsItsPrice() {
        String product = shop.product(Denomination.of("A", 100));

        assertThat(choose(Map.of("productCatalogId", product, "discount", 12.5)).text("discount"))
                .isEqualTo("12.50");

        assertThat(configs(product).text("payload.configResponses.0.sellRate")).isEqualTo("87.50");
        assertThat(configs(product).text("payload.configResponses.0.enkashDiscount"))
                .isEqualTo("12.50");
        assertThat(choose(Map.of("productCatalogId", product, "discount", 100)).status())
                .isEqualTo(400);
        assertThat(choose(Map.of("productCatalogId", "PCNONE", "enabled", false))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void onlyAnOperatorChangesTheCatalogue() {
        String product = shop.product(Denomination.of("A", 100));
        Map<String, Object> body = Map.of("brand", "Mine");

        assertThat(shop.api().put("/api/v1/catalogue/products/" + product, body).status())
                .isEqualTo(403);
        assertThat(shop.api().get("/api/v1/catalogue/products").status()).isEqualTo(403);
        Reply all = shop.operator().get("/api/v1/catalogue/products");
        assertThat(all.body()).contains(product);
        Reply incomplete = shop.operator().put("/api/v1/catalogue/products/" + product, body);
        assertThat(incomplete.status()).isEqualTo(400);
    }

    @Test
    void aDenominationThatIsNotNamedAnyMoreIsNotOffered() {
        String product = shop.product(Denomination.of("A", 100), Denomination.of("B", 200));
        Reply saved = shop.operator()
                .put(
                        "/api/v1/catalogue/products/" + product,
                        Map.of(
                                "brand", "Brand",
                                "category", "Tests",
                                "description", "D",
                                "termsAndCondition", "T",
                                "howToRedeem", "H",
                                "expiryPeriod", 30,
                                "denominations", List.of(Shop.denomination(product + "B", 200, Map.of()))));

        assertThat(saved.text("denominations.0.active")).isEqualTo("false");
        assertThat(configs(product).json().at("/payload/configResponses")).hasSize(1);
        refused(shop.order(product, 100, 1, "R1"), 422, "has no denomination of 100.00");
        String another = shop.product(Denomination.of("A", 100));
        assertThat(shop.operator()
                        .put(
                                "/api/v1/catalogue/products/" + another,
                                Map.of(
                                        "brand", "Brand",
                                        "category", "Tests",
                                        "description", "D",
                                        "termsAndCondition", "T",
                                        "howToRedeem", "H",
                                        "expiryPeriod", 30,
                                        "denominations", List.of(Shop.denomination(product + "B", 200, Map.of()))))
                        .status())
                .isEqualTo(409);
    }
}
