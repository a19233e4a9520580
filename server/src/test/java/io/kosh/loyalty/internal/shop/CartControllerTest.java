package io.kosh.loyalty.internal.shop;

import static io.kosh.loyalty.internal.shop.Shop.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.testing.Api.Reply;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class CartControllerTest {
    private static final String CART = "/api/v0/cart?product=VOUCHER";

    private final Shop shop = Shop.with(1000);
    private final String product = shop.product(
            new Denomination("A", 500, Map.of("discount", 2)),
            new Denomination("B", 100, Map.of("discount", 2, "maxQuantity", 3)),
            new Denomination("C", 50, Map.of("maxAmount", 5000)));

    private static Map<String, Object> quantity(int quantity) {
        return Map.of("quantity", quantity, "description", "");
    }

    private Reply add(Map<String, Object> items) {
        return shop.api().post(CART, Map.of("productCatalogId", product, "items", items));
    }

    private Reply update(String cartId, Map<String, Object> items) {
        return shop.api().patch(CART, Map.of("cartId", cartId, "items", items));
    }

    @Test
    void itemsAreKeyedMergedAndAddedUp() {
        Reply added = add(Map.of(product + "B", quantity(1)));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
        String cart = added.text("payload.0.id");
        add(Map.of(product + "B", quantity(1)));

        Reply merged = update(cart, Map.of(product + "A", quantity(1)));

        String items = "payload.0.items." + product;
        assertThat(merged.text(items + "A.sellRate")).isEqualTo("490.00");
        assertThat(merged.text(items + "A.savings")).isEqualTo("10.00");
        assertThat(merged.text(items + "A.total")).isEqualTo("490.00");
        assertThat(merged.text(items + "B.quantity")).isEqualTo("2");
        assertThat(merged.text(items + "B.total")).isEqualTo("196.00");
        assertThat(merged.text("payload.0.totalQuantity")).isEqualTo("3");
        assertThat(merged.text("payload.0.totalAmount")).isEqualTo("686.00");
        assertThat(merged.text("payload.0.totalSavings")).isEqualTo("14.00");
        assertThat(merged.text("payload.0.ekUserId")).isEqualTo(shop.user());
        assertThat(merged.json().at("/payload/0/productConfigs")).hasSize(3);
        assertThat(shop.api().get(CART).json()).isEqualTo(merged.json());

        assertThat(update(cart, Map.of(product + "B", quantity(1))).text("payload.0.totalAmount"))
                .isEqualTo("588.00");
        assertThat(update(cart, Map.of(product + "A", quantity(0))).json().at("/payload/0/items"))
                .hasSize(1);
        assertThat(update(cart, Map.of(product + "B", quantity(0))).json().at("/payload"))
                .isEmpty();
        assertThat(shop.api().get(CART).json().at("/payload")).isEmpty();
        refused(update(cart, Map.of(product + "B", quantity(1))), 404, "no cart " + cart);
    }

    @Test
    void anAmountIsChosenWithinItsRange() {
        Map<String, Object> item = new HashMap<>(Map.of("quantity", 2, "amount", 1250));
        Reply added = add(Map.of(product + "C", item));
        assertThat(added.text("payload.0.items." + product + "C.mrp")).isEqualTo("1250.00");
        assertThat(added.text("payload.0.totalAmount")).isEqualTo("2500.00");

        for (Object wrong : new Object[] {49, 5001, 60.5}) {
            item.put("amount", wrong);
            refused(add(Map.of(product + "C", item)), 422, "whole number of rupees from 50.00 to 5000.00");
        }
        item.put("amount", 10.001);
        refused(add(Map.of(product + "C", item)), 400, "at most two decimals");
        refused(add(Map.of(product + "A", Map.of("quantity", 1, "amount", 400))), 422, "must be 500.00");
    }

    @Test
    void noMoreThanMayBeBoughtGoIn() {
        assertThat(add(Map.of(product + "B", quantity(3))).status()).isEqualTo(200);
        refused(add(Map.of(product + "B", quantity(1))), 200, "at most 3 vouchers of " + product + "B");
        refused(add(Map.of(product + "B", quantity(0))), 400, "quantity");
        refused(add(Map.of(product + "Z", quantity(1))), 422, "has no denomination " + product + "Z");
        refused(add(Map.of()), 400, "items must hold 1 to 50 items");
        refused(
                shop.api().post(CART, Map.of("productCatalogId", "PCNONE", "items", Map.of("X", quantity(1)))),
                404,
                "there is no product PCNONE");
        refused(shop.api().get("/api/v0/cart"), 400, "product");
        refused(shop.api().get("/api/v0/cart?product=HAT"), 400, "product");
    }

    @Test
    void aProductThatIsSwitchedOffLeavesTheCartUntilItIsBack() {
        add(Map.of(product + "B", quantity(1)));
        shop.api().patch("/api/v1/catalogue/choices", Map.of("productCatalogId", product, "enabled", false));
        assertThat(shop.api().get(CART).json().at("/payload")).isEmpty();
        refused(
                shop.api().post("/api/v0/order", Map.of("orderReferenceId", "R1")),
                200,
                "there is nothing in the cart");
        shop.api().patch("/api/v1/catalogue/choices", Map.of("productCatalogId", product, "enabled", true));
        assertThat(shop.api().get(CART).json().at("/payload")).hasSize(1);
    }

    @Test
    void aCartIsItsUsersAlone() {
        String cart = add(Map.of(product + "B", quantity(1))).text("payload.0.id");
        Shop other = Shop.with(1);
        Map<String, Object> change = Map.of("cartId", cart, "items", Map.of(product + "B", quantity(2)));

        refused(other.api().patch(CART, change), 404, "no cart");
        assertThat(other.api().get(CART).json().at("/payload")).isEmpty();
        refused(other.api().get(CART + "&companyId=" + shop.company().companyId()), 403, "may not act for the company");
        refused(other.api().get(CART + "&ekUserId=" + shop.user()), 404, "no user");
        String colleague = shop.company().userIds().getFirst();
        assertThat(shop.api().get(CART + "&ekUserId=" + colleague).json().at("/payload"))
                .isEmpty();
    }

    @Test
    void aRepeatedKeyAddsOnce() {
        Map<String, Object> body = Map.of("productCatalogId", product, "items", Map.of(product + "B", quantity(1)));
        for (int i = 0; i < 2; i++) {
            Reply reply = shop.api()
                    .send(java.net.http.HttpRequest.newBuilder(shop.server().uri(CART))
                            .header("Authorization", "Bearer " + shop.company().token())
                            .header("Content-Type", "application/json")
                            .header("Idempotency-Key", "once")
                            .POST(java.net.http.HttpRequest.BodyPublishers.ofString(
                                    tools.jackson.databind.json.JsonMapper.shared()
                                            .writeValueAsString(body))));
            assertThat(reply.text("payload.0.totalQuantity")).isEqualTo("1");
        }
    }

    @Test
    void aTokenOfNoPersonNamesOne() {
        String token = io.kosh.testing.Api.of(shop.server())
                .token(shop.company().client(), Map.of("grant_type", "client_credentials"))
                .text("access_token");
        var client = io.kosh.testing.Api.of(shop.server()).as(token);

        refused(client.get(CART), 422, "ekUserId is required");
        add(Map.of(product + "B", quantity(1)));
        assertThat(client.get(CART + "&ekUserId=" + shop.user()).json().at("/payload"))
                .hasSize(1);
    }
}
