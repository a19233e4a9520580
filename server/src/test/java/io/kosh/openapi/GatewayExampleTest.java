package io.kosh.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.Yaml;
import tools.jackson.databind.json.JsonMapper;

/// Sends every compatible route of the payment gateway the documented example of its body, in the order in which a
/// payment uses them, with ids of this merchant in the place of the documented ones.
class GatewayExampleTest {
    private static final TestServer SERVER = TestServer.start(Map.of());
    private static final JsonMapper JSON = new JsonMapper();

    /// A test card of RuPay for which the merchant's page asks for a code.
    private static final String CODE_CARD = "6074890003000009";

    private final Fixture shop = Api.of(SERVER).newCompany(0);
    private final Set<String> sent = new TreeSet<>();
    private final Map<String, Object> document;
    private final String accessKey = shop.client().clientId();
    private String token = "";

    GatewayExampleTest() throws IOException {
        document = new Yaml().load(Files.readString(Path.of("../docs/openapi.yaml")));
    }

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    /// Whether a compatible path is one of the gateway's.
    static boolean isOfTheGateway(String path) {
        return List.of(
                        "/pay/",
                        "/api/v0/merchant/",
                        "/api/v0/orders",
                        "/api/v0/payment/",
                        "/api/v0/transactions/",
                        "/api/v0/refund/",
                        "/api/v0/bin/")
                .stream()
                .anyMatch(path::startsWith);
    }

    @Test
    void everyRouteOfTheGatewayAnswersItsDocumentedExample() {
        token = call("POST /api/v0/merchant/token", Map.of(), secrets()).text("token");
        call("GET /api/v0/merchant/payment-modes", Map.of(), Map.of());
        String order = ordered("RANDOMID123");
        orders(order);
        String checkout = call("GET /pay/checkout/{orderId}", Map.of("orderId", order), Map.of())
                .text("payload.transactionId");
        checkout(order, checkout);
        paid(order, checkout);
        String other = ordered("RANDOMID124");
        String cancelled = shop.api().get("/pay/checkout/" + other).text("payload.transactionId");
        call("PATCH /pay/charge/order/cancel", Map.of(), Map.of("transactionId", cancelled));

        assertThat(sent).isEqualTo(documented());
    }

    private Map<String, Object> secrets() {
        return Map.of(
                "accessKey", accessKey, "secretKey", shop.client().secret().value());
    }

    private String ordered(String merchantOrderId) {
        Map<String, Object> amount = Map.of("value", 100.00, "currency", "INR");
        Reply restricted =
                call("POST /api/v0/orders", Map.of(), Map.of("orderId", merchantOrderId + "R", "amount", amount));
        assertThat(restricted.text("payload.orderId")).startsWith("ORD");
        // What follows pays in ways that the example's own restriction rules out.
        Map<String, Object> order =
                Map.of("orderId", merchantOrderId, "amount", amount, "restrictedPaymentOptions", Map.of());
        Reply made = call("POST /api/v0/orders", Map.of(), order);
        assertThat(made.text("payload.orderId")).matches("ORD[0-9]{13}[A-Za-z0-9]{5}");
        assertThat(made.text("payload.redirectionUrl")).endsWith("/v1/pay/" + made.text("payload.orderId"));
        return made.text("payload.orderId");
    }

    private void orders(String order) {
        Map<String, String> path = Map.of("orderId", order, "merchantOrderId", "RANDOMID123");
        assertThat(call("GET /api/v0/orders/{orderId}", path, Map.of()).text("payload.status"))
                .isEqualTo("CREATED");
        assertThat(call("GET /api/v0/orders/merchant-order-id/{merchantOrderId}", path, Map.of())
                        .text("payload.orderId"))
                .isEqualTo(order);
        call("POST /api/v0/orders/search", Map.of(), Map.of("orderId", order));
        call("GET /api/v0/orders/{orderId}/bnpl-payment-options", path, Map.of());
        call("POST /pay/charge/verify-vpa", Map.of(), Map.of("merchantIdentifierKey", accessKey));
    }

