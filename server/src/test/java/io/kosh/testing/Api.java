package io.kosh.testing;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.Identity;
import io.kosh.identity.User;
import io.kosh.identity.internal.TestCredentials;
import io.kosh.platform.CompanyRef;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// An HTTP client of a test server, with a bearer token or without one. Immutable: [#as] gives the same with another
/// token.
///
///     Api.Fixture shop = Api.of(TestServer.shared()).newCompany(3);
///     Api.Reply reply = shop.api().get("/api/v0/coins/balance?userId=" + shop.userIds().getFirst());
/// shop.userIds().get(0)));
public final class Api {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final AtomicInteger COUNT = new AtomicInteger();

    private final TestServer server;
    private final @Nullable String token;

    private Api(TestServer server, @Nullable String token) {
        this.server = server;
        this.token = token;
    }

    /// A client without a token.
    public static Api of(TestServer server) {
        return new Api(server, null);
    }

    /// The same client with a token.
    public Api as(String accessToken) {
        return new Api(server, accessToken);
    }

    /// An answer: its status, its body as JSON (an empty object where the body is none), the body as it came.
    public record Reply(int status, JsonNode json, String body, HttpResponse<String> response) {

        /// A text, number or flag at a path such as `payload.coinConfigId`, as text; fails where there is none.
        public String text(String path) {
            JsonNode node = json.at("/" + path.replace('.', '/'));
            if (node.isMissingNode()) {
                throw new AssertionError("no " + path + " in " + body);
            }
            return node.asString();
        }

        public String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    /// A company made for one test.
    ///
    /// @param api with the company's access token
    public record Fixture(
            Api api,
            CompanyRef company,
            ClientCredentials client,
            String username,
            String password,
            String token,
            List<User> users) {
        public String companyId() {
            return company.id();
        }

        public List<String> userIds() {
            return users.stream().map(User::id).toList();
        }
    }

    /// A company with a client, a person with a login, a token and `users` people.
    public Fixture newCompany(int users) {
        Identity identity = server.bean(Identity.class);
        CompanyRef company = identity.createCompany(null, "Company " + COUNT.incrementAndGet());
        List<User> people = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            people.add(identity.createUser(company, null, "Person " + i));
        }
        String username = "user" + COUNT.incrementAndGet() + "@example.com";
        String password = "right horse " + COUNT.get();
        User admin = identity.createUser(company, null, "Administrator");
        ClientCredentials client = TestCredentials.client(server, company.id());
        TestCredentials.login(server, company, admin.id(), username, password);
        String accessToken = token(client, Map.of("grant_type", "password", "username", username, "password", password))
                .text("access_token");
        return new Fixture(as(accessToken), company, client, username, password, accessToken, List.copyOf(people));
    }

    /// The same client with the token of a new operator.
    public Api newOperator() {
        ClientCredentials operator = TestCredentials.operator(server);
        return as(token(operator, Map.of("grant_type", "client_credentials")).text("access_token"));
    }

    /// `POST /oauth/token` with these form fields.
    public Reply token(ClientCredentials client, Map<String, String> form) {
        String basic = Base64.getEncoder()
                .encodeToString((client.clientId() + ":" + client.secret().value()).getBytes(StandardCharsets.UTF_8));
        String body = form.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(HttpRequest.newBuilder(server.uri("/oauth/token"))
                .header("Authorization", "Basic " + basic)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    public Reply get(String path) {
        return send(request(path).GET());
    }

    public Reply delete(String path) {
        return send(request(path).DELETE());
    }

    /// The body is written as JSON; a String is sent as it stands.
    public Reply post(String path, Object body) {
        return call("POST", path, body);
    }

    /// The same with an `Idempotency-Key`.
    public Reply post(String path, Object body, String key) {
        return send(request(path)
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(JSON.writeValueAsString(body))));
    }

    public Reply patch(String path, Object body) {
        return call("PATCH", path, body);
    }

    public Reply put(String path, Object body) {
        return call("PUT", path, body);
    }

    private Reply call(String method, String path, Object body) {
        String text = body instanceof String raw ? raw : JSON.writeValueAsString(body);
        return send(
                request(path).header("Content-Type", "application/json").method(method, BodyPublishers.ofString(text)));
    }

    private HttpRequest.Builder request(String path) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path));
        return token == null ? request : request.header("Authorization", "Bearer " + token);
    }

    /// Any request; for what the other methods do not send.
    public Reply send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response =
                    HTTP.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
            return new Reply(response.statusCode(), json(response.body()), response.body(), response);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static JsonNode json(String body) {
        return body.startsWith("{") || body.startsWith("[") ? JSON.readTree(body) : JSON.createObjectNode();
    }
}
