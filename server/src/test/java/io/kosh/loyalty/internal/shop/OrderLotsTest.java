package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.platform.BusinessClock;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.EncryptedClient;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Points with days that are spent on vouchers and come back: into the very lots.
@Tag("store")
class OrderLotsTest {
    private final Shop shop = Shop.with(10);
    private final LocalDate start = today();

    @AfterEach
    void theBooksBalance() {
        shop.assertBooksBalance();
    }

    private LocalDate today() {
        return shop.server().bean(BusinessClock.class).today(shop.key());
    }

    /// Points that end after so many days.
    private void give(int points, int days) {
        Reply changed = shop.api()
                .patch("/api/v1/cards/accounts/" + shop.account() + "/point-terms", Map.of("validityDays", days));
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
        shop.give(points);
    }

    private List<String> lots() {
        List<String> lots = new ArrayList<>();
        shop.api()
                .get("/api/v1/cards/" + shop.card() + "/points")
                .json()
                .get("lots")
                .forEach(lot -> lots.add(lot.get("amount").asString() + " until "
                        + (lot.get("expiresOn").isNull()
                                ? "ever"
                                : lot.get("expiresOn").asString())));
        return lots;
    }

    private String lot(Object amount, int days) {
        return amount + " until " + start.plusDays(days);
    }

    private void advance(String period) {
        Reply moved = shop.api().post("/sandbox/clock", Map.of("advance", period));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    }

    private String owed(String figure) {
        return shop.api().get("/api/v1/cards/points-liability").text(figure);
    }

    @Test
    void whatIsNotFilledComesBackIntoTheLotsThatItWasHeldIn() {
        give(100, 40);
        give(100, 10);
        String half = shop.product(new Denomination("A", 15, Map.of("sku", "X-HALF")));

        String id = shop.order(half, 15, 10, "R1").text("payload.orderId");

        assertThat(shop.ended(id).text("payload.orderStatus")).isEqualTo("PARTIAL_SUCCESS");
        assertThat(lots()).containsExactly(lot(25, 10), lot(100, 40), "10 until ever");
    }

    @Test
    void whatIsRefusedComesBackIntoEachLot() {
        give(100, 40);
        give(100, 10);
        String none = shop.product(new Denomination("A", 41, Map.of("sku", "X-NONE")));

        String id = shop.order(none, 41, 5, "R1").text("payload.orderId");

        assertThat(shop.ended(id).text("payload.orderStatus")).isEqualTo("FAILED");
        assertThat(lots()).containsExactly(lot(100, 10), lot(100, 40), "10 until ever");
    }

    @Test
    void aLotThatEndsWhileItsOrderIsOpenIsSpentAllTheSame() {
        lateInTheEvening();
        give(100, 1);
        String product = shop.product(Denomination.of("A", 100));
        spoil();
        String id = shop.order(product, 100, 1, "R1").text("payload.orderId");
        advance("PT45M");
        assertThat(shop.found(id).text("payload.orderStatus")).isEqualTo("PROCESSING");
        assertThat(shop.points()).as("after midnight").isEqualTo("10");

        advance("PT45M");

        assertThat(shop.ended(id).text("payload.orderStatus")).isEqualTo("SUCCESS");
        assertThat(lots()).containsExactly("10 until ever");
        assertThat(owed("breakage")).isEqualTo("0");
    }

    /// What lasts for a day ends in half an hour.
    private void lateInTheEvening() {
        Instant now = shop.server().bean(BusinessClock.class).now(shop.key());
        Instant evening = today().atTime(23, 30).atZone(BusinessClock.ZONE).toInstant();
        Instant next = evening.isAfter(now) ? evening : evening.plus(Duration.ofDays(1));
        Reply moved = shop.api().post("/sandbox/clock", Map.of("to", next.toString()));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    }