    private void checkout(String order, String checkout) {
        call(
                "PATCH /pay/checkout/customer-info/{transactionId}",
                Map.of("transactionId", checkout),
                Map.of("merchantAccessKey", accessKey));
        call("GET /api/v0/bin/details", Map.of("transactionId", checkout, "bin", "4111111111"), Map.of());
        String code = call("GET /pay/checkout/qrcode/{orderId}", Map.of("orderId", order), Map.of())
                .text("payload.ekPayId");
        assertThat(call("GET /pay/checkout/status/upi/{transactionId}", Map.of("transactionId", code), Map.of())
                        .text("payload.status"))
                .isEqualTo("PROCESS");
        call("PATCH /pay/charge/expire", Map.of(), Map.of("transactionId", code));
        String link = call("GET /pay/checkout/upi-detail/{orderId}", Map.of("orderId", order), Map.of())
                .text("payload.transactionId");
        call("POST /pay/charge/intent-transaction", Map.of(), Map.of("transactionId", link));
        Map<String, Object> charge = Map.of(
                "uniqueTransactionId",
                "RANDOMID123",
                "publicIdentifierKey",
                accessKey,
                "transactionId",
                checkout,
                "paymentDetail",
                Map.of("paymentMode", "NET_BANKING", "bankCode", "HDFC"));
        Reply begun = call("POST /pay/charge/process", Map.of(), charge);
        assertThat(begun.text("redirectionUrl")).contains("/sandbox/bank/");
        call("PATCH /pay/charge/cancel", Map.of(), Map.of("transactionId", begun.text("transactionId")));
    }

    private void paid(String order, String checkout) {
        Map<String, Object> card = Map.of(
                "paymentMode", "DEBIT_CARD",
                "cardHolderName", "John Doe",
                "cardNumber", CODE_CARD,
                "cvv", "123",
                "expiry", "12/31");
        String payment = call("POST /api/v0/payment/submit", Map.of(), Map.of("orderId", order, "paymentDetail", card))
                .text("payload.transactionId");
        call("GET /pay/resend/otp/{enkashTransactionId}", Map.of("enkashTransactionId", payment), Map.of());
        call("POST /pay/otp/validate", Map.of(), Map.of("ekPayId", payment, "otp", "123456"));
        assertThat(call("GET /api/v0/payment/{transactionId}", Map.of("transactionId", payment), Map.of())
                        .text("payload.status"))
                .isEqualTo("SUCCESS");
        call("POST /api/v0/transactions/search", Map.of(), Map.of("transactionId", payment, "orderId", order));
        assertThat(call("GET /api/v0/transactions/{transactionId}/minimal", Map.of("transactionId", checkout), Map.of())
                        .text("payload.orderStatus"))
                .isEqualTo("PAID");
        shop.api().post("/api/v1/gateway/refund-balance/recharges", Map.of("amount", 500, "reference", "example"));
        call("POST /api/v0/payment/{transactionId}/refund", Map.of("transactionId", payment), Map.of());
        call("POST /api/v0/refund/status", Map.of(), Map.of());
    }

    /// Sends the example of a route's body with some fields of ours, and expects success.
    private Reply call(String route, Map<String, String> ids, Map<String, Object> instead) {
        String method = route.substring(0, route.indexOf(' '));
        String path = route.substring(route.indexOf(' ') + 1);
        Map<String, Object> operation = DocumentedExampleTest.objectOf(
                DocumentedExampleTest.object(DocumentedExampleTest.object(document, "paths"), path)
                        .get(method.toLowerCase(Locale.ROOT)));
        HttpRequest.Builder request = HttpRequest.newBuilder(SERVER.uri(filled(path, ids)))
                .header("Authorization", token)
                .header("merchantAccessKey", accessKey);
        if (operation.containsKey("requestBody")) {
            Map<String, Object> body = new LinkedHashMap<>(
                    DocumentedExampleTest.objectOf(DocumentedExampleTest.body(document, operation)));
            body.putAll(instead);
            if (path.endsWith("/refund/status")) {
                body.keySet().retainAll(Set.of("requestId"));
            }
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(JSON.writeValueAsString(body)));
        } else {
            request.method(method, BodyPublishers.noBody());
        }
        Reply reply = shop.api().send(request);
        assertThat(reply.status()).as(route + ": " + reply.body()).isEqualTo(200);
        if (reply.json().has("response_code")) {
            assertThat(reply.json().required("response_code").asInt())
                    .as(route + ": " + reply.body())
                    .isZero();
        }
        sent.add(route);
        return reply;
    }

    private static String filled(String path, Map<String, String> ids) {
        String filled = path;
        StringBuilder query = new StringBuilder();
        for (var id : ids.entrySet()) {
            if (path.contains("{" + id.getKey() + "}")) {
                filled = filled.replace("{" + id.getKey() + "}", id.getValue());
            } else if (!path.contains("{")) {
                query.append(query.isEmpty() ? "?" : "&")
                        .append(id.getKey())
                        .append('=')
                        .append(id.getValue());
            }
        }
        return filled + query;
    }

    private Set<String> documented() {
        Set<String> routes = new TreeSet<>();
        DocumentedExampleTest.object(document, "paths").forEach((path, methods) -> {
            if (isOfTheGateway(path)) {
                DocumentedExampleTest.objectOf(methods)
                        .keySet()
                        .forEach(method -> routes.add(method.toUpperCase(Locale.ROOT) + " " + path));
            }
        });
        return routes;
    }
}
