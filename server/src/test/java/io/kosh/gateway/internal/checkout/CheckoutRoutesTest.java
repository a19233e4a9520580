package io.kosh.gateway.internal.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.CheckoutOrder.Payer;
import io.kosh.gateway.FakeCheckout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The routes of checkout clients over a checkout in memory, with all of the way that a request goes before them.
@Tag("store")
class CheckoutRoutesTest {
    private static final FakeCheckout CHECKOUT = new FakeCheckout();
    private static final JsonMapper JSON = new JsonMapper();
    private static final Payer NOBODY = new Payer("Merlin Collins", null, null);
    private static @Nullable TestServer server;

    private final Api api = Api.of(server());
    private final CheckoutOrder order = CHECKOUT.newOrder(NOBODY);

    @BeforeAll
    static void open() {
        server = TestServer.start(Checkout.class, CHECKOUT, Map.of("kosh.data-dir", "target/checkout-test-data"));
    }

    @AfterAll
    static void close() {
        server().stop();
    }

    private static TestServer server() {
        if (server == null) {
            throw new IllegalStateException("the server was not started");
        }
        return server;
    }

    private static JsonNode payload(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().get("response_code").asInt()).isZero();
        return reply.json().get("payload");
    }

    private static void assertRefused(Reply reply, int status, String field) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.json().get("response_code").asInt()).isEqualTo(1);
        assertThat(reply.text("response_message")).contains(field);
    }

    private Reply from(String origin, String path) {
        return api.send(HttpRequest.newBuilder(server().uri(path)).header("Origin", origin));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    private static Map<String, Object> card(String number, PaymentMode mode) {
        Map<String, Object> card = new HashMap<>(Map.of(
                "cardNumber", base64(number),
                "cvv", base64("123"),
                "expiry", base64("12/30"),
                "paymentMode", mode.name(),
                "cardHolderName", "Merlin Collins",
                "saveCard", false,
                "paymentType", "NEW_CARD"));
        card.put("paymentToken", null);
        return card;
    }

    private Map<String, Object> charge(Map<String, Object> detail) {
        return new HashMap<>(Map.of(
                "uniqueTransactionId",
                order.merchantOrderId(),
                "publicIdentifierKey",
                order.accessKey(),
                "transactionId",
                order.checkoutId(),
                "paymentDetail",
                detail,
                "surcharge",
                "0.00",
                "surchargeGst",
                18,
                "popupMode",
                true));
    }

    private Reply process(Map<String, Object> detail) {
        return api.post("/pay/charge/process", charge(detail));
    }

    private static JsonNode bare(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().has("response_code")).isFalse();
        return reply.json();
    }

    @Test
    void theDetailHasWhatClientsRead() {
        JsonNode detail = payload(api.get("/pay/checkout/" + order.orderId()));

        assertThat(detail.get("transactionId").asString()).isEqualTo(order.checkoutId());
        assertThat(detail.get("uniqueTransactionId").asString()).isEqualTo(order.merchantOrderId());
        assertThat(detail.get("publicIdentifierKey").asString()).isEqualTo(order.accessKey());
        assertThat(detail.get("amount").decimalValue()).isEqualByComparingTo("100.00");
        assertThat(detail.get("skipContactInfo").asBoolean()).isFalse();
        assertThat(detail.get("paymentAttemptLeft").asBoolean()).isTrue();
        assertThat(detail.get("creditCard").asBoolean()).isTrue();
        assertThat(detail.get("prepaidCard").asBoolean()).isFalse();
        assertThat(detail.get("debitCardSchemes")).isEqualTo(JSON.readTree("[\"RUPAY\"]"));
        assertThat(detail.get("cardSchemesSupported")).hasSize(3);
        assertThat(detail.get("topNetBankingList")).hasSize(1);
        assertThat(detail.at("/netBankingList/1/code").asString()).isEqualTo("KVB");
        assertThat(detail.at("/walletList/0/name").asString()).isEqualTo("Paytm");
        assertThat(detail.at("/surcharges/SC_CC_VISA").decimalValue()).isEqualByComparingTo("1.50");
        assertThat(detail.get("surchargeGst").decimalValue()).isEqualByComparingTo("18");
        assertThat(detail.at("/merchantInfo/checkoutLogo").asString())
                .startsWith("http")
                .endsWith("/logos/cobble.png");
        assertThat(detail.at("/merchantInfo/upiVpaEnabled").asBoolean()).isFalse();
        assertThat(detail.get("returnURL").asString()).isEqualTo(FakeCheckout.SHOP + "/back");
        assertThat(detail.propertyNames())
                .contains(
                        "checkoutProcessURL",
                        "checkoutCancelURL",
                        "savedCards",
                        "points",
                        "payLater",
                        "connectedBanking",
                        "multiplePaymentOption",
                        "anyPaymentModeActive",
                        "error");
    }

    @Test
    void anOrderIsRenderedOnceAndIsTheSameByEitherId() {
        payload(api.get("/pay/checkout/" + order.orderId()));
        assertThat(payload(api.get("/pay/checkout/" + order.checkoutId()))
                        .get("orderStatus")
                        .asString())
                .isEqualTo("CHECKOUT_RENDERED");
        assertThat(CHECKOUT.calls()).containsOnlyOnce("render " + order.orderId());
        assertRefused(api.get("/pay/checkout/ORD0000000000000AAAAA"), 404, "PAYMENT_ORDER_UNKNOWN");
    }

    @Test
    void anOrderThatHasEndedSaysSo() {
        CHECKOUT.close(order, OrderState.EXPIRED);
        JsonNode detail = payload(api.get("/pay/checkout/" + order.orderId()));

        assertThat(detail.get("paymentAttemptLeft").asBoolean()).isFalse();
        assertThat(detail.get("error").asString()).contains("expired");
        assertRefused(process(Map.of("paymentMode", "NET_BANKING", "bankCode", "HDFC")), 422, "ORDER_NOT_PAYABLE");
    }

    @Test
    void onlyPagesOfTheMerchantMayAsk() {
        Reply own = from(FakeCheckout.SHOP, "/pay/checkout/" + order.orderId());
        assertThat(own.header("Access-Control-Allow-Origin")).isEqualTo(FakeCheckout.SHOP);
        assertThat(own.header("Vary")).contains("Origin");

        for (String other : List.of("https://other.example", "null", FakeCheckout.SHOP + ".other.example")) {
            Reply refused = from(other, "/pay/checkout/" + order.orderId());
            assertThat(refused.status()).isEqualTo(403);
            assertThat(refused.header("Access-Control-Allow-Origin")).isEmpty();
        }
        assertThat(from("https://other.example", "/pay/checkout/upi-detail/" + order.orderId())
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aContactIsKeptAndReplacedAndTheMailIsNotToldBack() {
        String path = "/pay/checkout/customer-info/" + order.checkoutId();
        payload(api.patch(
                path,
                Map.of(
                        "customerEmail", "buyer@example.com",
                        "customerMobile", "9876543210",
                        "merchantAccessKey", order.accessKey())));
        Map<String, Object> later =
                new HashMap<>(Map.of("customerMobile", "+918765432109", "merchantAccessKey", order.accessKey()));
        later.put("customerEmail", null);
        Reply reply = api.patch(path, later);
        JsonNode contact = payload(reply);

        assertThat(contact.get("customerMobile").asString()).isEqualTo("8765432109");
        assertThat(contact.get("phoneNumber").asString()).isEqualTo("8765432109");
        assertThat(contact.get("firstName").asString()).isEqualTo("Merlin");
        assertThat(contact.get("address").isObject()).isTrue();
        assertThat(reply.body()).doesNotContain("@example.com");
        assertThat(reply.header("Kosh-Compat-Note")).contains("customerMobile");
        assertThat(payload(api.get("/pay/checkout/" + order.orderId()))
                        .get("skipContactInfo")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void aWrongContactIsRefusedByItsField() {
        String path = "/pay/checkout/customer-info/" + order.checkoutId();
        assertRefused(
                api.patch(path, Map.of("customerMobile", "12345", "merchantAccessKey", order.accessKey())),
                400,
                "customerMobile");
        assertRefused(api.patch(path, Map.of("customerMobile", "9876543210")), 400, "merchantAccessKey");
        assertRefused(
                api.patch(
                        path,
                        Map.of(
                                "customerMobile", "9876543210",
                                "customerEmail", "nobody",
                                "merchantAccessKey", order.accessKey())),
                400,
                "customerEmail");
        assertThat(api.patch(path, Map.of("customerMobile", "9876543210", "merchantAccessKey", "ACCESSKEYOTHER"))
                        .status())
                .isEqualTo(403);
    }

    @Test
    void aCardIsKnownByItsFirstDigits() {
        JsonNode card = payload(api.get("/api/v0/bin/details?bin=6074819900&transactionId=" + order.checkoutId()));

        assertThat(card.get("cardSchemeType").asString()).isEqualTo("RUPAY");
        assertThat(card.get("cardType").asString()).isEqualTo("DEBIT");
        assertThat(card.get("bankName").asString()).isEqualTo("State Bank of India");
        assertThat(card.get("pgCode").asString()).isNotBlank();
        assertRefused(api.get("/api/v0/bin/details?bin=41111&transactionId=" + order.checkoutId()), 400, "bin");
        assertRefused(api.get("/api/v0/bin/details?bin=9999999999&transactionId=" + order.checkoutId()), 404, "digits");
        assertThat(api.get("/api/v0/bin/details?bin=4111111111&transactionId=EK0")
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aBankIsVisited() {
        JsonNode reply = bare(process(Map.of("paymentMode", "NET_BANKING", "bankCode", "HDFC")));

        assertThat(reply.get("redirectionUrl").asString()).isEqualTo("https://bank.example/HDFC");
        assertThat(reply.get("transactionId").asString()).startsWith("EK").isNotEqualTo(order.checkoutId());
        assertThat(reply.get("error").asBoolean()).isFalse();
        assertThat(reply.get("dauth").asBoolean()).isFalse();
        assertThat(reply.get("rupay").asBoolean()).isFalse();
        assertThat(new ArrayList<>(reply.propertyNames()))
                .containsExactly(
                        "transactionStatus",
                        "dauth",
                        "error",
                        "iframe",
                        "transactionUuid",
                        "rupay",
                        "renderOtpPage",
                        "resultCode",
                        "resultMessage",
                        "redirectionUrl",
                        "transactionId");
        assertThat(CHECKOUT.popup()).isTrue();
    }

    @Test
    void aCardComesAsBase64OrPlain() {
        bare(process(card(FakeCheckout.PAYS_AT_BANK, PaymentMode.CREDIT_CARD)));
        Checkout.Choice.Card encoded = (Checkout.Choice.Card) CHECKOUT.choice();
        assertThat(encoded.number().value()).isEqualTo("4111111111111111");
        assertThat(encoded.securityCode().value()).isEqualTo("123");
        assertThat(encoded.expiry()).isEqualTo(YearMonth.of(2030, 12));
        assertThat(encoded.toString()).doesNotContain("4111");

        Map<String, Object> plain = card(FakeCheckout.PAYS_AT_BANK, PaymentMode.CREDIT_CARD);
        plain.putAll(Map.of("cardNumber", "4111 1111 1111 1111", "cvv", "123", "expiry", "12/2030"));
        Reply reply = process(plain);
        bare(reply);
        assertThat(CHECKOUT.choice()).isEqualTo(encoded);
        assertThat(reply.header("Kosh-Compat-Note")).contains("cardNumber: plain text");
    }

    @Test
    void eachEndOfACardHasItsPlaceInTheAnswer() {
        JsonNode otp = bare(process(card(FakeCheckout.WANTS_OTP, PaymentMode.DEBIT_CARD)));
        assertThat(otp.get("rupay").asBoolean()).isTrue();
        assertThat(otp.get("renderOtpPage").asBoolean()).isTrue();
        assertThat(otp.get("redirectionUrl").isNull()).isTrue();

        JsonNode declined = bare(process(card(FakeCheckout.IS_DECLINED, PaymentMode.CREDIT_CARD)));
        assertThat(declined.get("error").asBoolean()).isTrue();
        assertThat(declined.get("resultMessage").asString()).contains("FAILED");

        JsonNode paid = bare(process(card(FakeCheckout.PAYS_AT_ONCE, PaymentMode.CREDIT_CARD)));
        assertThat(paid.get("transactionStatus").asString()).isEqualTo("SUCCESS");
        assertThat(paid.get("dauth").asBoolean()).isTrue();
    }

    @Test
    void whatCannotBePaidWithIsRejectedByACode() {
        JsonNode scheme = bare(process(card(FakeCheckout.NOT_TAKEN, PaymentMode.CREDIT_CARD)));
        assertThat(scheme.get("resultCode").asInt()).isEqualTo(156);
        assertThat(scheme.get("resultMessage").asString()).isEqualTo("Card scheme type is invalid");
        assertThat(scheme.get("error").asBoolean()).isFalse();

        JsonNode mode = bare(process(card(FakeCheckout.PAYS_AT_BANK, PaymentMode.CORPORATE_CARD)));
        assertThat(mode.get("resultCode").asInt()).isEqualTo(156);

        for (var wrong : Map.of("cardNumber", "4111111111111112", "cvv", "12", "expiry", "13/30")
                .entrySet()) {
            Map<String, Object> card = card(FakeCheckout.PAYS_AT_BANK, PaymentMode.CREDIT_CARD);
            card.put(wrong.getKey(), base64(wrong.getValue()));
            Reply reply = process(card);
            assertThat(bare(reply).get("resultCode").asInt()).isEqualTo(158);
            assertThat(reply.text("resultMessage")).contains(wrong.getKey());
            assertThat(reply.body()).doesNotContain(wrong.getValue());
        }
        assertThat(bare(process(Map.of("paymentMode", "CASH")))
                        .get("resultCode")
                        .asInt())
                .isEqualTo(158);
        assertThat(bare(process(Map.of("paymentMode", "WALLET")))
                        .get("resultMessage")
                        .asString())
                .contains("bankCode");
    }

    @Test
    void theIdsOfAChargeBelongTogether() {
        for (String id : List.of("publicIdentifierKey", "uniqueTransactionId")) {
            Map<String, Object> body = charge(Map.of("paymentMode", "NET_BANKING", "bankCode", "HDFC"));
            body.put(id, "OTHER");
            assertRefused(api.post("/pay/charge/process", body), 403, id);
            body.remove(id);
            assertRefused(api.post("/pay/charge/process", body), 400, id);
        }
        Map<String, Object> body = charge(Map.of("paymentMode", "NET_BANKING", "bankCode", "HDFC"));
        body.remove("paymentDetail");
        assertRefused(api.post("/pay/charge/process", body), 400, "paymentDetail");
    }

    @Test
    void anotherSumOfTheClientIsNotedAndOursCounts() {
        Map<String, Object> body = charge(card(FakeCheckout.PAYS_AT_BANK, PaymentMode.CREDIT_CARD));
        body.put("surcharge", "1.50");
        assertThat(api.post("/pay/charge/process", body).header("Kosh-Compat-Note"))
                .isEmpty();
        body.put("surcharge", "9.00");
        assertThat(api.post("/pay/charge/process", body).header("Kosh-Compat-Note"))
                .contains("101.77");
        body.put("surcharge", "a lot");
        assertRefused(api.post("/pay/charge/process", body), 400, "surcharge");
    }

    @Test
    void aCodeToScanBeginsOnePayment() {
        JsonNode code = payload(api.get("/pay/checkout/qrcode/" + order.checkoutId()));
        String id = code.get("ekPayId").asString();

        assertThat(code.get("qrUrl").asString()).startsWith("upi://pay?").contains("tr=" + id, "mode=15", "am=100.00");
        assertThat(Base64.getDecoder().decode(code.get("qrCode").asString())).startsWith(0x89, 'P', 'N', 'G');
        assertThat(payload(api.get("/pay/checkout/qrcode/" + order.orderId()))
                        .get("ekPayId")
                        .asString())
                .isEqualTo(id);
        assertThat(status(id)).isEqualTo("PROCESS");
        CHECKOUT.tell(id, PaymentState.SUCCESS);
        JsonNode paid = payload(api.get("/pay/checkout/status/upi/" + id));
        assertThat(paid.get("status").asString()).isEqualTo("SUCCESS");
        assertThat(paid.get("orderId").asString()).isEqualTo(order.orderId());
        assertThat(paid.get("transactionMessage").asString()).isNotBlank();
    }

    private String status(String id) {
        return payload(api.get("/pay/checkout/status/upi/" + id)).get("status").asString();
    }

    @Test
    void linksBeginNothingUntilAnAppIsChosen() {
        JsonNode links = payload(api.get("/pay/checkout/upi-detail/" + order.checkoutId()));
        String id = links.get("transactionId").asString();

        assertThat(links.get("gpay").asString()).startsWith("tez://upi/pay?").contains("mode=04");
        assertThat(links.get("phonepe").asString()).startsWith("phonepe://");
        assertThat(links.get("paytm").asString()).startsWith("paytmmp://");
        assertThat(links.get("upi").asString()).startsWith("upi://pay?").contains("tr=" + id);
        assertThat(CHECKOUT.find(order.orderId()).state()).isEqualTo(OrderState.CREATED);
        assertThat(status(order.orderId())).isEqualTo("PROCESS");

        Map<String, String> chosen = Map.of("transactionId", id, "paymentMode", "UPI", "bankCode", "gpay");
        assertThat(payload(api.post("/pay/charge/intent-transaction", chosen))
                        .get("transactionId")
                        .asString())
                .isEqualTo(id);
        assertThat(CHECKOUT.calls()).contains("open gpay");
        assertThat(CHECKOUT.find(order.orderId()).state()).isEqualTo(OrderState.ATTEMPTED);
        assertRefused(
                api.post("/pay/charge/intent-transaction", Map.of("transactionId", id, "bankCode", "bhim")),
                400,
                "bankCode");
        assertThat(payload(api.post(
                                "/pay/charge/intent-transaction",
                                Map.of("transactionId", order.checkoutId(), "bankCode", "upi")))
                        .get("transactionId")
                        .asString())
                .isEqualTo(id);
    }

    @Test
    void aPaymentIsLetGoAndTheOrderToo() {
        String first = payload(api.get("/pay/checkout/qrcode/" + order.orderId()))
                .get("ekPayId")
                .asString();
        JsonNode expired =
                payload(api.patch("/pay/charge/expire", Map.of("transactionId", first, "remark", "timeout")));
        assertThat(expired.get("transactionStatus").asString()).isEqualTo("FAILED");
        assertThat(status(first)).isEqualTo("FAILED");
        assertThat(CHECKOUT.calls()).contains("expire timeout");

        String second = bare(process(card(FakeCheckout.WANTS_OTP, PaymentMode.DEBIT_CARD)))
                .get("transactionId")
                .asString();
        Map<String, String> unsupported = Map.of("transactionId", second, "remark", "rupay_otp_unsupported");
        JsonNode cancelled = payload(api.patch("/pay/charge/cancel", unsupported));
        assertThat(cancelled.get("transactionStatus").asString()).isEqualTo("CANCELLED");
        assertThat(cancelled.get("orderStatus").asString()).isEqualTo("ATTEMPTED");

        Map<String, String> reason = Map.of("transactionId", order.checkoutId(), "reason", "customer_cancelled");
        JsonNode ended = payload(api.patch("/pay/charge/order/cancel", reason));
        assertThat(ended.get("orderStatus").asString()).isEqualTo("CANCELLED");
        assertThat(CHECKOUT.calls()).contains("cancel order customer_cancelled");
        assertThat(api.patch("/pay/charge/cancel", Map.of("transactionId", "EK0"))
                        .status())
                .isEqualTo(404);
    }

    @Test
    void aCodeOfTheBankIsGivenAndSentAgain() {
        String id = bare(process(card(FakeCheckout.WANTS_OTP, PaymentMode.DEBIT_CARD)))
                .get("transactionId")
                .asString();
        Reply again = api.get("/pay/resend/otp/" + id);
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.header("Content-Type")).startsWith("text/plain");
        assertThat(again.body()).isEqualTo("A new code was sent to +91******3210.");

        assertRefused(api.post("/pay/otp/validate", Map.of("ekPayId", id, "otp", "654321")), 422, "2 tries");
        assertRefused(api.post("/pay/otp/validate", Map.of("ekPayId", id, "otp", "letmein")), 400, "otp");
        JsonNode paid = payload(
                api.post("/pay/otp/validate", Map.of("ekPayId", id, "otp", FakeCheckout.OTP, "checkSum", "string")));
        assertThat(paid.get("txnStatus").asString()).isEqualTo("SUCCESS");
        assertThat(paid.get("amount").isString()).isTrue();
        assertThat(paid.get("amount").asString()).isEqualTo("100.00");
        assertThat(paid.get("txnDate").asString()).startsWith("2025-03-27T");
        assertThat(new ArrayList<>(paid.propertyNames()))
                .containsExactly(
                        "uniqueTransactionId",
                        "publicIdentifierKey",
                        "transactionId",
                        "amount",
                        "currency",
                        "otpReferenceNumber",
                        "txnMessage",
                        "txnStatus",
                        "txnDate",
                        "orderId");
        assertThat(api.get("/pay/resend/otp/EK0").text("response_code")).isEqualTo("1");
    }

    @Test
    void noEventKeepsACardOrACode() {
        Map<String, Object> card = card(FakeCheckout.PAYS_AT_BANK, PaymentMode.CREDIT_CARD);
        card.put("number", "4111 1111 1111 1111");
        String charged = process(card).header("X-Request-Id");
        String asked = api.get("/api/v0/bin/details?bin=411111111111111&transactionId=" + order.checkoutId())
                .header("X-Request-Id");
        String given = api.post("/pay/otp/validate", Map.of("ekPayId", "EK0", "otp", "918273", "code", 918273))
                .header("X-Request-Id");

        for (String id : List.of(charged, asked, given)) {
            String events = Awaitility.await()
                    .atMost(Duration.ofSeconds(10))
                    .until(() -> events(id), found -> found.contains("micros"));
            assertThat(events)
                    .contains("\"route\"")
                    .doesNotContain("411111", base64("4111111111111111"), base64("123"), "918273", "Merlin");
        }
    }

    /// What the sandbox's log has of a request, as text.
    private static String events(String requestId) {
        return server().bean(Database.class)
                .inCompany(
                        new CompanyKey(0),
                        () -> server().bean(JdbcClient.class)
                                .sql(
                                        "select coalesce(string_agg(detail::text, ' '), '') from sandbox.event where request_id = ?")
                                .param(requestId)
                                .query(String.class)
                                .single());
    }
}
