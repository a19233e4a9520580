package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.MerchantShop.order;
import static io.kosh.gateway.internal.MerchantShop.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.OrderState;
import io.kosh.platform.PublicIds;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("store")
class PaymentOrderControllerTest {
    private static final String DOCUMENTED = """
            {
              "orderId": "RANDOMID123",
              "amount": {"value": 100.00, "currency": "INR"},
              "returnUrl": "https://glaring-version.net/",
              "notifyUrl": "https://inconsequential-annual.biz/",
              "customerInfo": {
                "firstName": "Merlin",
                "lastName": "Collins",
                "address": {
                  "streetName": "Jill Zemlak", "city": "Darioside", "state": "Minnesota", "country": "Angola",
                  "zipcode": "06422"
                },
                "email": "buyer@example.com",
                "phoneNumber": "9889890909"
              },
              "customParameters": {"customParam1": "value"}
            }""";

    private final MerchantShop shop = MerchantShop.fresh();

    private static Map<String, Object> with(String field, Object value) {
        Map<String, Object> order = new HashMap<>(order("A1", "100.00"));
        order.put(field, value);
        return order;
    }

    @Test
    void theDocumentedOrderIsMadeAndShown() {
        Reply made = shop.create(DOCUMENTED);

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(made.text("response_code")).isEqualTo("0");
        String id = made.text("payload.orderId");
        assertThat(id).matches("ORD[0-9]{13}[A-Za-z0-9]{5}");
        assertThat(made.text("payload.redirectionUrl")).endsWith("/v1/pay/" + id);

        Reply shown = shop.get("/api/v0/orders/" + id);
        assertThat(shown.status()).as(shown.body()).isEqualTo(200);
        assertThat(shown.text("payload.orderId")).isEqualTo(id);
        assertThat(shown.text("payload.merchantOrderId")).isEqualTo("RANDOMID123");
        assertThat(shown.text("payload.status")).isEqualTo("CREATED");
        assertThat(shown.body()).contains("\"value\":100.00");
        assertThat(shown.text("payload.amount.currency")).isEqualTo("INR");
        assertThat(shown.text("payload.customerInfo.address.zipcode")).isEqualTo("06422");
        assertThat(shown.text("payload.customerInfo.phoneNumber")).isEqualTo("9889890909");
        assertThat(shown.text("payload.customParameters.customParam1")).isEqualTo("value");
        assertThat(shown.text("payload.returnUrl")).isEqualTo("https://glaring-version.net/");
        assertThat(shown.text("payload.notifyUrl")).isEqualTo("https://inconsequential-annual.biz/");
        assertThat(shown.text("payload.created")).isEqualTo(shown.text("payload.lastModified"));
        assertThat(shown.json().at("/payload/transactions").isArray()).isTrue();
    }

    @Test
    void itsIdsAreTheCompanysAndItsFirstMoveIsKept() {
        PaymentOrder made = shop.made("A1", 100);

        assertThat(made.checkoutId()).matches("EK[0-9]{13}[A-Za-z0-9]{5}");
        assertThat(shop.owns(made.orderId(), PublicIds.Kind.PAYMENT_ORDER)).isTrue();
        assertThat(shop.owns(made.checkoutId(), PublicIds.Kind.PAYMENT_CHECKOUT))
                .isTrue();
        assertThat(made.version()).isEqualTo(1);
        assertThat(made.accessKey()).isEqualTo(shop.accessKey());
        assertThat(shop.moves(made)).singleElement().satisfies(move -> {
            assertThat(move.from()).isNull();
            assertThat(move.to()).isEqualTo(OrderState.CREATED);
            assertThat(move.actor()).isEqualTo(shop.fixture().username());
        });
    }

    @Test
    void aTextIsTakenAsTheNumberThatItIs() {
        Reply made = shop.create(order("A1", "100.00"));

        assertThat(made.header("Kosh-Compat-Note")).contains("a text was taken as a number");
        assertThat(shop.order(made.text("payload.orderId")).amountMinor()).isEqualTo(10_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "0.001", "-1", "1000000000.01", "100.001", "ten", "\"1e3\""})
    void amountsOutOfBoundsAreRefused(String amount) {
        Reply reply = shop.create("{\"orderId\":\"A1\",\"amount\":{\"value\":"
                + (amount.equals("ten") ? "\"ten\"" : amount) + ",\"currency\":\"INR\"}}");

        refused(reply, 400, "value");
    }

