package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.testing.Api.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real threads on real PostgreSQL: one stock, one card, one reference, one cart.
@Tag("store")
class OrderConcurrencyTest {
    private static final int THREADS = 32;

    private static List<Reply> together(IntFunction<Reply> call) throws InterruptedException {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            calls.add(() -> call.apply(number));
        }
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> each : executor.invokeAll(calls)) {
                replies.add(each.get());
            }
            return replies;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private static List<Reply> taken(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> reply.text("response_code").equals("0"))
                .toList();
    }

    @Test
    void aStockIsNeverOversold() throws InterruptedException {
        Shop shop = Shop.with(10_000);
        Shop other = Shop.with(10_000);
        String product = shop.product(new Denomination("A", 10, Map.of("stock", 20)));

        List<Reply> replies = together(i -> (i % 2 == 0 ? shop : other).order(product, 10, 3, "R" + i));

        assertThat(replies).allMatch(reply -> reply.status() == 200);
        assertThat(taken(replies)).hasSize(6);
        assertThat(replies)
                .filteredOn(reply -> !reply.text("response_code").equals("0"))
                .allSatisfy(reply -> assertThat(reply.text("response_message")).contains("too few vouchers"));
        for (int i = 0; i < THREADS; i++) {
            Shop whose = i % 2 == 0 ? shop : other;
            if (replies.get(i).text("response_code").equals("0")) {
                assertThat(whose.ended("R" + i).text("payload.orderStatus")).isEqualTo("SUCCESS");
            }
        }
        assertThat(shop.sql("select stock from loyalty.product_config where id = ?", Long.class, product + "A"))
                .isEqualTo(2);
        shop.assertBooksBalance();
        other.assertBooksBalance();
    }

    @Test
    void aCardIsNeverOverspent() throws InterruptedException {
        Shop shop = Shop.with(100);
        String product = shop.product(Denomination.of("A", 30));

        List<Reply> replies = together(i -> shop.order(product, 30, 1, "R" + i));

        assertThat(taken(replies)).hasSize(3);
        for (int i = 0; i < THREADS; i++) {
            if (replies.get(i).text("response_code").equals("0")) {
                shop.ended("R" + i);
            }
        }
        assertThat(shop.points()).isEqualTo("10");
        shop.assertBooksBalance();
    }

    @Test
    void aReferenceIsOneOrder() throws InterruptedException {
        Shop shop = Shop.with(1000);
        String product = shop.product(new Denomination("A", 30, Map.of("stock", 100)));

        List<Reply> replies = together(_ -> shop.order(product, 30, 2, "R"));

        assertThat(taken(replies)).hasSize(THREADS);
        assertThat(replies)
                .extracting(reply -> reply.text("payload.orderId"))
                .containsOnly(replies.getFirst().text("payload.orderId"));
        shop.ended("R");
        assertThat(shop.points()).isEqualTo("940");
        assertThat(shop.sql("select stock from loyalty.product_config where id = ?", Long.class, product + "A"))
                .isEqualTo(98);
        assertThat(shop.details("R").json().at("/paylod/voucherDetailsList")).hasSize(2);
        shop.assertBooksBalance();
    }

    @Test
    void aCartIsOrderedOnceWhoeverOrders() throws InterruptedException {
        Shop shop = Shop.with(1000);
        String product = shop.product(Denomination.of("A", 30));
        shop.api()
                .post(
                        "/api/v0/cart?product=VOUCHER",
                        Map.of("productCatalogId", product, "items", Map.of(product + "A", Map.of("quantity", 1))));

        List<Reply> replies = together(i -> shop.api().post("/api/v0/order", Map.of("orderReferenceId", "R" + i)));

        assertThat(taken(replies)).hasSize(1);
        assertThat(replies)
                .filteredOn(reply -> !reply.text("response_code").equals("0"))
                .allSatisfy(reply -> assertThat(reply.text("response_message")).contains("nothing in the cart"));
        shop.ended(taken(replies).getFirst().text("payload.orderId"));
        assertThat(shop.points()).isEqualTo("970");
        shop.assertBooksBalance();
    }

    @Test
    void whatIsAddedToACartAtOnceIsAllThere() throws InterruptedException {
        Shop shop = Shop.with(1);
        String product = shop.product(new Denomination("A", 30, Map.of("maxQuantity", 40)));

        together(_ -> shop.api()
                .post(
                        "/api/v0/cart?product=VOUCHER",
                        Map.of("productCatalogId", product, "items", Map.of(product + "A", Map.of("quantity", 1)))));

        assertThat(shop.api().get("/api/v0/cart?product=VOUCHER").text("payload.0.totalQuantity"))
                .isEqualTo(Integer.toString(THREADS));
    }
}
