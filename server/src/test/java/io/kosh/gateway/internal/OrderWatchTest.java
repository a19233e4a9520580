package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.OrderState;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.Api;
import io.kosh.testing.TestDatabase;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A page hears of its order whichever server it is connected to.
@Tag("store")
class OrderWatchTest {
    private static final Duration SOON = Duration.ofSeconds(20);

    @Test
    void aPageHearsWhatAnotherServerCommits() {
        DatabaseAccess database = TestDatabase.fresh();
        TestServer here = TestServer.start(database, Map.of());
        TestServer there = TestServer.start(database, Map.of());
        try {
            MerchantShop shop = MerchantShop.of(here);
            PaymentOrder order = shop.made("WATCHED", "10.00");
            PaymentOrder quiet = shop.made("QUIET", "10.00");
            Checkout checkout = here.bean(Checkout.class);
            AtomicReference<OrderState> heard = new AtomicReference<>();
            Set<String> disturbed = ConcurrentHashMap.newKeySet();
            try (Checkout.Watch _ = checkout.watch(
                            order.orderId(),
                            () -> heard.set(checkout.find(order.orderId()).state()));
                    Checkout.Watch _ = checkout.watch(
                            quiet.orderId(),
                            () -> disturbed.add(
                                    checkout.find(quiet.orderId()).state().name()))) {
                await().atMost(SOON).until(() -> heard.get() == OrderState.CREATED);

                Api.of(there).get("/pay/checkout/" + order.orderId());
                await().atMost(SOON).until(() -> heard.get() == OrderState.CHECKOUT_RENDERED);

                assertThat(Api.of(there)
                                .patch("/pay/charge/order/cancel", Map.of("transactionId", order.checkoutId()))
                                .status())
                        .isEqualTo(200);
                await().atMost(SOON).until(() -> heard.get() == OrderState.CANCELLED);
                assertThat(disturbed).containsExactly("CREATED");
            }
        } finally {
            there.stop();
            here.stop();
        }
    }
}
