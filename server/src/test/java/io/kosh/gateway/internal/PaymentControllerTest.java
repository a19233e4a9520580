package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.GatewayShop.RAILS;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ReaderException;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import io.kosh.rails.RailPayment;
import io.kosh.rails.RefundAnswer;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.QrReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class PaymentControllerTest {
    private static final String VISA = "4111111111111111";

    private final GatewayShop shop = new GatewayShop();

    private Reply post(String path, String body) {
        return shop.fixture
                .api()
                .send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(body)));
    }

    private Reply get(String path) {
        return shop.fixture.api().send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(shop.server.uri(path))
                .header("Authorization", "Bearer " + shop.fixture.token())
                .header("merchantAccessKey", shop.accessKey());
    }

    private static String card(String orderId, String number, String expiry) {
        return """
                {"orderId": "%s", "paymentDetail": {"paymentMode": "CREDIT_CARD", "cardHolderName": "Asha Rao",
                 "cardNumber": "%s", "cvv": "123", "expiry": "%s"}}""".formatted(orderId, number, expiry);
    }

    @Test
    void aCardLeadsToThePageOfItsBank() {
        RAILS.answer(
                "1111",
                _ -> new RailAnswer.Waiting("R1", new NextStep.Visit(URI.create("https://bank.example/3ds")), null));
        PaymentOrder order = shop.order();

        Reply reply = post("/api/v0/payment/submit", card(order.orderId(), VISA, "12/30"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("response_code")).isEqualTo("0");
        assertThat(reply.text("payload.redirectionUrl")).isEqualTo("https://bank.example/3ds");
        assertThat(reply.text("payload.status")).isEqualTo("PENDING_WITH_BANK");
        assertThat(reply.body()).doesNotContain(VISA).doesNotContain("\"123\"");
        Reply status = get("/api/v0/payment/" + reply.text("payload.transactionId"));
        assertThat(status.text("payload.maskedCardNumber")).isEqualTo("411111XXXXXX1111");
        assertThat(status.text("payload.cardScheme")).isEqualTo("VISA");
        assertThat(status.text("payload.created")).isNotBlank();
    }

    @Test
    void fieldsBesideTheOrderIdAndInBase64AreTakenToo() {
        RAILS.answer("1111", RAILS::paid);
        PaymentOrder order = shop.order();

        Reply reply = post("/api/v0/payment/submit", """
                {"orderId": "%s", "paymentDetail": {"amount": 1000, "currency": "INR"}, "paymentMode": "CREDIT_CARD",
                 "cardHolderName": "John Doe", "cardNumber": "%s", "cvv": 123, "expiry": "12/24", "bankCode": "HDFC",
                 "vpa": "john.doe@upi", "accountNumber": "123456789012", "ifsc": "HDFC0001234"}""".formatted(order.orderId(), base64(VISA)));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("payload.status")).isEqualTo("SUCCESS");
    }

    @Test
    void theAccountThatMayPayIsTakenFromPaymentDetailBesideTheMode() {
        PaymentOrder order = shop.order();

        Reply reply = post("/api/v0/payment/submit", """
                {"orderId": "%s", "paymentMode": "UPI", "vpa": "asha@upi",
                 "paymentDetail": {"accountNumber": "123456789012", "ifsc": "HDFC0001234"}}""".formatted(order.orderId()));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(RAILS.asked(reply.text("payload.transactionId")).onlyFrom())
                .isEqualTo(new RailPayment.BankAccount("123456789012", "HDFC0001234"));
    }

    @Test
    void theVpaIsTakenFromBesidePaymentDetail() {
        PaymentOrder order = shop.order();

        Reply reply = post(
                "/api/v0/payment/submit",
                "{\"orderId\": \"%s\", \"paymentDetail\": {\"paymentMode\": \"UPI\"}, \"vpa\": \"asha@upi\"}"
                        .formatted(order.orderId()));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.header("Kosh-Compat-Note")).contains("vpa");
        assertThat(get("/api/v0/payment/" + reply.text("payload.transactionId")).text("payload.vpa"))
                .isEqualTo("asha@upi");
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void aPaymentByUpiWithoutAVpaAnswersALinkAndACode() throws IOException, ReaderException {
        PaymentOrder order = shop.order();

        Reply reply = post(
                "/api/v0/payment/submit",
                "{\"orderId\": \"%s\", \"paymentDetail\": {\"paymentMode\": \"UPI\"}}".formatted(order.orderId()));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("payload.upiLink"))
                .startsWith("upi://pay?")
                .contains("tr=" + reply.text("payload.transactionId"))
                .contains("am=100.00")
                .endsWith("mode=04");
        assertThat(reply.text("payload.qrUrl"))
                .isEqualTo(reply.text("payload.upiLink").replace("mode=04", "mode=15"));
        assertThat(QrReader.read(Base64.getDecoder().decode(reply.text("payload.qrCode"))))
                .isEqualTo(reply.text("payload.qrUrl"));
    }

    @Test
    void aSavedCardPaysAgainByItsToken() {
        RAILS.answer("1111", _ -> new RailAnswer.Declined("51", "Too little money."));
        PaymentOrder order = shop.order();
        Reply first = post(
                "/api/v0/payment/submit",
                card(order.orderId(), VISA, "12/30").replace("\"cvv\"", "\"saveCard\": true, \"cvv\""));
        assertThat(first.text("payload.status")).isEqualTo("FAILED");

        Reply again =
                post("/api/v0/payment/submit", """
                {"orderId": "%s", "paymentDetail": {"paymentMode": "CREDIT_CARD", "paymentToken": "%s", "cvv": "123"}}""".formatted(order.orderId(), first.text("payload.paymentToken")));

        assertThat(again.status()).as(again.body()).isEqualTo(200);
        assertThat(again.text("payload.status")).isEqualTo("FAILED");
        assertThat(shop.find(order).attempts()).isEqualTo(2);
    }

    @Test
    void whatIsNoCardIsRefusedWithoutAnAttempt() {
        PaymentOrder order = shop.order();
        Reply wrong = post("/api/v0/payment/submit", card(order.orderId(), "4111111111111112", "12/30"));

        assertThat(wrong.status()).isEqualTo(400);
        assertThat(wrong.text("response_code")).isEqualTo("1");
        assertThat(wrong.body()).contains("cardNumber").doesNotContain("4111111111111112");
        assertThat(shop.find(order).attempts()).isZero();
        Reply kind = post(
                "/api/v0/payment/submit", card(order.orderId(), VISA, "12/30").replace("CREDIT_CARD", "DEBIT_CARD"));
        assertThat(kind.status()).isEqualTo(422);
        assertThat(shop.find(order).attempts()).isZero();
    }

    @Test
    void anybodyWithTheIdSeesHowAnOrderStands() {
        PaymentOrder order = shop.order();
        Api browser = Api.of(shop.server);
        Reply before = browser.get("/api/v0/transactions/" + order.checkoutId() + "/minimal");
        assertThat(before.status()).as(before.body()).isEqualTo(200);
        assertThat(before.text("payload.orderStatus")).isEqualTo("CREATED");
        assertThat(before.text("payload.status")).isEmpty();
        assertThat(before.json().at("/payload/paymentAttemptLeft").asBoolean()).isTrue();

        Attempt payment = shop.pay(order, "later@upi");
        shop.told(payment, RAILS.paid());

        for (String id : new String[] {order.checkoutId(), payment.paymentId()}) {
            Reply after = browser.get("/api/v0/transactions/" + id + "/minimal");
            assertThat(after.text("payload.orderStatus")).isEqualTo("PAID");
            assertThat(after.text("payload.status")).isEqualTo("SUCCESS");
            assertThat(after.text("payload.transactionId")).isEqualTo(payment.paymentId());
            assertThat(after.text("payload.uniqueTransactionId")).isEqualTo(order.merchantOrderId());
            assertThat(after.text("payload.customParameters.table")).isEqualTo("7");
            assertThat(after.text("payload.checksum")).matches("[0-9a-f]{64}");
            assertThat(after.json().at("/payload/paymentAttemptLeft").asBoolean())
                    .isFalse();
        }
        assertThat(browser.get("/api/v0/transactions/EK1743074262175e8KIO/minimal")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void whatGoesBackByItselfIsNoSuccessOnTheWayBack() {
        RAILS.refunds(_ -> new RefundAnswer.Working("B1", null));
        try {
            PaymentOrder order = shop.order();
            Attempt late = shop.pay(order, "later@upi");
            shop.move(order, OrderState.CANCELLED);
            shop.told(late, RAILS.paid());
            assertThat(shop.attempts(order)).extracting(Attempt::state).containsExactly(PaymentState.SUCCESS);

            Map<String, String> form = shop.server.bean(Checkout.class).result(order.orderId());
            Reply minimal = Api.of(shop.server).get("/api/v0/transactions/" + order.checkoutId() + "/minimal");

            assertThat(shop.server
                            .bean(Checkout.class)
                            .payment(late.paymentId())
                            .state())
                    .isEqualTo(PaymentState.REFUNDED);
            assertThat(form)
                    .containsEntry("orderStatus", "CANCELLED")
                    .containsEntry("status", "REFUNDED")
                    .containsEntry("transactionStatus", "REFUNDED")
                    .containsEntry("paymentAttemptLeft", "false");
            assertThat(minimal.text("payload.orderStatus")).as(minimal.body()).isEqualTo("CANCELLED");
            assertThat(minimal.text("payload.status")).isEqualTo("REFUNDED");
            assertThat(minimal.text("payload.transactionStatus")).isEqualTo("REFUNDED");
        } finally {
            RAILS.refunds(RAILS::given);
        }
    }

    @Test
    void theWayBackHasTheKeysOfTheMinimalViewUnderItsChecksum() {
        PaymentOrder order = shop.order();
        Map<String, String> before = shop.server.bean(Checkout.class).result(order.orderId());
        shop.pay(order, "later@upi");

        Map<String, String> form =
                new LinkedHashMap<>(shop.server.bean(Checkout.class).result(order.orderId()));
        Reply minimal = Api.of(shop.server).get("/api/v0/transactions/" + order.checkoutId() + "/minimal");

        List<String> scalars = minimal.json().get("payload").propertyNames().stream()
                .filter(each -> !each.equals("customParameters"))
                .toList();
        assertThat(form).containsKeys(scalars.toArray(String[]::new)).containsEntry("paymentAttemptLeft", "true");
        assertThat(before).containsKeys(scalars.toArray(String[]::new)).containsEntry("paymentAttemptLeft", "true");
        String checksum = form.remove("checksum");
        assertThat(checksum).isEqualTo(shop.server.bean(GatewayChecksums.class).of(shop.company, form));
    }

    @Test
    void aMerchantFindsItsOwnPaymentsOnly() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        Reply mine = post("/api/v0/transactions/search?limit=5", "{\"orderId\": \"" + order.merchantOrderId() + "\"}");
        GatewayShop other = new GatewayShop();
        Reply theirs = other.fixture
                .api()
                .send(HttpRequest.newBuilder(other.server.uri("/api/v0/payment/" + payment.paymentId()))
                        .header("Authorization", other.fixture.token())
                        .header("merchantAccessKey", other.accessKey())
                        .GET());

        assertThat(mine.text("payload.recordsCount")).isEqualTo("1");
        assertThat(mine.text("payload.data.0.transactionId")).isEqualTo(payment.paymentId());
        assertThat(theirs.status()).isEqualTo(404);
    }

    @Test
    void whoseAVpaIsNeedsAToken() {
        PaymentOrder order = shop.order();
        Map<String, String> body = Map.of(
                "merchantOrderId", order.merchantOrderId(),
                "merchantIdentifierKey", shop.accessKey(),
                "vpa", "asha@upi");

        assertThat(shop.fixture.api().post("/pay/charge/verify-vpa", body).text("payload.name"))
                .isEqualTo("Asha Rao");
        assertThat(Api.of(shop.server).post("/pay/charge/verify-vpa", body).status())
                .isEqualTo(401);
    }
}
