package io.kosh.sandbox.internal;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.Secret;
import io.kosh.testing.Api;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.springframework.util.function.SingletonSupplier;
import tools.jackson.databind.json.JsonMapper;

/// The server that the sandbox's tests share.
final class SandboxServer {
    private static final Supplier<TestServer> SHARED =
            SingletonSupplier.of(() -> TestServer.start(Map.of("kosh.test.due-work", "true")));

    private SandboxServer() {}

    static TestServer shared() {
        return SHARED.get();
    }

    static Api.Fixture company() {
        Api.Fixture company = Api.of(shared()).newCompany(1);
        company.api().post("/api/v1/coins/events", Map.of("event", "SIGNUP", "amount", 10));
        return company;
    }

    /// A request to allocate the coins of SIGNUP.
    static HttpRequest.Builder allocation(Api.Fixture company, String requestId) {
        String body = JsonMapper.shared()
                .writeValueAsString(Map.of(
                        "companyId",
                        company.companyId(),
                        "event",
                        "SIGNUP",
                        "requestId",
                        requestId,
                        "userId",
                        company.userIds().getFirst()));
        return HttpRequest.newBuilder(shared().uri("/api/v0/enkash-coins/allocate-coin"))
                .header("Authorization", "Bearer " + company.token())
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(body));
    }

    /// The token of a partner that acts for some companies, the first of them its own.
    static Api partner(Api.Fixture... companies) {
        Api nobody = Api.of(shared());
        Api operator = nobody.newOperator();
        List<String> ids = Arrays.stream(companies).map(Api.Fixture::companyId).toList();
        String partnerId = operator.post("/api/v1/partners", Map.of("name", "Payroll", "companyIds", ids))
                .text("partnerId");
        Api.Reply client = operator.post("/api/v1/clients", Map.of("kind", "PARTNER", "partnerId", partnerId));
        String username = "partner." + partnerId;
        operator.post(
                "/api/v1/logins", Map.of("username", username, "password", "correct horse", "partnerId", partnerId));
        return nobody.as(nobody.token(
                        new ClientCredentials(client.text("clientId"), new Secret<>(client.text("clientSecret"))),
                        Map.of(
                                "grant_type",
                                "password",
                                "username",
                                username,
                                "password",
                                "correct horse",
                                "clientId",
                                ids.getFirst()))
                .text("access_token"));
    }

    static long balance(Api.Fixture company) {
        return Long.parseLong(company.api()
                .get("/api/v1/coins/users/" + company.userIds().getFirst())
                .text("balance"));
    }
}