    /// The supplier wants to be left alone for an hour.
    private void spoil() {
        Reply made = shop.api()
                .post(
                        "/sandbox/scenarios",
                        Map.of(
                                "scenario",
                                "unavailable",
                                "rail",
                                "voucher",
                                "field",
                                "call",
                                "value",
                                "place",
                                "parameters",
                                Map.of("retryAfter", "PT1H")));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    @Test
    void aLotThatEndsWhileItsOrderIsOpenIsBreakageWhenThatFails() {
        lateInTheEvening();
        String later = "50 until " + today().plusDays(40);
        give(50, 40);
        give(100, 1);
        String none = shop.product(new Denomination("A", 120, Map.of("sku", "X-NONE")));
        spoil();
        String id = shop.order(none, 120, 1, "R1").text("payload.orderId");

        advance("PT45M");
        assertThat(owed("breakage")).as("what is held does not end").isEqualTo("0");
        advance("PT45M");

        assertThat(shop.ended(id).text("payload.orderStatus")).isEqualTo("FAILED");
        advance("PT1H");
        assertThat(lots()).containsExactly(later, "10 until ever");
        assertThat(owed("breakage")).isEqualTo("100");
    }

    private Reply refund(String order, String reference, @Nullable Integer count, String config) {
        Map<String, Object> body = new HashMap<>(Map.of("reference", reference, "reason", "No shop takes it"));
        if (count != null) {
            body.put("items", List.of(Map.of("productConfigId", config, "quantity", count)));
        }
        return shop.api().post("/api/v1/voucher-orders/" + order + "/refunds", body);
    }

    @Test
    void vouchersThatAreWorthNothingAreGivenBackFromTheLastLotToTheFirst() {
        give(100, 40);
        give(100, 10);
        String product = shop.product(new Denomination("A", 15, Map.of("stock", 30)));
        String id = shop.order(product, 15, 10, "R1").text("payload.orderId");
        shop.ended(id);
        assertThat(lots()).containsExactly(lot(50, 40), "10 until ever");
        shop.api().post("/api/v1/webhooks", Map.of("url", "http://localhost:9/", "events", List.of("*")));

        Reply first = refund(id, "RF-1", 4, product + "A");

        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.text("points")).isEqualTo("60.0");
        assertThat(first.text("items.0.quantity")).isEqualTo("4");
        assertThat(lots()).containsExactly(lot(10, 10), lot(100, 40), "10 until ever");
        assertThat(refund("R1", "RF-1", 4, product + "A").body())
                .as("repeated, by the client's reference")
                .isEqualTo(first.body());
        assertThat(refund(id, "RF-1", 3, product + "A").status()).isEqualTo(409);
        assertThat(refund(id, "RF-2", 7, product + "A").text("title")).isEqualTo("VOUCHERS_NOT_THERE");
        assertThat(refund(id, "RF-2", 1, "PCNONE").text("title")).isEqualTo("VOUCHERS_NOT_THERE");
        assertThat(refund(id, "RF-2", 0, product + "A").status()).isEqualTo(400);
        assertThat(Shop.with(1)
                        .api()
                        .post("/api/v1/voucher-orders/" + id + "/refunds", Map.of("reference", "X", "reason", "Y"))
                        .status())
                .isEqualTo(404);

        advance("P11D");
        Reply rest = refund(id, "RF-2", null, "");

        assertThat(rest.text("points")).isEqualTo("90.0");
        Map<String, Object> again = Map.of("reference", "RF-2", "reason", "No shop takes it");
        assertThat(shop.api()
                        .post("/api/v1/voucher-orders/" + id + "/refunds", again, "K-1")
                        .body())
                .as("with a key, too")
                .isEqualTo(rest.body());
        assertThat(lots())
                .as("what has ended meanwhile counts for 30 days more")
                .containsExactly(lot(100, 40), "90 until " + today().plusDays(30), "10 until ever");
        assertThat(owed("breakage")).isEqualTo("10");
        assertThat(owed("redeemed")).isEqualTo("0");
        assertThat(refund(id, "RF-3", null, "").status()).isEqualTo(422);
        assertThat(shop.found(id).text("payload.orderStatus")).isEqualTo("SUCCESS");
        assertThat(shop.found(id).text("payload.refundedQuantity")).isEqualTo("10");
        assertThat(shop.found(id).text("payload.refundedAmount")).isEqualTo("150.0");
        assertThat(shop.api()
                        .get("/api/v1/voucher-orders/" + id + "/refunds")
                        .json()
                        .get("items"))
                .extracting(each -> each.get("reference").asString())
                .containsExactly("RF-1", "RF-2");
        assertThat(shop.sql("select stock from loyalty.product_config where id = ?", Long.class, product + "A"))
                .as("vouchers that came are gone")
                .isEqualTo(20);
        isTold(id);
    }

