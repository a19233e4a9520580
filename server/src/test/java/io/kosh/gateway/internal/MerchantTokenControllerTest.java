package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.kosh.identity.ClientCredentials;
import io.kosh.identity.internal.TestCredentials;
import io.kosh.platform.DatabaseAccess;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

@Tag("store")
class MerchantTokenControllerTest {
    private static final String MODES = "/api/v0/merchant/payment-modes";
    private final TestServer server = TestServer.shared();
    private final Api anybody = Api.of(server);
    private final Fixture company = anybody.newCompany(0);

    private Reply token(String accessKey, String secretKey) {
        return anybody.post("/api/v0/merchant/token", Map.of("accessKey", accessKey, "secretKey", secretKey));
    }

    private Reply token(ClientCredentials client) {
        return token(client.clientId(), client.secret().value());
    }

    private Reply modes(String authorization, String accessKey) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(MODES)).GET();
        if (!authorization.isEmpty()) {
            request.header("Authorization", authorization);
        }
        if (!accessKey.isEmpty()) {
            request.header("merchantAccessKey", accessKey);
        }
        return anybody.send(request);
    }

    private static void isInvalidToken(Reply reply) {
        assertThat(reply.status()).isEqualTo(401);
        assertThat(reply.json().propertyNames())
                .containsExactlyInAnyOrder("payload", "response_code", "response_message");
        assertThat(reply.json().get("response_code").asInt()).isEqualTo(117);
        assertThat(reply.text("payload")).isEqualTo("Token is invalid.");
    }

    @Test
    void answersTheBareBodyAsDocumented() {
        Reply reply = token(company.client());

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.json().propertyNames()).containsExactly("token", "expiry", "resultCode", "resultMessage");
        assertThat(reply.text("token")).matches("[A-Za-z0-9]{27}");
        assertThat(Instant.ofEpochMilli(reply.json().get("expiry").asLong()))
                .isBetween(
                        Instant.now().plus(Duration.ofHours(23)), Instant.now().plus(Duration.ofHours(24)));
        assertThat(reply.json().get("resultCode").asInt()).isEqualTo(200);
        assertThat(reply.text("resultMessage")).isEqualTo("Token generated successfully.");
        assertThat(reply.header("Cache-Control")).isEqualTo("no-store");
    }

    @Test
    void anApiKeyHeaderHasNoEffect() {
        Reply reply = anybody.send(HttpRequest.newBuilder(server.uri("/api/v0/merchant/token"))
                .header("API-Key", "something else")
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString("{\"accessKey\":\"%s\",\"secretKey\":\"%s\",\"more\":1}"
                        .formatted(
                                company.client().clientId(),
                                company.client().secret().value()))));

        assertThat(reply.status()).isEqualTo(200);
    }

    @Test
    void theTokenIsTakenRawAndWithBearer() {
        String token = token(company.client()).text("token");
        String key = company.client().clientId();

        assertThat(modes(token, key).status()).isEqualTo(200);
        assertThat(modes("Bearer " + token, key).status()).isEqualTo(200);
        assertThat(modes("bearer " + token, key).text("response_code")).isEqualTo("0");
        // Any other family wants the word.
        assertThat(anybody.send(HttpRequest.newBuilder(server.uri("/api/v1/gateway/settings"))
                                .header("Authorization", token))
                        .status())
                .isEqualTo(401);
    }

    @Test
    void aTokenThatDoesNotCountIsCode117() {
        String key = company.client().clientId();
        isInvalidToken(modes("", key));
        isInvalidToken(modes("x".repeat(27), key));
        isInvalidToken(modes("Bearer " + "x".repeat(27), key));
        isInvalidToken(modes("Bearer", key));
        isInvalidToken(modes("Basic abc", key));
    }

    @Test
    void anExpiredTokenAndARevokedOneAreCode117() {
        String key = company.client().clientId();
        String expired = token(company.client()).text("token");
        DatabaseAccess access = server.bean(DatabaseAccess.class);
        JdbcClient.create(new DriverManagerDataSource(
                        access.url(),
                        access.owner().user(),
                        access.owner().password().value()))
                .sql("""
                        update identity.token set expires_at = expires_at - interval '2 days'
                        where grant_id in (select g.id from identity.token_grant g
                                           join identity.api_client c on c.id = g.client
                                           where c.client_id = ? and g.login is null)
                        """)
                .param(key)
                .update();
        isInvalidToken(modes(expired, key));

        String revoked = token(company.client()).text("token");
        assertThat(anybody.newOperator()
                        .post("/api/v1/tokens/revoke", Map.of("token", revoked))
                        .status())
                .isEqualTo(200);
        isInvalidToken(modes(revoked, key));
    }

    @Test
    void wrongKeysAreRefusedInTheBareForm() {
        for (Reply reply : new Reply[] {
            token(company.client().clientId(), "0".repeat(40)),
            token("CEK0000000", company.client().secret().value()),
            token(
                    anybody.newCompany(0).client().clientId(),
                    company.client().secret().value())
        }) {
            assertThat(reply.status()).isEqualTo(401);
            assertThat(reply.json().propertyNames()).containsExactly("resultCode", "resultMessage");
            assertThat(reply.json().get("resultCode").asInt()).isEqualTo(401);
        }
        Reply missing = anybody.post("/api/v0/merchant/token", Map.of("accessKey", "CEK0000000"));
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.json().get("resultCode").asInt()).isEqualTo(400);
        assertThat(missing.text("resultMessage")).contains("secretKey");
    }

    @Test
    void anOperatorsClientIsNoMerchant() {
        assertThat(token(TestCredentials.operator(server)).status()).isEqualTo(401);
    }

    @Test
    void threeWrongSecretsInARowLockTheKeyForTheirAddressAndNobodyElse() {
        String key = company.client().clientId();
        token(key, "wrong");
        token(key, "wrong");
        assertThat(token(company.client()).status()).as("two are forgiven").isEqualTo(200);
        token(key, "wrong");
        token(key, "wrong");
        token(key, "wrong");

        assertThat(token(company.client()).status()).isEqualTo(401);
        assertThat(anybody.token(company.client(), Map.of("grant_type", "client_credentials"))
                        .status())
                .as("the client itself is not locked")
                .isEqualTo(200);
        ClientCredentials another = TestCredentials.client(server, company.companyId());
        assertThat(token(another).status()).isEqualTo(200);
    }

    @Test
    void theAccessKeyMustBeOfTheTokensCompany() {
        String token = token(company.client()).text("token");
        ClientCredentials another = TestCredentials.client(server, company.companyId());

        assertThat(modes(token, another.clientId()).status()).isEqualTo(200);
        Reply missing = modes(token, "");
        assertThat(missing.status()).isEqualTo(400);
        assertThat(missing.text("response_message")).contains("merchantAccessKey");
        for (String foreign : new String[] {anybody.newCompany(0).client().clientId(), "CEK0000000"}) {
            Reply reply = modes(token, foreign);
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.text("response_code")).isEqualTo("1");
        }
        assertThat(anybody.newOperator()
                        .post("/api/v1/clients/" + another.clientId() + "/lock", "{}")
                        .status())
                .isEqualTo(200);
        assertThat(modes(token, another.clientId()).status()).isEqualTo(403);
    }

    @Test
    void neitherKeyNorTokenReachesTheLog() {
        ListAppender<ILoggingEvent> lines = new ListAppender<>();
        lines.start();
        Logger root = (Logger) LoggerFactory.getLogger("ROOT");
        root.addAppender(lines);
        try {
            String token = token(company.client()).text("token");
            modes(token, company.client().clientId());
            token(company.client().clientId(), "not-the-secret-4711");
            assertThat(lines.list)
                    .map(line -> line.getFormattedMessage() + line.getKeyValuePairs())
                    .isNotEmpty()
                    .noneMatch(line -> line.contains(token)
                            || line.contains(company.client().secret().value())
                            || line.contains("not-the-secret-4711"));
        } finally {
            root.detachAppender(lines);
        }
    }
}