    @ParameterizedTest
    @CsvSource({"0.01,1", "1000000000,100000000000", "1000000000.00,100000000000"})
    void theSmallestAndTheLargestAmountAreTaken(String amount, long minor) {
        Reply made = shop.create("{\"orderId\":\"A1\",\"amount\":{\"value\":" + amount + ",\"currency\":\"INR\"}}");

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(shop.order(made.text("payload.orderId")).amountMinor()).isEqualTo(minor);
    }

    @Test
    void onlyRupeesAreTaken() {
        refused(shop.create(with("amount", Map.of("value", 1, "currency", "USD"))), 400, "must be INR");
        assertThat(shop.create(with("amount", Map.of("value", 1))).header("Kosh-Compat-Note"))
                .contains("taken as INR");
    }

    @Test
    void whatIsMissingIsNamed() {
        refused(shop.create(Map.of("amount", Map.of("value", 1))), 400, "orderId is required");
        refused(shop.create(Map.of("orderId", "A1")), 400, "amount is required");
        refused(shop.create(Map.of("orderId", "A 1", "amount", Map.of("value", 1))), 400, "orderId");
        refused(
                shop.create(with("paymentDetail", Map.of("accountNumber", "123456789012"))),
                400,
                "paymentDetail.ifsc is required");
    }

    @Test
    void anAccountThatAloneMayPayIsKept() {
        Reply made = shop.create(with("paymentDetail", Map.of("accountNumber", "123456789012", "ifsc", "KKBK0000432")));

        var only = Objects.requireNonNull(
                shop.order(made.text("payload.orderId")).terms().onlyFrom());
        assertThat(only.number()).isEqualTo("123456789012");
        assertThat(only.ifsc()).isEqualTo("KKBK0000432");
        refused(
                shop.create(with("paymentDetail", Map.of("accountNumber", "12345678", "ifsc", "KKBK0000432"))),
                400,
                "accountNumber");
        refused(
                shop.create(with("paymentDetail", Map.of("accountNumber", "123456789", "ifsc", "KKBK1000432"))),
                400,
                "ifsc");
    }

    @Test
    void whatMayBeChosenIsKeptByTheDocumentedKeys() {
        Map<String, Object> options = new HashMap<>();
        options.put("UPI", null);
        options.put("NET_BANKING", List.of("HDFC", "SBIN"));
        options.put("CREDIT_CARD", List.of("visa", "JCB"));
        options.put("EMI", List.of("X"));
        Reply made = shop.create(with("restrictedPaymentOptions", options));

        assertThat(made.status()).as(made.body()).isEqualTo(200);
        assertThat(made.header("Kosh-Compat-Note")).contains("an unknown mode").contains("an unknown scheme");
        assertThat(shop.order(made.text("payload.orderId")).terms().restricted())
                .isEqualTo(Map.of(
                        "UPI", List.of(), "NETBANKING", List.of("HDFC", "SBIN"), "CREDIT_CARD", List.of("VISA")));
    }

    @Test
    void whatWouldOfferEverythingByMistakeIsRefused() {
        refused(
                shop.create(with("restrictedPaymentOptions", Map.of("EMI", List.of()))),
                400,
                "names no mode that there is");
        refused(
                shop.create(with("restrictedPaymentOptions", Map.of("DEBIT_CARD", List.of("JCB")))),
                400,
                "names no scheme that there is");
        refused(shop.create(with("restrictedPaymentOptions", Map.of("UPI", 7))), 400, "UPI must be null or a list");
        refused(
                shop.create(with("restrictedPaymentOptions", Map.of("WALLET", List.of(7)))),
                400,
                "must hold texts only");
    }

    @Test
    void addressesAreChecked() {
        refused(shop.create(with("returnUrl", "javascript:alert(1)")), 400, "returnUrl must begin with https://");
        refused(shop.create(with("returnUrl", "https://a:b@shop.example/")), 400, "returnUrl");
        refused(shop.create(with("returnUrl", "https://shop.example/a b")), 400, "returnUrl is not an address");
        refused(shop.create(with("notifyUrl", "ftp://shop.example/")), 400, "notifyUrl must begin with https://");
        assertThat(shop.create(with("returnUrl", "")).status()).isEqualTo(200);
    }

    @Test
    void blankAndUnknownFieldsSayNothing() {
        Map<String, Object> order = with("customerInfo", Map.of("firstName", "", "email", " "));
        order.put("whatever", Map.of("deep", List.of(1)));
        Reply made = shop.create(order);

        assertThat(shop.order(made.text("payload.orderId")).customer().firstName())
                .isNull();
    }