    private void isTold(String order) {
        Reply moved = shop.api()
                .post(
                        "/api/v0/partner/enKashCard/transaction/all",
                        Map.of(
                                "companyId",
                                shop.company().companyId(),
                                "cardAccountId",
                                shop.account(),
                                "cardTransactionType",
                                "CR",
                                "pgReferenceNumber",
                                order));
        assertThat(moved.text("payload.recordsCount")).as(moved.body()).isEqualTo("2");
        assertThat(moved.text("payload.data.0.type")).isEqualTo("REFUND");
        String told = shop.api().get("/api/v1/webhooks/deliveries").body();
        assertThat(told).contains("voucher_order.refunded", "points.refunded");
        BigDecimal refunded = BigDecimal.ZERO;
        for (var month : shop.api()
                .get("/api/v1/cards/points-statement?from=" + start)
                .json()
                .get("months")) {
            refunded = refunded.add(new BigDecimal(month.get("refunded").asString()));
        }
        assertThat(refunded).isEqualByComparingTo("150");
    }

    @Test
    void pointsComeBackToACardThatIsBlockedAndAreTheCompanysToTake() {
        String product = shop.product(Denomination.of("A", 5));
        String id = shop.order(product, 5, 2, "R1").text("payload.orderId");
        shop.ended(id);
        Map<String, Object> names = Map.of(
                "companyId", shop.company().companyId(), "cardAccountId", shop.account(), "enKashCardId", shop.card());
        Map<String, Object> block = new HashMap<>(names);
        block.putAll(Map.of("blockCode", "BL", "otpRequired", false));
        Reply blocked = shop.api().post("/api/v0/partner/enKashCard/block", block);
        assertThat(blocked.text("code")).as(blocked.body()).isEqualTo("0");

        Reply given = refund(id, "RF-1", null, "");

        assertThat(given.status()).as(given.body()).isEqualTo(201);
        assertThat(given.text("points")).isEqualTo("10.0");
        Map<String, Object> back = new HashMap<>(names);
        back.putAll(Map.of(
                "transactionCode", "ALLOCATION",
                "transactionType", "DR",
                "type", "UNALLOCATE_POINT",
                "loadAmount", 10,
                "uniqueReferenceNumber", "BACK-1"));
        Reply taken = shop.api().post("/api/v0/partner/enKashCard/create-allocate-points", back);
        assertThat(taken.text("code")).as(taken.body()).isEqualTo("0");
    }

    @Test
    void anOrderWithoutVouchersHasNothingToGiveBack() {
        String none = shop.product(new Denomination("A", 5, Map.of("sku", "X-NONE")));
        String id = shop.order(none, 5, 1, "R1").text("payload.orderId");
        shop.ended(id);

        assertThat(refund(id, "RF-1", null, "").text("title")).isEqualTo("VOUCHERS_NOT_THERE");
        assertThat(refund("ORNONE", "RF-1", null, "").status()).isEqualTo(404);
        assertThat(shop.points()).isEqualTo("10");
    }

