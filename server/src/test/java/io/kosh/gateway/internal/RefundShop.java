package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.StateCheck;
import io.kosh.rails.NetBankingRail;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// A company whose customers pay at a bank that does what the test says.
record RefundShop(TestServer server, Fixture fixture) {
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    /// A server on which nothing is looked after by itself.
    static TestServer server(FakeBank bank) {
        return TestServer.start(
                NetBankingRail.class,
                bank,
                Map.of(
                        "kosh.refunds.look",
                        "1h",
                        "kosh.refunds.timeout",
                        "5s",
                        "kosh.refunds.answer-within",
                        "10s",
                        "kosh.payments.look",
                        "1h"));
    }

    static RefundShop on(TestServer server) {
        return new RefundShop(server, Api.of(server).newCompany(0));
    }

    CompanyKey key() {
        return fixture.company().key();
    }

    Reply post(String path, Object body) {
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + fixture.token())
                        .header("merchantAccessKey", fixture.client().clientId())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    Reply get(String path) {
        return Api.of(server)
                .send(HttpRequest.newBuilder(server.uri(path))
                        .header("Authorization", "Bearer " + fixture.token())
                        .header("merchantAccessKey", fixture.client().clientId())
                        .GET());
    }

    /// A new order, by its id.
    String order(Object rupees) {
        Reply made = post(
                "/api/v0/orders",
                Map.of(
                        "orderId",
                        "M" + COUNT.incrementAndGet(),
                        "amount",
                        Map.of("value", rupees, "currency", "INR"),
                        "customerInfo",
                        Map.of("firstName", "Merlin", "phoneNumber", "9889890909")));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made.text("payload.orderId");
    }

    /// A new payment of an order.
    Attempt pay(String orderId) {
        Reply paid = post(
                "/api/v0/payment/submit",
                Map.of("orderId", orderId, "paymentDetail", Map.of("paymentMode", "NET_BANKING", "bankCode", "HDFC")));
        assertThat(paid.status()).as(paid.body()).isEqualTo(200);
        return in(() -> server.bean(AttemptStore.class)
                .ofOrder(
                        key(),
                        Objects.requireNonNull(
                                        server.bean(PaymentOrderStore.class).find(key(), orderId))
                                .key())
                .getLast());
    }

    /// A payment of a new order.
    Attempt paid(Object rupees) {
        Attempt payment = pay(order(rupees));
        assertThat(payment.state()).isEqualTo(io.kosh.gateway.PaymentState.SUCCESS);
        return payment;
    }

    void recharge(Object rupees) {
        Reply made = fixture.api()
                .post(
                        "/api/v1/gateway/refund-balance/recharges",
                        Map.of("amount", rupees, "reference", "N" + COUNT.incrementAndGet()));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    Reply refund(String paymentId, Object rupees, String requestId) {
        return post("/api/v0/payment/" + paymentId + "/refund", Map.of("amount", rupees, "requestId", requestId));
    }

    Attempt again(Attempt payment) {
        return Objects.requireNonNull(in(() -> server.bean(AttemptStore.class).find(key(), payment.key())));
    }

    /// The refunds of a payment.
    List<Refund> refunds(Attempt payment) {
        return in(() -> server.bean(RefundStore.class).ofPayments(key(), List.of(payment.key())));
    }

    /// What can be refunded now, in rupees.
    String available() {
        return fixture.api().get("/api/v1/gateway/refund-balance").text("available");
    }

    String balance(String name) {
        return fixture.api().get("/api/v1/gateway/balances").text(name);
    }

    <T> T in(Supplier<T> work) {
        return server.bean(Database.class).inCompany(key(), work);
    }

    int change(String sql, Object... parameters) {
        return server.bean(JdbcClient.class).sql(sql).params(parameters).update();
    }

    /// Has everything looked after that is due so much later.
    List<Fired> later(Duration time) {
        return server.bean(DueRefunds.class)
                .run(key(), server.bean(Clock.class).instant().plus(time), 100);
    }

    /// What is wrong, as every context sees it.
    List<String> problems() {
        return in(() -> server.beans(StateCheck.class).stream()
                .flatMap(check -> check.problems(key(), Instant.EPOCH).stream())
                .toList());
    }

    void assertBooksBalance() {
        Reply audit = fixture.api().get("/api/v1/ledger/audit");
        assertThat(audit.json().get("balanced").asBoolean()).as(audit.body()).isTrue();
        assertThat(problems()).isEmpty();
    }

    static void refused(Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("response_code")).isEqualTo("1");
        assertThat(reply.text("response_message")).contains(message);
    }
}
