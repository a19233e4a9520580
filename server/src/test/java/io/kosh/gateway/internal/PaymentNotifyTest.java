package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.GatewayShop.RAILS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.kernel.Secret;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RefundAnswer;
import io.kosh.testing.Api.Reply;
import io.kosh.webhooks.Checksum;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// What the address of an order is told, field by field.
@Tag("store")
class PaymentNotifyTest {
    private static final JsonMapper JSON = new JsonMapper();

    private final GatewayShop shop = new GatewayShop();
    private final MerchantShop merchant = new MerchantShop(shop.server, shop.fixture);
    private final String hook =
            shop.fixture.api().post("/sandbox/hooks", Map.of("label", "orders")).text("hookId");

    private PaymentOrder order(String id) {
        Map<String, Object> body = new HashMap<>(MerchantShop.order(id, "100.00"));
        body.put("notifyUrl", shop.server.uri("/sandbox/hooks/" + hook).toString());
        Reply made = merchant.create(body);
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return merchant.order(made.text("payload.orderId"));
    }

    /// The bodies that came, once there are so many.
    private List<String> told(int count) {
        return await().atMost(Duration.ofSeconds(20))
                .until(
                        () -> shop.fixture
                                .api()
                                .get("/sandbox/hooks/" + hook + "/received")
                                .json()
                                .get("items")
                                .valueStream()
                                .map(each -> each.get("body").asString())
                                .toList(),
                        bodies -> bodies.size() >= count);
    }

