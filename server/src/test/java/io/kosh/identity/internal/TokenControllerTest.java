package io.kosh.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.Secret;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class TokenControllerTest {
    private final TestServer server = TestServer.shared();
    private final Api api = Api.of(server);
    private final Fixture company = api.newCompany(1);

    private Map<String, String> form(String... more) {
        Map<String, String> form = new HashMap<>(
                Map.of("grant_type", "password", "username", company.username(), "password", company.password()));
        for (int i = 0; i < more.length; i += 2) {
            form.put(more[i], more[i + 1]);
        }
        return form;
    }

    @Test
    void answersThePasswordGrantAsDocumented() {
        Reply reply = api.token(company.client(), form("clientId", company.companyId()));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().propertyNames())
                .containsExactly("access_token", "token_type", "refresh_token", "expires_in", "scope");
        assertThat(reply.text("access_token")).matches("[A-Za-z0-9]{27}");
        assertThat(reply.text("refresh_token")).matches("[A-Za-z0-9]{27}");
        assertThat(reply.text("token_type")).isEqualTo("bearer");
        assertThat(reply.json().get("expires_in").asLong()).isEqualTo(86_399);
        assertThat(reply.text("scope")).isEqualTo("read write trust");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void callsTheFirstClientOfACompanyLikeTheCompany() {
        assertThat(company.client().clientId()).isEqualTo(company.companyId());
        assertThat(company.client().secret().value()).matches("[0-9a-f]{40}");
        assertThat(TestCredentials.client(server, company.companyId()).clientId())
                .matches("CLI[A-Z0-9]{9}");
    }

    @Test
    void givesNoRefreshTokenForClientCredentials() {
        Reply reply = api.token(company.client(), Map.of("grant_type", "client_credentials"));

        assertThat(reply.status()).isEqualTo(200);
        assertThat(reply.json().has("refresh_token")).isFalse();
    }

    @Test
    void refusesAWrongClientWithAChallenge() {
        for (ClientCredentials wrong : List.of(
                new ClientCredentials(company.companyId(), new Secret<>("0".repeat(40))),
                new ClientCredentials("CEK0000000", company.client().secret()))) {
            Reply reply = api.token(wrong, form());
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.text("error")).isEqualTo("invalid_client");
            assertThat(reply.header("WWW-Authenticate")).startsWith("Basic");
        }
    }

    @Test
    void saysTheSameOfAnUnknownUserAndAWrongPassword() {
        Reply wrong = api.token(company.client(), form("password", "wrong horse"));
        Reply unknown = api.token(company.client(), form("username", "nobody@example.com"));
        Reply foreign =
                api.token(company.client(), form("username", api.newCompany(0).username(), "password", "wrong horse"));

        assertThat(wrong.status()).isEqualTo(401);
        assertThat(wrong.text("error")).isEqualTo("invalid_grant");
        assertThat(unknown.body()).isEqualTo(wrong.body());
        assertThat(foreign.body()).isEqualTo(wrong.body());
        assertThat(unknown.status()).isEqualTo(401);
    }

    @Test
    void takesAsLongForAnUnknownUserAsForAWrongPassword() {
        Passwords passwords = server.bean(Passwords.class);
        String hash = passwords.hash(new Secret<>("right horse"));
        Secret<String> wrong = new Secret<>("wrong horse");

        double ratio =
                (double) fastest(() -> passwords.matches(wrong, null)) / fastest(() -> passwords.matches(wrong, hash));

        assertThat(ratio).isBetween(0.5, 2.0);
    }

    private static long fastest(Runnable work) {
        long fastest = Long.MAX_VALUE;
        for (int i = 0; i < 7; i++) {
            long started = System.nanoTime();
            work.run();
            fastest = Math.min(fastest, System.nanoTime() - started);
        }
        return fastest;
    }

    @Test
    void answersTooManyGrantsOfAnAddressInTheWordsOfOAuth() {
        TestServer strict = TestServer.start(Map.of("kosh.http.token-address-per-minute", "1"));
        try {
            Api limited = Api.of(strict);
            ClientCredentials nobody = new ClientCredentials("CEK0000000", new Secret<>("0".repeat(40)));
            assertThat(limited.token(nobody, form()).status()).isEqualTo(401);
            Reply reply = limited.token(nobody, form());
            assertThat(reply.status()).isEqualTo(429);
            assertThat(reply.text("error")).isEqualTo("temporarily_unavailable");
            assertThat(Long.parseLong(reply.header("Retry-After"))).isBetween(1L, 60L);
        } finally {
            strict.stop();
        }
    }

    @Test
    void limitsTheFailedSignInsOfAnAddressAndNobodyWhoseTokenIsGood() {
        TestServer strict = TestServer.start(Map.of("kosh.http.failed-sign-ins-per-minute", "2"));
        try {
            Api limited = Api.of(strict);
            Fixture known = limited.newCompany(0);
            assertThat(known.api().get("/api/v1/users").status()).isEqualTo(200);
            ClientCredentials nobody = new ClientCredentials("CEK0000000", new Secret<>("0".repeat(40)));
            Api guessing = limited.as("0".repeat(27));
            assertThat(guessing.get("/api/v1/users").status()).isEqualTo(401);
            assertThat(limited.token(nobody, form()).status()).isEqualTo(401);

            Reply token = guessing.get("/api/v1/users");
            Reply client = limited.token(nobody, form());

            assertThat(token.status()).isEqualTo(429);
            assertThat(token.text("title")).isEqualTo("RATE_LIMITED");
            assertThat(Long.parseLong(token.header("Retry-After"))).isBetween(1L, 60L);
            assertThat(client.status()).isEqualTo(429);
            assertThat(client.text("error")).isEqualTo("temporarily_unavailable");
            assertThat(known.api().get("/api/v1/users").status())
                    .as("a token that was good lately")
                    .isEqualTo(200);
        } finally {
            strict.stop();
        }
    }

    @Test
    void refusesACompanyThatTheLoginMayNotActFor() {
        Reply reply =
                api.token(company.client(), form("clientId", api.newCompany(0).companyId()));

        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.text("error")).isEqualTo("invalid_grant");
    }

    @Test
    void namesEachMissingFieldAndUnknownGrantType() {
        for (String field : new String[] {"grant_type", "username", "password"}) {
            Reply reply = api.token(company.client(), form(field, ""));
            assertThat(reply.status()).isEqualTo(400);
            assertThat(reply.text("error")).isEqualTo("invalid_request");
            assertThat(reply.text("error_description")).contains(field);
        }
        Reply reply = api.token(company.client(), form("grant_type", "implicit"));
        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("error")).isEqualTo("unsupported_grant_type");
    }

    @Test
    void readsFormsOnly() {
        Reply json = api.post("/oauth/token", form());
        assertThat(json.status()).isEqualTo(415);
        assertThat(json.text("error")).isEqualTo("invalid_request");

        Reply query = api.send(HttpRequest.newBuilder(server.uri("/oauth/token?grant_type=client_credentials"))
                .header("Authorization", basic())
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("a=b")));
        assertThat(query.status()).isEqualTo(400);
        assertThat(api.get("/oauth/token").status()).isEqualTo(405);
    }

    @Test
    void refusesFieldsSentTwiceNulBadEncodingAndOverlongForms() {
        assertThat(raw("grant_type=password&grant_type=password").text("error")).isEqualTo("invalid_request");
        assertThat(raw("grant_type=password&username=a%00b&password=c").status())
                .isEqualTo(400);
        assertThat(raw("grant_type=%zz").status()).isEqualTo(400);
        assertThat(raw("grant_type=password&username=" + "x".repeat(600) + "&password=y")
                        .status())
                .isEqualTo(400);
        assertThat(raw("a=" + "x".repeat(20_000)).status()).isEqualTo(413);
        assertThat(api.send(HttpRequest.newBuilder(server.uri("/oauth/token"))
                                .header("Authorization", "Basic %%%")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .POST(BodyPublishers.ofString("grant_type=password")))
                        .text("error"))
                .isEqualTo("invalid_client");
    }

    private Reply raw(String body) {
        return api.send(HttpRequest.newBuilder(server.uri("/oauth/token"))
                .header("Authorization", basic())
                .header("Cookie", "JSESSIONID=whatever")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body)));
    }

    private String basic() {
        String pair =
                company.client().clientId() + ":" + company.client().secret().value();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }
}