    @Test
    void nothingIsGivenBackTwiceWhoeverAsksAtOnce() throws Exception {
        give(100, 10);
        String product = shop.product(Denomination.of("A", 5));
        String id = shop.order(product, 5, 10, "R1").text("payload.orderId");
        shop.ended(id);

        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 24; i++) {
            String reference = "RF-" + i;
            calls.add(() -> refund(id, reference, 1, product + "A"));
        }
        int given = 0;
        try (var executor = Executors.newFixedThreadPool(12)) {
            for (Future<Reply> each : executor.invokeAll(calls)) {
                given += each.get().status() == 201 ? 1 : 0;
            }
        }

        assertThat(given).isEqualTo(10);
        assertThat(lots()).containsExactly(lot(100, 10), "10 until ever");
    }

    @ParameterizedTest
    @ValueSource(strings = {"REQUIRED", "GCM_ONLY"})
    void whereEncryptionIsDemandedNoCodeIsAnsweredPlain(String rule) {
        String product = shop.product(Denomination.of("A", 5));
        shop.order(product, 5, 1, "R1");
        shop.ended("R1");
        String path = "/api/v0/partner/fetch-order-details/R1";
        assertThat(shop.api().get(path).status()).isEqualTo(200);

        shop.api().put("/api/v1/companies/" + shop.company().companyId() + "/body-encryption", Map.of("rule", rule));

        await().atMost(Duration.ofSeconds(5)).untilAsserted(() -> {
            Reply refused = shop.api().get(path);
            assertThat(refused.status()).as(refused.body()).isEqualTo(400);
            assertThat(refused.text("response_message"))
                    .startsWith("Kosh-Encrypted-Request is missing: the company takes encrypted bodies only");
        });
        assertThat(EncryptedClient.of(shop.server(), shop.company(), true)
                        .get(path)
                        .json()
                        .at("/paylod/voucherDetailsList"))
                .hasSize(1);
        EncryptedClient documented = EncryptedClient.of(shop.server(), shop.company(), false);
        if (rule.equals("REQUIRED")) {
            assertThat(documented.get(path).json().at("/paylod/voucherDetailsList"))
                    .hasSize(1);
        }
        assertThat(shop.api().get("/api/v0/order/R1").status())
                .as("an order without codes")
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theShopTakesEncryptedBodiesAndAnswersCodesEncrypted(boolean gcm) {
        EncryptedClient client = EncryptedClient.of(shop.server(), shop.company(), gcm);
        String product = shop.product(Denomination.of("A", 5));
        String cart = "/api/v0/cart?product=VOUCHER";

        Reply found = client.post("/api/v0/partner/search-catalog", Map.of("productCatalogId", product));
        Reply added = client.post(
                cart, Map.of("productCatalogId", product, "items", Map.of(product + "A", Map.of("quantity", 1))));
        Reply set = client.send(
                "PATCH",
                cart,
                Map.of(
                        "cartId",
                        Long.parseLong(added.text("payload.0.id")),
                        "items",
                        Map.of(product + "A", Map.of("quantity", 2))));
        Reply placed = client.post("/api/v0/order", Map.of("orderReferenceId", "R1"));
        shop.ended("R1");
        Reply details = client.post("/api/v0/order/orderDetails", Map.of("orderId", "R1"));

        assertThat(found.text("payload.recordsCount")).isEqualTo("1");
        assertThat(set.text("payload.0.totalAmount")).isEqualTo("10.0");
        assertThat(placed.text("payload.orderAmount")).isEqualTo("10.0");
        assertThat(details.json()).isEqualTo(shop.details("R1").json());
        assertThat(details.json().at("/paylod/voucherDetailsList")).hasSize(2);
        assertThat(client.get("/api/v0/partner/fetch-order-details/R1").json()).isEqualTo(details.json());
        assertThat(client.post("/api/v0/partner/search-order", Map.of("orderId", "R1x"))
                        .text("payload.recordsCount"))
                .isEqualTo("0");
        Reply refused = client.post("/api/v0/order", Map.of("orderReferenceId", "R2"));
        assertThat(refused.text("response_message")).isEqualTo("there is nothing in the cart");
    }
}
