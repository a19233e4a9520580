package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.GatewayShop.RAILS;
import static io.kosh.gateway.internal.MerchantShop.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What payers' browsers ask and may not have, from HTTP to SQL.
@Tag("store")
class CheckoutDoorTest {
    private static final String CODE_CARD = "6074819900004939";
    private static final String VISA = "4111111111111111";
    private static final String NOBODY = "EK0000000000000AAAAA";

    private final GatewayShop shop = new GatewayShop();
    private final Api browser = Api.of(shop.server);

    @BeforeEach
    void cardsAreAnswered() {
        RAILS.answer("4939", _ -> new RailAnswer.Waiting("R1", new NextStep.GiveOtp("XXXXXX7890"), null));
        RAILS.answer("1111", RAILS::paid);
    }

    @Test
    void anOrdersDayIsTheOneOfItsMerchant() {
        PaymentOrder order = shop.order();
        LocalDate before =
                shop.server.bean(Checkout.class).find(order.orderId()).today();

        shop.fixture.api().post("/sandbox/clock", Map.of("advance", "P40D"));

        assertThat(shop.server.bean(Checkout.class).find(order.orderId()).today())
                .isBetween(before.plusDays(40), before.plusDays(41));
    }

    private Reply charge(PaymentOrder order, Map<String, Object> detail) {
        return browser.post(
                "/pay/charge/process",
                Map.of(
                        "uniqueTransactionId", order.merchantOrderId(),
                        "publicIdentifierKey", order.accessKey(),
                        "transactionId", order.checkoutId(),
                        "paymentDetail", detail));
    }

    private static Map<String, Object> card(String number, String mode) {
        return Map.of(
                "paymentMode", mode,
                "cardNumber", base64(number),
                "cvv", base64("123"),
                "expiry", base64("12/40"),
                "cardHolderName", "Asha Rao");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private Reply otp(String id, String code) {
        return browser.post("/pay/otp/validate", Map.of("ekPayId", id, "otp", code));
    }

    private Reply resend(String id) {
        return browser.get("/pay/resend/otp/" + id);
    }

    @Test
    void anOrderOfTheLongestIdIsPaidByIt() {
        String longest = "M".repeat(100);
        PaymentOrder order = shop.order(longest);
        MerchantShop merchant = new MerchantShop(shop.server, shop.fixture);

        Reply whose = merchant.post(
                "/pay/charge/verify-vpa",
                Map.of("merchantOrderId", longest, "merchantIdentifierKey", shop.accessKey(), "vpa", "asha@upi"));
        Reply submitted = merchant.post(
                "/api/v0/payment/submit",
                Map.of("orderId", longest, "paymentDetail", Map.of("paymentMode", "UPI", "vpa", "asha@upi")));
        Reply charged = charge(order, card(VISA, "CREDIT_CARD"));
        Reply found = merchant.post("/api/v0/transactions/search", Map.of("orderId", longest));

        assertThat(whose.text("payload.name")).as(whose.body()).isEqualTo("Asha Rao");
        assertThat(submitted.text("payload.status")).as(submitted.body()).isEqualTo("PENDING_WITH_BANK");
        assertThat(charged.text("transactionStatus")).as(charged.body()).isEqualTo("SUCCESS");
        assertThat(found.text("payload.recordsCount")).as(found.body()).isEqualTo("2");
    }

    @Test
    void aCodeIsTakenOnceAndOnlyWhereOneIsAwaited() {
        PaymentOrder order = shop.order();
        Reply begun = charge(order, card(CODE_CARD, "DEBIT_CARD"));
        assertThat(begun.json().at("/renderOtpPage").asBoolean())
                .as(begun.body())
                .isTrue();
        String id = begun.text("transactionId");
        String byApp = shop.pay(shop.order(), "later@upi").paymentId();

        refused(otp(id, "000000"), 422, "2 tries left");
        refused(otp(byApp, "123456"), 422, "waits for no code");
        refused(resend(byApp), 422, "waits for no code");
        refused(otp(NOBODY, "123456"), 404, "no such transaction");
        refused(resend(order.checkoutId()), 404, "no such transaction");
        assertThat(resend(id).body()).contains("XXXXXX7890");
        assertThat(shop.find(order).state()).isEqualTo(OrderState.ATTEMPTED);

        assertThat(otp(id, "123456").text("payload.txnStatus")).isEqualTo("SUCCESS");

        refused(otp(id, "123456"), 422, "has ended");
        refused(resend(id), 422, "has ended");
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
    }

    @Test
    void whatIsPaidIsNeitherGivenUpNorAskedForAgain() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        shop.told(payment, RAILS.paid());

        for (String way : List.of("expire", "cancel")) {
            Reply stands =
                    browser.patch("/pay/charge/" + way, Map.of("transactionId", payment.paymentId(), "remark", "late"));
            assertThat(stands.text("payload.transactionStatus")).as(way).isEqualTo("SUCCESS");
            assertThat(stands.text("payload.orderStatus")).isEqualTo("PAID");
            refused(browser.patch("/pay/charge/" + way, Map.of("transactionId", NOBODY)), 404, "no such transaction");
            refused(
                    browser.patch("/pay/charge/" + way, Map.of("transactionId", order.checkoutId())),
                    404,
                    "no such transaction");
            refused(browser.patch("/pay/charge/" + way, Map.of("remark", "late")), 400, "transactionId");
        }
        refused(
                browser.patch("/pay/charge/order/cancel", Map.of("transactionId", order.checkoutId())),
                422,
                "cannot go from PAID");
        refused(charge(order, card(VISA, "CREDIT_CARD")), 422, "the order is PAID");
        refused(browser.get("/pay/checkout/upi-detail/" + order.orderId()), 422, "the order is PAID");
        assertThat(shop.attempts(order)).extracting(Attempt::state).containsExactly(PaymentState.SUCCESS);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
    }

