package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.PublicIds;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/// A company that is paid, for tests, with what its token may call.
record MerchantShop(TestServer server, Api.Fixture fixture) {
    private static final JsonMapper JSON = new JsonMapper();

    static MerchantShop fresh() {
        return of(TestServer.shared());
    }

    static MerchantShop of(TestServer server) {
        return new MerchantShop(server, Api.of(server).newCompany(0));
    }

    CompanyKey company() {
        return fixture.company().key();
    }

    String accessKey() {
        return fixture.client().clientId();
    }

    /// The documented example of an order, of another amount and under another id.
    static Map<String, Object> order(String id, Object amount) {
        return Map.of(
                "orderId", id,
                "amount", Map.of("value", amount, "currency", "INR"),
                "returnUrl", "https://glaring-version.net/",
                "customerInfo", Map.of("firstName", "Merlin", "phoneNumber", "9889890909"),
                "customParameters", Map.of("customParam1", "value"));
    }

    Reply post(String path, Object body) {
        String text = body instanceof String raw ? raw : JSON.writeValueAsString(body);
        return Api.of(server)
                .send(request(path).header("Content-Type", "application/json").POST(BodyPublishers.ofString(text)));
    }

    Reply get(String path) {
        return Api.of(server).send(request(path).GET());
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(server.uri(path))
                .header("Authorization", "Bearer " + fixture.token())
                .header("merchantAccessKey", accessKey());
    }

    Reply create(Object body) {
        return post("/api/v0/orders", body);
    }

    /// An order that was made.
    PaymentOrder made(String id, Object amount) {
        Reply reply = create(order(id, amount));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return order(reply.text("payload.orderId"));
    }

    PaymentOrder order(String orderId) {
        return Objects.requireNonNull(
                in(() -> server.bean(PaymentOrderStore.class).find(company(), orderId)));
    }

    <T> T in(Supplier<T> work) {
        return server.bean(Database.class).inCompany(company(), work);
    }

    List<PaymentOrderMoves.Move> moves(PaymentOrder order) {
        return in(() -> server.bean(PaymentOrderMoves.class).of(company(), order));
    }

    long count(String sql) {
        return in(() -> server.bean(JdbcClient.class)
                .sql(sql)
                .param(company().value())
                .query(Long.class)
                .single());
    }

    boolean owns(String id, PublicIds.Kind kind) {
        return company()
                .equals(server.bean(Database.class)
                        .inRegistry(() -> server.bean(PublicIds.class).companyOf(id, kind)));
    }

    static void refused(Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("response_code")).isEqualTo("1");
        assertThat(reply.text("response_message")).contains(message);
    }
}
