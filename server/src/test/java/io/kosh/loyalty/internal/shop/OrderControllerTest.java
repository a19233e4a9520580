package io.kosh.loyalty.internal.shop;

import static io.kosh.loyalty.internal.shop.Shop.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.platform.BusinessClock;
import io.kosh.testing.Api.Reply;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class OrderControllerTest {
    private final Shop shop = Shop.with(1000);

    @AfterEach
    void theBooksBalance() {
        shop.assertBooksBalance();
    }

    @Test
    void anOrderIsPaidWithPointsAndItsCodesAreTold() {
        String product = shop.product(new Denomination("A", 100, Map.of("discount", 10)));

        Reply placed = shop.order(product, 100, 3, "REF-1");

        assertThat(placed.status()).as(placed.body()).isEqualTo(200);
        assertThat(placed.text("response_code")).isEqualTo("0");
        String id = placed.text("payload.orderId");
        assertThat(id).matches("OR[A-Z0-9]{11}");
        assertThat(shop.ended(id).text("payload.orderStatus")).isEqualTo("SUCCESS");
        Reply details = shop.details("REF-1");
        assertThat(details.json().propertyNames())
                .containsExactlyInAnyOrder("paylod", "response_message", "response_code");
        assertThat(details.json().get("response_code").isString()).isTrue();
        assertThat(details.text("response_code")).isEqualTo("0");
        assertThat(details.json().get("paylod").propertyNames())
                .containsExactlyInAnyOrder(
                        "orderId",
                        "paymentStatus",
                        "orderStatus",
                        "totalQuantity",
                        "totalAmount",
                        "orderAmount",
                        "paidAmount",
                        "partnerOrderReferenceId",
                        "voucherDetailsList");
        assertThat(details.text("paylod.totalAmount")).isEqualTo("300.0");
        assertThat(details.text("paylod.orderAmount")).isEqualTo("270.0");
        assertThat(details.text("paylod.paidAmount")).isEqualTo("270.0");
        assertThat(details.text("paylod.paymentStatus")).isEqualTo("SUCCESS");
        Set<String> codes = new HashSet<>();
        LocalDate lastDay = LocalDate.ofInstant(
                        Instant.parse(shop.found(id).text("payload.createdOn")), BusinessClock.ZONE)
                .plusDays(30);
        for (var voucher : details.json().at("/paylod/voucherDetailsList")) {
            assertThat(voucher.get("cardNumber").asString()).matches("[0-9]{16}");
            assertThat(voucher.get("pin").asString()).matches("[0-9]{4}");
            assertThat(voucher.get("expiryDate").asString()).isEqualTo(lastDay + "T23:59:59");
            codes.add(voucher.get("cardNumber").asString());
        }
        assertThat(codes).hasSize(3);
        assertThat(shop.api().get("/api/v0/partner/fetch-order-details/REF-1").json())
                .isEqualTo(shop.details(id).json());
        assertThat(shop.points()).isEqualTo("730");
        assertThat(shop.figure("totalRedemptionPoint")).isEqualTo("270");
    }

    @Test
    void whatWasSpentStandsInTheCardsMovements() {
        String product = shop.product(Denomination.of("A", 100));
        String id = shop.order(product, 100, 1, "REF-1").text("payload.orderId");
        shop.ended(id);

        Reply moved = shop.api()
                .post(
                        "/api/v0/partner/enKashCard/transaction/all",
                        Map.of(
                                "companyId", shop.company().companyId(),
                                "cardAccountId", shop.account(),
                                "pgReferenceNumber", id));

        assertThat(moved.text("payload.recordsCount")).as(moved.body()).isEqualTo("1");
        assertThat(moved.text("payload.data.0.type")).isEqualTo("REDEEM_POINT");
        assertThat(moved.text("payload.data.0.transactionCode")).isEqualTo("REDEMPTION");
        assertThat(moved.text("payload.data.0.cardTransactionType")).isEqualTo("DR");
        assertThat(moved.text("payload.data.0.otbBalance")).isEqualTo("900");
    }

    @Test
    void theSameReferenceIsOneOrder() {
        String product = shop.product(Denomination.of("A", 100));
        String id = shop.order(product, 100, 1, "REF-1").text("payload.orderId");
        shop.ended(id);

        Reply again = shop.order(product, 100, 1, "REF-1");

        assertThat(again.text("payload.orderId")).isEqualTo(id);
        assertThat(again.text("payload.orderStatus")).isEqualTo("SUCCESS");
        refused(shop.order(product, 100, 2, "REF-1"), 409, "REF-1 was used for another order");
        assertThat(shop.points()).isEqualTo("900");
    }

    @Test
    void tooFewPointsAreDeclinedAndNothingIsLeftBehind() {
        String product = shop.product(new Denomination("A", 600, Map.of("stock", 5)));

        refused(shop.order(product, 600, 2, "REF-1"), 200, "Insufficient balance in card");

        assertThat(shop.points()).isEqualTo("1000");
        assertThat(stock(product + "A")).isEqualTo(5);
        refused(shop.found("REF-1"), 404, "there is no order REF-1");
        shop.give(500);
        assertThat(shop.order(product, 600, 2, "REF-1").text("response_code")).isEqualTo("0");
        shop.ended("REF-1");
        assertThat(stock(product + "A")).isEqualTo(3);
    }

    private long stock(String config) {
        return shop.sql("select stock from loyalty.product_config where id = ?", Long.class, config);
    }

    @Test
    void quantityStockAndAmountsAreHonoured() {
        String product = shop.product(
                new Denomination("A", 10, Map.of("stock", 3, "maxQuantity", 4)),
                new Denomination("B", 50, Map.of("maxAmount", 100)));

        refused(shop.order(product, 10, 5, "R"), 200, "at most 4 vouchers");
        refused(shop.order(product, 10, 4, "R"), 200, "too few vouchers");
        refused(shop.order(product, 101, 1, "R"), 422, "from 50.00 to 100.00");
        refused(shop.order(product, 50.5, 1, "R"), 422, "whole number of rupees");
        refused(shop.order(product, 0, 1, "R"), 400, "denomination must be greater than 0");
        refused(shop.order(product, 10, 0, "R"), 400, "quantity");
        refused(shop.order("PCNONE", 10, 1, "R"), 404, "there is no product PCNONE");
        refused(shop.api().post("/api/v0/partner/create-order", Map.of("quantity", 1)), 400, "denomination");
        assertThat(shop.order(product, "77", 1, "R").text("payload.orderAmount"))
                .isEqualTo("77.0");
        shop.ended("R");
    }

    @Test
    void aCartIsOrderedOnceAndIsEmptyThen() {
        String first = shop.product(Denomination.of("A", 100), new Denomination("B", 50, Map.of("maxAmount", 500)));
        String second = shop.product(new Denomination("A", 200, Map.of("discount", 5)));
        add(first, first + "A", Map.of("quantity", 2));
        add(first, first + "B", Map.of("quantity", 1, "amount", 300));
        add(second, second + "A", Map.of("quantity", 1));

        refused(cartOrder("REF-1", Map.of("orderAmount", 1)), 200, "the order costs 690.00");
        Reply placed = cartOrder("REF-1", Map.of("orderAmount", 690));

        assertThat(placed.text("payload.totalQuantity")).isEqualTo("4");
        assertThat(placed.text("payload.totalAmount")).isEqualTo("700.0");
        assertThat(placed.text("payload.orderAmount")).isEqualTo("690.0");
        assertThat(shop.api().get("/api/v0/cart?product=VOUCHER").json().at("/payload"))
                .isEmpty();
        assertThat(cartOrder("REF-1", Map.of()).text("payload.orderId")).isEqualTo(placed.text("payload.orderId"));
        refused(cartOrder("REF-2", Map.of()), 200, "there is nothing in the cart");
        shop.ended("REF-1");
        assertThat(shop.details("REF-1").json().at("/paylod/voucherDetailsList"))
                .hasSize(4);
        assertThat(shop.points()).isEqualTo("310");
    }

    private void add(String product, String config, Map<String, Object> item) {
        Reply added = shop.api()
                .post(
                        "/api/v0/cart?product=VOUCHER",
                        Map.of("productCatalogId", product, "items", Map.of(config, item)));
        assertThat(added.status()).as(added.body()).isEqualTo(200);
    }

    private Reply cartOrder(String reference, Map<String, Object> more) {
        Map<String, Object> body = new HashMap<>(more);
        body.put("orderReferenceId", reference);
        return shop.api().post("/api/v0/order", body);
    }

    @Test
    void whatIsNotOfferedStaysInItsCartAndIsNotSilentlyLeftOut() {
        String kept = shop.product(Denomination.of("A", 100));
        String gone = shop.product(Denomination.of("A", 200));
        add(kept, kept + "A", Map.of("quantity", 1));
        add(gone, gone + "A", Map.of("quantity", 1));
        String cart = shop.api().get("/api/v0/cart?product=VOUCHER").text("payload.1.id");
        shop.api().patch("/api/v1/catalogue/choices", Map.of("productCatalogId", gone, "enabled", false));

        refused(cartOrder("REF-1", Map.of("cartIds", List.of(Long.parseLong(cart)))), 404, "no cart " + cart);
        assertThat(cartOrder("REF-2", Map.of()).text("payload.orderAmount")).isEqualTo("100.0");
        shop.ended("REF-2");
        shop.api().patch("/api/v1/catalogue/choices", Map.of("productCatalogId", gone, "enabled", true));

        assertThat(shop.api().get("/api/v0/cart?product=VOUCHER").text("payload.0.id"))
                .isEqualTo(cart);
    }

    @Test
    void oneOfSeveralCartsIsOrderedByItsId() {
        String first = shop.product(Denomination.of("A", 100));
        String second = shop.product(Denomination.of("A", 200));
        add(first, first + "A", Map.of("quantity", 1));
        add(second, second + "A", Map.of("quantity", 1));
        String cart = shop.api().get("/api/v0/cart?product=VOUCHER").text("payload.1.id");

        refused(cartOrder("REF-1", Map.of("cartIds", List.of(987654321))), 404, "no cart 987654321");
        assertThat(cartOrder("REF-1", Map.of("cartIds", List.of(Long.parseLong(cart))))
                        .text("payload.orderAmount"))
                .isEqualTo("200.0");
        assertThat(shop.api().get("/api/v0/cart?product=VOUCHER").json().at("/payload"))
                .hasSize(1);
        shop.ended("REF-1");
        refused(
                cartOrder(
                        "REF-2",
                        Map.of("cartIds", List.of(1), "productCatalogId", first, "denomination", 100, "quantity", 1)),
                400,
                "cartIds");
        assertThat(cartOrder("REF-3", Map.of("productCatalogId", first, "denomination", 100, "quantity", 1))
                        .text("payload.orderAmount"))
                .isEqualTo("100.0");
        shop.ended("REF-3");
    }

    @Test
    void whatTheSupplierHasNotIsRefundedToThePoint() {
        String half = shop.product(new Denomination("A", 33, Map.of("sku", "X-HALF", "stock", 9, "discount", 3.33)));

        String id = shop.order(half, 33, 5, "REF-1").text("payload.orderId");

        Reply ended = shop.ended(id);
        assertThat(ended.text("payload.orderStatus")).isEqualTo("PARTIAL_SUCCESS");
        assertThat(ended.text("payload.filledQuantity")).isEqualTo("2");
        assertThat(ended.text("payload.items.0.sellRate")).isEqualTo("31.9");
        assertThat(ended.text("payload.paidAmount")).isEqualTo("63.8");
        assertThat(shop.details(id).json().at("/paylod/voucherDetailsList")).hasSize(2);
        assertThat(shop.points()).isEqualTo("936.2");
        assertThat(stock(half + "A")).isEqualTo(7);
    }

    @Test
    void whatTheSupplierRefusesGoesBackWholly() {
        String none = shop.product(new Denomination("A", 100, Map.of("sku", "X-NONE", "stock", 9)));

        String id = shop.order(none, 100, 5, "REF-1").text("payload.orderId");

        Reply ended = shop.ended(id);
        assertThat(ended.text("payload.orderStatus")).isEqualTo("FAILED");
        assertThat(ended.text("payload.paymentStatus")).isEqualTo("FAILED");
        assertThat(ended.text("payload.failureReason")).isEqualTo("OUT_OF_STOCK");
        assertThat(shop.details(id).json().at("/paylod/voucherDetailsList")).isEmpty();
        assertThat(shop.points()).isEqualTo("1000");
        assertThat(stock(none + "A")).isEqualTo(9);
    }

    @Test
    void eachMoveIsToldOnceWithItsNumberAndWithoutCodes() {
        String half = shop.product(new Denomination("A", 10, Map.of("sku", "X-HALF")));
        Reply made = shop.api()
                .post(
                        "/api/v1/webhooks",
                        Map.of("url", "http://localhost:9/", "events", List.of("voucher_order.*", "points.*")));
        assertThat(made.status()).as(made.body()).isEqualTo(201);

        String id = shop.order(half, 10, 4, "REF-1").text("payload.orderId");
        shop.ended(id);
        shop.order(half, 10, 4, "REF-1");

        Reply told = shop.api().get("/api/v1/webhooks/deliveries?resourceId=" + id);
        assertThat(told.json().get("items"))
                .extracting(each -> each.get("type").asString())
                .containsExactlyInAnyOrder(
                        "voucher_order.placed", "voucher_order.processing", "voucher_order.partly_fulfilled");
        assertThat(shop.sql(
                        "select string_agg(number || to_state, ',' order by number) from loyalty.voucher_order_move"
                                + " where company_id = ?",
                        String.class,
                        shop.key().value()))
                .isEqualTo("1PENDING,2PROCESSING,3PARTIAL_SUCCESS");
        assertThat(shop.api().get("/api/v1/webhooks/deliveries").body()).contains("points.redeemed");
    }

    @Test
    void anOrderIsItsCompanysAlone() {
        String product = shop.product(Denomination.of("A", 100));
        String id = shop.order(product, 100, 1, "REF-1").text("payload.orderId");
        shop.ended(id);
        Shop other = Shop.with(1);

        refused(other.found(id), 404, "there is no order");
        Reply details = other.details(id);
        assertThat(details.status()).isEqualTo(404);
        assertThat(details.text("response_code")).isEqualTo("1");
        assertThat(details.text("paylod")).isEqualTo("there is no order " + id);
        assertThat(other.details("REF-1").status()).isEqualTo(404);
        assertThat(other.api().get("/api/v0/partner/fetch-order-details/" + id).status())
                .isEqualTo(404);
        assertThat(search(other, Map.of("orderId", id)).text("payload.recordsCount"))
                .isEqualTo("0");
        refused(search(other, Map.of("companyId", shop.company().companyId())), 403, "may not act for the company");
        refused(
                other.api()
                        .post(
                                "/api/v0/partner/create-order",
                                Map.of(
                                        "productCatalogId",
                                        product,
                                        "denomination",
                                        100,
                                        "quantity",
                                        1,
                                        "orderReferenceId",
                                        "X",
                                        "enKashCardId",
                                        shop.card())),
                422,
                "carries no points that the user can spend");
    }

    @Test
    void whoHasNoPointsCardOrdersNothing() {
        String product = shop.product(Denomination.of("A", 100));
        refused(
                shop.api()
                        .post(
                                "/api/v0/partner/create-order",
                                Map.of(
                                        "productCatalogId",
                                        product,
                                        "denomination",
                                        100,
                                        "quantity",
                                        1,
                                        "orderReferenceId",
                                        "X",
                                        "ekUserId",
                                        shop.company().userIds().getFirst())),
                200,
                "no active card with points");
    }

    private static Reply search(Shop from, Map<String, Object> filter) {
        return from.api().post("/api/v0/partner/search-order?limit=10&offset=0", filter);
    }

    @Test
    void ordersAreFoundByEachDocumentedFilter() {
        String cheap = shop.product(new Denomination("A", 10, Map.of("discount", 5, "supplierDiscount", 9)));
        String dear = shop.product(Denomination.of("A", 300));
        String first = shop.order(cheap, 10, 1, "REF-1").text("payload.orderId");
        shop.order(dear, 300, 1, "REF-2");
        String supplierId = shop.ended(first).text("payload.aggregatorOrderId");
        shop.ended("REF-2");

        for (var filter : Map.<String, Object>ofEntries(
                        Map.entry("orderId", first),
                        Map.entry("partnerOrderReferenceId", "REF-1"),
                        Map.entry("aggregatorOrderId", supplierId),
                        Map.entry("aggregatorProductId", "SKU-" + cheap + "A"),
                        Map.entry("brand", List.of("bRAND " + cheap)),
                        Map.entry("amountTo", 50),
                        Map.entry("enkashDiscountFrom", 5),
                        Map.entry("aggregatorDiscountFrom", 8.5),
                        Map.entry("productCatalogId", cheap))
                .entrySet()) {
            Reply found = search(shop, Map.of(filter.getKey(), filter.getValue()));
            assertThat(found.text("payload.recordsCount"))
                    .as(filter + " " + found.body())
                    .isEqualTo("1");
            assertThat(found.text("payload.data.0.orderId")).isEqualTo(first);
        }
        Reply all = search(
                shop,
                Map.of(
                        "aggregator", "REWARD_STORE",
                        "category", "tESTS",
                        "ekUserId", shop.user(),
                        "email", "ADMIN@example.com",
                        "createdOnFrom", "2020-01-01",
                        "createdOnTo", "2999-01-01T00:00:00Z",
                        "direction", "ASC",
                        "orderStatus", "SUCCESS"));
        assertThat(all.text("payload.recordsCount")).as(all.body()).isEqualTo("2");
        assertThat(all.text("payload.data.1.partnerOrderReferenceId")).isEqualTo("REF-2");
        assertThat(all.body()).doesNotContain("cardNumber", "\"pin\"");
        assertThat(search(shop, Map.of("paymentStatus", "FAILED")).text("payload.recordsCount"))
                .isEqualTo("0");
        assertThat(search(shop, Map.of("email", "nobody@example.com")).text("payload.recordsCount"))
                .isEqualTo("0");
        refused(search(shop, Map.of("createdOnFrom", "yesterday")), 400, "createdOnFrom");
        refused(search(shop, Map.of("direction", "sideways")), 400, "direction must be ASC or DESC");
        Map<String, Object> everyField = new HashMap<>();
        for (String field : List.of(
                "aggregator",
                "aggregatorOrderId",
                "aggregatorProductId",
                "companyId",
                "createdOnFrom",
                "createdOnTo",
                "direction",
                "ekUserId",
                "email")) {
            everyField.put(field, "");
        }
        everyField.put("brand", List.of());
        everyField.put("category", List.of(""));
        everyField.put("amountFrom", 0);
        Reply found = search(shop, everyField);
        assertThat(found.text("payload.recordsCount")).as(found.body()).isEqualTo("2");
        everyField.put("createdOnFrom", "2020-01-24T08:47:01");
        everyField.put("createdOnTo", "2999-01-24 08:47:01");
        everyField.put("direction", "asc");
        assertThat(search(shop, everyField).text("payload.data.0.orderId")).isEqualTo(first);
        everyField.put("createdOnFrom", "2999-01-24 08:47:00");
        assertThat(search(shop, everyField).text("payload.recordsCount")).isEqualTo("0");
    }
}