    @Test
    void theSameOrderAgainIsTheSameOrder() {
        Reply first = shop.create(order("A1", "100.00"));
        Reply again = shop.create(order("A1", 100));

        assertThat(again.status()).isEqualTo(200);
        assertThat(again.text("payload.orderId")).isEqualTo(first.text("payload.orderId"));
        assertThat(shop.count("select count(*) from gateway.payment_order where company_id = ?"))
                .isEqualTo(1);
    }

    @Test
    void anotherOrderUnderTheSameIdIsRefused() {
        shop.made("A1", 100);

        refused(shop.create(order("A1", "100.01")), 409, "orderId A1 was used for another order");
        refused(shop.create(with("description", "else")), 409, "orderId A1");
        refused(shop.create(with("customParameters", Map.of("customParam1", "values"))), 409, "orderId A1");
        refused(shop.create(with("restrictedPaymentOptions", Map.of("UPI", List.of()))), 409, "orderId A1");
        refused(shop.create(with("customerInfo", Map.of("lastName", "Merlin"))), 409, "orderId A1");
        refused(
                shop.create(with("paymentDetail", Map.of("accountNumber", "123456789", "ifsc", "KKBK0000432"))),
                409,
                "orderId A1");
    }

    @Test
    void anOrderIsFoundByEitherId() {
        PaymentOrder made = shop.made("A1", 100);

        Reply own = shop.get("/api/v0/orders/" + made.orderId());
        Reply merchants = shop.get("/api/v0/orders/A1");
        Reply named = shop.get("/api/v0/orders/merchant-order-id/A1");

        assertThat(own.header("Kosh-Compat-Note")).isEmpty();
        assertThat(merchants.header("Kosh-Compat-Note")).contains("merchant's own id");
        assertThat(merchants.text("payload.orderId")).isEqualTo(made.orderId());
        assertThat(named.text("payload.orderId")).isEqualTo(made.orderId());
        refused(shop.get("/api/v0/orders/A2"), 404, "there is no order A2");
        refused(shop.get("/api/v0/orders/merchant-order-id/" + made.orderId()), 404, "there is no order");
    }

    @Test
    void anotherCompanySeesNothingOfAnOrder() {
        PaymentOrder made = shop.made("A1", 100);
        MerchantShop other = MerchantShop.fresh();

        for (String path :
                List.of(made.orderId(), "A1", "merchant-order-id/A1", made.orderId() + "/bnpl-payment-options")) {
            assertThat(shop.get("/api/v0/orders/" + path).status()).as(path).isEqualTo(200);
            refused(other.get("/api/v0/orders/" + path), 404, "there is no order");
        }
        assertThat(other.post("/api/v0/orders/search", Map.of("orderId", made.orderId()))
                        .text("payload.recordsCount"))
                .isEqualTo("0");
        assertThat(other.made("A1", 5).orderId()).isNotEqualTo(made.orderId());
    }

    @Test
    void theAccessKeyMustBeOneOfTheTokensCompany() {
        MerchantShop other = MerchantShop.fresh();
        HttpRequest.Builder request = HttpRequest.newBuilder(shop.server().uri("/api/v0/orders"))
                .header("Authorization", "Bearer " + shop.fixture().token())
                .header("Content-Type", "application/json");

        refused(
                Api.of(shop.server())
                        .send(request.copy()
                                .header("merchantAccessKey", other.accessKey())
                                .POST(BodyPublishers.ofString(DOCUMENTED))),
                403,
                "merchantAccessKey");
        refused(
                Api.of(shop.server()).send(request.copy().POST(BodyPublishers.ofString(DOCUMENTED))),
                400,
                "merchantAccessKey is required");
    }

    @Test
    void whatLendersOfferFollowsTheOrder() {
        PaymentOrder any = shop.made("A1", 5000);
        Map<String, Object> only = with("restrictedPaymentOptions", Map.of("UPI", List.of()));
        only.put("orderId", "A2");
        String restricted = shop.create(only).text("payload.orderId");

        Reply offered = shop.get("/api/v0/orders/" + any.orderId() + "/bnpl-payment-options");
        assertThat(offered.status()).as(offered.body()).isEqualTo(200);
        assertThat(offered.json().at("/payload"))
                .isNotEmpty()
                .allSatisfy(option ->
                        assertThat(option.get("bnplPaymentOptionId").asString()).isNotBlank());
        assertThat(shop.get("/api/v0/orders/" + restricted + "/bnpl-payment-options")
                        .json()
                        .at("/payload"))
                .isEmpty();
    }
}
