package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.math.BigDecimal;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A company that is paid by its customers, as its server speaks: with a merchant's token, bare in the header as some
/// clients send it, and its access key.
///
/// @param token what the token call gave
record Merchant(World world, Company company, String token) {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    static Merchant of(World world) {
        return of(world, world.company(1));
    }

    static Merchant of(World world, Company company) {
        Reply granted = world.nobody()
                .post(
                        "/api/v0/merchant/token",
                        Json.object("accessKey", company.clientId(), "secretKey", company.clientSecret()))
                .expect(200);
        assertThat(granted.text("resultMessage")).isEqualTo("Token generated successfully.");
        return new Merchant(world, company, granted.text("token"));
    }

    Reply call(String method, String path, @Nullable Object body) {
        HttpRequest.Builder request = world.nobody()
                .request(path)
                .header("Authorization", token)
                .header("merchantAccessKey", company.clientId());
        if (body == null) {
            request.method(method, BodyPublishers.noBody());
        } else {
            request.header("Content-Type", "application/json")
                    .method(method, BodyPublishers.ofString(Json.write(body)));
        }
        return world.nobody().exchange(request);
    }

    /// Creates an order and answers its id.
    String order(String merchantOrderId, String amount) {
        return order(merchantOrderId, amount, Map.of());
    }

    String order(String merchantOrderId, String amount, Map<String, Object> more) {
        Map<String, Object> body = new LinkedHashMap<>(Json.object(
                "orderId", merchantOrderId,
                "amount", Json.object("value", amount, "currency", "INR"),
                "customerInfo", Json.object("firstName", "Merlin", "phoneNumber", "9889890909")));
        body.putAll(more);
        Reply made = call("POST", "/api/v0/orders", body).expect(200);
        assertThat(made.text("payload.redirectionUrl")).endsWith("/v1/pay/" + made.text("payload.orderId"));
        return made.text("payload.orderId");
    }

    /// Submits a payment of alternating keys and values.
    Reply submit(String orderId, Object... detail) {
        return call(
                "POST",
                "/api/v0/payment/submit",
                Json.object("orderId", orderId, "paymentDetail", Json.object(detail)));
    }

    /// Pays by a VPA and answers the transaction's id.
    String pay(String orderId, String vpa) {
        return submit(orderId, "paymentMode", "UPI", "vpa", vpa).expect(200).text("payload.transactionId");
    }

    Reply orderNow(String orderId) {
        return call("GET", "/api/v0/orders/" + orderId, null).expect(200);
    }

    Reply transaction(String transactionId) {
        return call("GET", "/api/v0/payment/" + transactionId, null).expect(200);
    }

    void awaitOrder(String orderId, String status) {
        await(() -> orderNow(orderId), "payload.status", List.of(status));
    }

    Reply awaitTransaction(String transactionId, String... statuses) {
        return await(() -> transaction(transactionId), "payload.status", List.of(statuses));
    }

    /// Asks until a value is one of some.
    static Reply await(Supplier<Reply> question, String path, List<String> wanted) {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        Reply reply = question.get();
        while (!wanted.contains(reply.json().at("/" + path.replace('.', '/')).asString(""))) {
            assertThat(System.nanoTime())
                    .as("waiting for " + wanted + ": " + reply)
                    .isLessThan(deadline);
            Thread.onSpinWait();
            reply = question.get();
        }
        return reply;
    }

    void recharge(String amount, String reference) {
        company.api()
                .post("/api/v1/gateway/refund-balance/recharges", Json.object("amount", amount, "reference", reference))
                .expect(201);
    }

    Reply refund(String transactionId, String amount, String requestId) {
        return call(
                "POST",
                "/api/v0/payment/" + transactionId + "/refund",
                Json.object("amount", amount, "requestId", requestId));
    }

    Reply awaitRefund(String requestId, String status) {
        return await(
                () -> call("POST", "/api/v0/refund/status", Json.object("requestId", requestId))
                        .expect(200),
                "payload.0.refundStatus",
                List.of(status));
    }

    /// A figure of the books, such as `settleable`.
    BigDecimal balance(String name) {
        return new BigDecimal(
                company.api().get("/api/v1/gateway/balances").expect(200).text(name));
    }

    /// The books balance, and what payers paid is what can be settled, fees, taxes, what stands unapplied and what went
    /// back of that.
    void assertConserved() {
        world.assertBooksBalance();
        Reply audit = company.api().get("/sandbox/audit").expect(200);
        assertThat(audit.at("right").asBoolean()).as(audit.body()).isTrue();
    }
}