    @Test
    void aSuccessIsToldWithEverySum() {
        Reply rule = shop.fixture
                .api()
                .post(
                        "/api/v1/gateway/fees",
                        Map.of("sort", "CF", "mode", "CREDIT_CARD", "fixed", "1.50", "source", "test"));
        assertThat(rule.status()).as(rule.body()).isEqualTo(201);
        String secret = shop.fixture
                .api()
                .post("/api/v1/webhooks/order-secrets", Map.of("overlapSeconds", 0))
                .text("secret");
        RailAnswer.Paid paid = RAILS.paid(101_77);
        RAILS.answer("1111", _ -> paid);
        PaymentOrder order = order("TOLD");

        Reply submitted = merchant.post("/api/v0/payment/submit", """
                {"orderId": "%s", "paymentDetail": {"paymentMode": "CREDIT_CARD", "cardHolderName": "Asha Rao",
                 "cardNumber": "4111111111111111", "cvv": "123", "expiry": "12/40"}}""".formatted(order.orderId()));

        assertThat(submitted.text("payload.status")).as(submitted.body()).isEqualTo("SUCCESS");
        String body = told(1).getFirst();
        JsonNode told = JSON.readTree(body);
        Map<String, String> texts = new HashMap<>();
        Map<String, BigDecimal> sums = new HashMap<>();
        for (String name : told.propertyNames()) {
            JsonNode value = told.get(name);
            if (value.isNumber()) {
                sums.put(name, value.decimalValue().setScale(2));
            } else {
                texts.put(name, value.asString());
            }
        }
        String checksum = Objects.requireNonNull(texts.remove("checksum"));
        assertThat(texts.remove("txnDate")).startsWith("20").endsWith("Z");
        assertThat(texts.remove("txnMsg")).isNotBlank();
        assertThat(sums)
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "surcharge", new BigDecimal("1.50"),
                        "surchargeGst", new BigDecimal("0.27"),
                        "amount", new BigDecimal("100.00"),
                        "finalAmount", new BigDecimal("101.77"),
                        "transactionAmount", new BigDecimal("101.77"),
                        "mdr", new BigDecimal("2.00"),
                        "mdrGst", new BigDecimal("0.36")));
        assertThat(texts)
                .containsExactlyInAnyOrderEntriesOf(Map.ofEntries(
                        Map.entry("paymentMode", "CREDIT_CARD"),
                        Map.entry("bankCode", ""),
                        Map.entry("bankName", "HDFC Bank"),
                        Map.entry("cardScheme", "VISA"),
                        Map.entry("currency", "INR"),
                        Map.entry("status", "SUCCESS"),
                        Map.entry("transactionStatus", "SUCCESS"),
                        Map.entry("orderStatus", "PAID"),
                        Map.entry("transactionId", submitted.text("payload.transactionId")),
                        Map.entry("uniqueTransactionId", "TOLD"),
                        Map.entry("orderId", order.orderId()),
                        Map.entry("maskedCardNumber", "411111XXXXXX1111"),
                        Map.entry("cardHolderName", "Asha Rao"),
                        Map.entry("paymentToken", ""),
                        Map.entry("bankTransactionId", paid.bankReference())));
        Secret<byte[]> key = new Secret<>(Base64.getDecoder().decode(secret.substring("whsec_".length())));
        assertThat(Checksum.matches(key, body, checksum)).isTrue();
        assertThat(Checksum.matches(key, body.replace("101.77", "1.77"), checksum))
                .isFalse();
    }

    @Test
    void eachChangeAndEachRefundIsToldOnceAndASecondPaymentAtNoMomentAsASuccess() {
        PaymentOrder order = order("ENDS");
        Attempt declined = shop.pay(order, "later@upi");
        Attempt givenUp = shop.pay(order, "later@upi");
        Attempt paid = shop.pay(order, "later@upi");
        Attempt second = shop.pay(order, "later@upi");
        shop.told(declined, new RailAnswer.Declined("U30", "The bank declined the payment."));
        shop.payments.payerDid(shop.company, givenUp, new Told.Cancelled("closed"));
        shop.told(paid, RAILS.paid());
        shop.told(paid, RAILS.paid());
        shop.told(second, RAILS.paid());
        assertThat(shop.fixture
                        .api()
                        .post(
                                "/api/v1/gateway/refund-balance/recharges",
                                Map.of("amount", "50.00", "reference", "told-1"))
                        .status())
                .isEqualTo(201);

        Reply refund = merchant.post(
                "/api/v0/payment/" + paid.paymentId() + "/refund", Map.of("amount", "40", "requestId", "R1"));

        assertThat(refund.status()).as(refund.body()).isEqualTo(200);
        List<JsonNode> bodies = told(11).stream().map(JSON::readTree).toList();
        assertThat(bodies)
                .extracting(each -> each.path("transactionId").asString() + " "
                        + each.path("status").asString() + " "
                        + each.path("amount").decimalValue().intValueExact())
                .containsExactlyInAnyOrder(
                        declined.paymentId() + " PENDING_WITH_BANK 100",
                        declined.paymentId() + " FAILED 100",
                        givenUp.paymentId() + " PENDING_WITH_BANK 100",
                        givenUp.paymentId() + " CANCELLED 100",
                        paid.paymentId() + " PENDING_WITH_BANK 100",
                        paid.paymentId() + " SUCCESS 100",
                        paid.paymentId() + " PARTIALLY_REFUNDED 100",
                        paid.paymentId() + " PARTIALLY_REFUNDED 40",
                        second.paymentId() + " PENDING_WITH_BANK 100",
                        second.paymentId() + " REFUNDED 100",
                        second.paymentId() + " REFUNDED 100");
        assertThat(bodies)
                .filteredOn(each -> each.has("refundId"))
                .extracting(each -> each.path("cause").asString()
                        + " " + each.path("refundStatus").asString()
                        + " " + each.path("requestId").asString())
                .containsExactlyInAnyOrder("SECOND_PAYMENT SUCCESS ", "MERCHANT SUCCESS R1");
    }

    @Test
    void aRefundThatCannotBeGivenIsNoFailureOfThePayment() {
        PaymentOrder order = order("STUCK");
        Attempt paid = shop.pay(order, "later@upi");
        Attempt second = shop.pay(order, "later@upi");
        RAILS.refunds(_ -> new RefundAnswer.Declined("92", "The account is closed."));
        try {
            shop.told(paid, RAILS.paid());
            shop.told(second, RAILS.paid());

            List<JsonNode> bodies = told(4).stream().map(JSON::readTree).toList();
            assertThat(bodies)
                    .filteredOn(each -> each.has("refundId"))
                    .singleElement()
                    .satisfies(each -> {
                        assertThat(each.path("transactionId").asString()).isEqualTo(second.paymentId());
                        assertThat(each.path("refundStatus").asString()).isEqualTo("FAILED");
                        assertThat(each.has("status")).isFalse();
                        assertThat(each.has("transactionStatus")).isFalse();
                    });
        } finally {
            RAILS.refunds(RAILS::given);
        }
    }
}
