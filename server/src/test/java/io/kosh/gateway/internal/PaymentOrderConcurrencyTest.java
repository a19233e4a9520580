package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.MerchantShop.order;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.PublicIds;
import io.kosh.testing.Api.Reply;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real threads on real PostgreSQL: in one batch and in many.
@Tag("store")
class PaymentOrderConcurrencyTest {
    private static final int THREADS = 64;

    private final MerchantShop shop = MerchantShop.fresh();

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

    private static Set<String> ids(List<Reply> replies) {
        Set<String> ids = new HashSet<>();
        replies.stream()
                .filter(reply -> reply.status() == 200)
                .forEach(reply -> ids.add(reply.text("payload.orderId")));
        return ids;
    }

    private void isOne(String orderId) {
        assertThat(shop.count("select count(*) from gateway.payment_order where company_id = ?"))
                .isEqualTo(1);
        assertThat(shop.count("select count(*) from gateway.order_move where company_id = ?"))
                .isEqualTo(1);
        assertThat(shop.owns(orderId, PublicIds.Kind.PAYMENT_ORDER)).isTrue();
    }

    @Test
    void theSameOrderFromManyIsOneOrder() throws InterruptedException {
        List<Reply> replies = together(_ -> shop.create(order("A1", 100)));

        assertThat(replies).allMatch(reply -> reply.status() == 200);
        assertThat(ids(replies)).hasSize(1);
        isOne(ids(replies).iterator().next());
    }

    @Test
    void ofOrdersUnderOneIdOneStands() throws InterruptedException {
        List<Reply> replies = together(i -> shop.create(order("A1", i + 1)));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(1);
        assertThat(replies).filteredOn(reply -> reply.status() == 409).hasSize(THREADS - 1);
        isOne(ids(replies).iterator().next());
    }

    @Test
    void manyOrdersAreAsManyAsWereAsked() throws InterruptedException {
        List<Reply> replies = together(i -> shop.create(order("A" + i, i + 1)));

        assertThat(ids(replies)).hasSize(THREADS);
        for (int i = 0; i < THREADS; i++) {
            PaymentOrder made = shop.order(replies.get(i).text("payload.orderId"));
            assertThat(made.merchantOrderId()).isEqualTo("A" + i);
            assertThat(made.amountMinor()).isEqualTo((i + 1) * 100L);
            assertThat(shop.owns(made.orderId(), PublicIds.Kind.PAYMENT_ORDER)).isTrue();
            assertThat(shop.owns(made.checkoutId(), PublicIds.Kind.PAYMENT_CHECKOUT))
                    .isTrue();
        }
        assertThat(shop.count("select count(*) from gateway.order_move where company_id = ?"))
                .isEqualTo(THREADS);
    }
}
