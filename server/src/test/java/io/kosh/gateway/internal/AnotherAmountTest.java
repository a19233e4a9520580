package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.testing.Api.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The sandbox's acquirer takes another amount than it was asked for, from its callback to its refund.
@Tag("store")
class AnotherAmountTest {
    @Test
    void whatCameGoesBackAndTheOrderIsPaidByTheNextPayment() {
        MerchantShop shop = MerchantShop.fresh();
        PaymentOrder order = shop.made("HALF", "100.00");
        String half = pay(shop, order, "half@kosh");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() ->
                        assertThat(status(shop, half).text("payload.status")).isEqualTo("REFUNDED"));
        Reply told = status(shop, half);
        assertThat(told.text("payload.errorCode")).as(told.body()).isEqualTo("ANOTHER_AMOUNT");
        assertThat(told.text("payload.receivedAmount")).isEqualTo("50.0");
        assertThat(told.text("payload.refundedAmount")).isEqualTo("50.0");
        assertThat(told.text("payload.orderStatus")).isEqualTo("ATTEMPTED");
        assertThat(shop.fixture().api().get("/api/v1/gateway/refunds").text("items.0.cause"))
                .isEqualTo("ANOTHER_AMOUNT");

        String whole = pay(shop, order, "success@kosh");

        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(status(shop, whole).text("payload.orderStatus"))
                        .isEqualTo("PAID"));
        assertThat(status(shop, whole).text("payload.status")).isEqualTo("SUCCESS");
    }

    private static String pay(MerchantShop shop, PaymentOrder order, String vpa) {
        return shop.post(
                        "/api/v0/payment/submit",
                        Map.of("orderId", order.orderId(), "paymentDetail", Map.of("paymentMode", "UPI", "vpa", vpa)))
                .text("payload.transactionId");
    }

    private static Reply status(MerchantShop shop, String payment) {
        return shop.get("/api/v0/payment/" + payment);
    }
}