    @Test
    void anOrderIsGivenUpOnce() {
        PaymentOrder order = shop.order();
        Map<String, String> up = Map.of("transactionId", order.checkoutId(), "reason", "customer_cancelled");

        for (int i = 0; i < 2; i++) {
            assertThat(browser.patch("/pay/charge/order/cancel", up).text("payload.orderStatus"))
                    .isEqualTo("CANCELLED");
        }

        refused(charge(order, Map.of("paymentMode", "UPI", "vpa", "later@upi")), 422, "the order is CANCELLED");
        refused(contact(order, order.accessKey()), 422, "the order is CANCELLED");
        refused(browser.patch("/pay/charge/order/cancel", Map.of("transactionId", NOBODY)), 404, "no order");
        assertThat(shop.attempts(order)).isEmpty();
    }

    private Reply contact(PaymentOrder order, String accessKey) {
        return browser.patch(
                "/pay/checkout/customer-info/" + order.checkoutId(),
                Map.of("customerMobile", "9876543210", "merchantAccessKey", accessKey));
    }

    @Test
    void aContactIsTakenWithTheOrdersOwnKey() {
        PaymentOrder order = shop.order();

        refused(contact(order, new GatewayShop().accessKey()), 403, "not the one of the order");
        assertThat(shop.find(order).customer().phoneNumber()).isNull();

        assertThat(contact(order, order.accessKey()).text("payload.customerMobile"))
                .isEqualTo("9876543210");
        assertThat(shop.find(order).customer().phoneNumber()).isEqualTo("9876543210");
    }

    @Test
    void whatNobodyLendsOrTheMerchantDoesNotOfferIsRejected() {
        PaymentOrder order = shop.order();
        Reply unknown = charge(order, Map.of("paymentMode", "PAY_LATER", "bnplPaymentOptionId", "NOBODY"));
        assertThat(unknown.text("resultCode")).as(unknown.body()).isEqualTo("158");
        assertThat(unknown.text("resultMessage")).contains("bnplPaymentOptionId");
        assertThat(charge(order, Map.of("paymentMode", "PAY_LATER")).text("resultCode"))
                .isEqualTo("158");
        assertThat(shop.fixture
                        .api()
                        .put("/api/v1/gateway/settings", Map.of("modes", List.of("UPI")))
                        .status())
                .isEqualTo(200);

        Reply closed = charge(order, Map.of("paymentMode", "PAY_LATER", "bnplPaymentOptionId", "SIMPL15"));

        assertThat(closed.text("resultCode")).as(closed.body()).isEqualTo("156");
        assertThat(shop.attempts(order)).isEmpty();
    }

    @Test
    void whatIsAskedOfACardNeedsAnOrderAndDigits() {
        PaymentOrder order = shop.order();
        String path = "/api/v0/bin/details?transactionId=";

        refused(browser.get(path + order.checkoutId() + "&bin=41111"), 400, "bin");
        refused(browser.get(path + NOBODY + "&bin=411111"), 404, "no order");
        assertThat(browser.get(path + order.checkoutId() + "&bin=411111").text("payload.cardSchemeType"))
                .isEqualTo("VISA");
    }

    @Test
    void aFeeUnderTheAcquirersNameIsChargedAsClientsFindIt() {
        Reply rule = shop.fixture
                .api()
                .post(
                        "/api/v1/gateway/fees",
                        Map.of(
                                "sort",
                                "SC",
                                "mode",
                                "CREDIT_CARD",
                                "qualifier",
                                "KOSH",
                                "percent",
                                2,
                                "source",
                                "test"));
        assertThat(rule.status()).as(rule.body()).isEqualTo(201);
        PaymentOrder order = shop.order();
        String acquirer = browser.get("/api/v0/bin/details?bin=411111&transactionId=" + order.checkoutId())
                .text("payload.pgCode");
        Reply detail = browser.get("/pay/checkout/" + order.orderId());
        assertThat(detail.json().at("/payload/surcharges/SC_CC_" + acquirer).decimalValue())
                .isEqualByComparingTo("2");

        charge(order, card(VISA, "CREDIT_CARD"));

        assertThat(shop.attempts(order))
                .singleElement()
                .satisfies(payment -> assertThat(payment.charge().finalAmount()).isEqualTo(102_36));
    }

    @Test
    void whatAPayerAsksIsInTheMerchantsLogAndNoOthers() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        for (String path : List.of(
                "/pay/checkout/" + order.orderId(),
                "/pay/checkout/status/upi/" + payment.paymentId(),
                "/api/v0/transactions/" + order.checkoutId() + "/minimal")) {
            String request = browser.get(path).header("X-Request-Id");

            await().atMost(Duration.ofSeconds(10))
                    .until(() -> shop.fixture
                            .api()
                            .get("/sandbox/events/requests/" + request)
                            .json()
                            .findValuesAsString("kind")
                            .contains("REQUEST"));
            assertThat(new GatewayShop()
                            .fixture
                            .api()
                            .get("/sandbox/events/requests/" + request)
                            .status())
                    .isEqualTo(404);
        }
    }
}
