package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.Secret;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.EncryptedClient;
import io.kosh.testing.EncryptedClient.Sealed;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// What a company may demand of bodies, and what becomes of them when secrets change.
@Tag("store")
class EncryptionRuleTest {
    private static final String SEARCH = FAMILY + "/search";

    private final TestServer server = TestServer.shared();
    private final Api.Fixture shop = Api.of(server).newCompany(1);
    private final EncryptedClient documented = EncryptedClient.of(server, shop, false);
    private final EncryptedClient gcm = EncryptedClient.of(server, shop, true);

    private static String path(Api.Fixture of) {
        return "/api/v1/companies/" + of.companyId() + "/body-encryption";
    }

    private void demand(String rule) {
        Reply set = shop.api().put(path(shop), Map.of("rule", rule));
        assertThat(set.text("rule")).isEqualTo(rule);
    }

    private Map<String, Object> event(int amount) {
        return Map.of(
                "companyId", shop.companyId(), "configuration", "CUSTOM", "event", "EVENT_" + amount, "amount", amount);
    }

    private static final String CREATE = "/api/v0/enkash-coins/create-coins-config";

    private static void refusedPlain(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(400);
        assertThat(reply.text("response_code")).isEqualTo("1");
        assertThat(reply.text("response_message"))
                .isEqualTo("request is missing: the company takes encrypted bodies only");
    }

    @Test
    void bodiesMayBePlainUnlessTheCompanySaysElse() {
        assertThat(shop.api().get(path(shop)).text("rule")).isEqualTo("OPTIONAL");
        assertThat(shop.api().post(CREATE, event(1)).status()).isEqualTo(200);
        assertThat(shop.api().put(path(shop), Map.of("rule", "SOMETIMES")).status())
                .isEqualTo(400);
        assertThat(shop.api().put(path(shop), Map.of()).text("field")).isEqualTo("rule");
    }

    @Test
    void whereTheyAreRequiredAPlainOneIsRefusedInTheFamilysEnvelope() {
        demand("REQUIRED");

        refusedPlain(shop.api().post(CREATE, event(1)));
        refused(shop.api().post(SEARCH, "{}"), 400, "request is missing");
        refused(documented.raw("POST", "/%61pi/v0/partner/enKashCard/search", "{}"), 400, "request is missing");
        assertThat(documented.post(CREATE, event(2)).text("payload.amount")).isEqualTo("2");
        assertThat(gcm.post(CREATE, event(3)).text("payload.amount")).isEqualTo("3");
        assertThat(shop.api()
                        .get("/api/v0/coins/balance?userId=" + shop.userIds().getFirst())
                        .status())
                .isEqualTo(200);
        assertThat(shop.api().post("/api/v1/users", Map.of("name", "Asha")).status())
                .isEqualTo(201);
    }

    @Test
    void whereOnlyGcmCountsTheDocumentedModeIsRefused() {
        demand("GCM_ONLY");

        refusedPlain(shop.api().post(CREATE, event(1)));
        Reply weak = documented.post(CREATE, new Sealed(documented.sealed("POST", CREATE, "{}")));
        assertThat(weak.status()).isEqualTo(422);
        assertThat(weak.text("response_message")).contains("AES-256-GCM only");
        assertThat(gcm.post(CREATE, event(3)).text("payload.amount")).isEqualTo("3");
    }

    @Test
    void onlyTheCompanyAndOperatorsSetItAndEachChangeIsKept() {
        Api.Fixture other = Api.of(server).newCompany(0);
        Api operator = Api.of(server).newOperator();

        assertThat(other.api().put(path(shop), Map.of("rule", "REQUIRED")).status())
                .isEqualTo(403);
        assertThat(other.api().get(path(shop)).status()).isEqualTo(403);
        demand("REQUIRED");
        demand("REQUIRED");
        operator.put(path(shop), Map.of("rule", "GCM_ONLY"));

        Reply kept = operator.get("/api/v1/locks?kind=COMPANY&id=" + shop.companyId());
        assertThat(kept.json().get("items").findValuesAsString("to")).containsExactly("REQUIRED", "GCM_ONLY");
        assertThat(kept.text("items.0.field")).isEqualTo("BODY_RULE");
        assertThat(kept.text("items.0.by")).isEqualTo(shop.username());
    }

    @Test
    void ofAPartnersCompaniesEachDemandsForItselfAlone() {
        Api.Fixture other = Api.of(server).newCompany(1);
        demand("REQUIRED");
        Api operator = Api.of(server).newOperator();
        String partnerId = operator.post(
                        "/api/v1/partners",
                        Map.of("name", "Payroll", "companyIds", List.of(other.companyId(), shop.companyId())))
                .text("partnerId");
        Reply made = operator.post("/api/v1/clients", Map.of("kind", "PARTNER", "partnerId", partnerId));
        ClientCredentials client =
                new ClientCredentials(made.text("clientId"), new Secret<>(made.text("clientSecret")));
        String token = Api.of(server)
                .token(client, Map.of("grant_type", "client_credentials", "clientId", other.companyId()))
                .text("access_token");
        Api partner = Api.of(server).as(token);
        EncryptedClient encrypted =
                new EncryptedClient(server, token, client.secret().value(), false);
        String id = shop.api()
                .post("/api/v1/coins/events", Map.of("event", "SIGNUP", "amount", 10))
                .text("coinConfigId");

        assertThat(partner.post(
                                CREATE,
                                Map.of(
                                        "companyId",
                                        other.companyId(),
                                        "configuration",
                                        "CUSTOM",
                                        "event",
                                        "E1",
                                        "amount",
                                        1))
                        .status())
                .isEqualTo(200);
        refusedPlain(partner.post(CREATE, event(1)));
        refusedPlain(partner.patch("/api/v0/enkash-coins/" + id, Map.of("amount", 9)));
        assertThat(encrypted.post(CREATE, event(2)).text("payload.amount")).isEqualTo("2");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void duringAnOverlapTheKeysOfBothSecretsCount(boolean byGcm) {
        EncryptedClient old = byGcm ? gcm : documented;
        old.post(CREATE, event(1));
        EncryptedClient fresh = rotated(60, byGcm);

        assertThat(fresh.post(CREATE, event(2)).text("payload.amount")).isEqualTo("2");
        assertThat(old.post(CREATE, event(3)).text("payload.amount")).isEqualTo("3");

        EncryptedClient newest = rotated(0, byGcm);
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
            for (EncryptedClient ended : List.of(old, fresh)) {
                Reply reply = ended.post(CREATE, new Sealed(ended.sealed("POST", CREATE, "{}")));
                assertThat(reply.body()).contains("Invalid encrypted request.");
            }
        });
        assertThat(newest.post(CREATE, event(4)).text("payload.amount")).isEqualTo("4");
    }

    private EncryptedClient rotated(int overlapSeconds, boolean byGcm) {
        String secret = Api.of(server)
                .newOperator()
                .post(
                        "/api/v1/clients/" + shop.client().clientId() + "/secrets",
                        Map.of("overlapSeconds", overlapSeconds))
                .text("clientSecret");
        return new EncryptedClient(server, shop.token(), secret, byGcm);
    }

    @Test
    void aSecretOlderThanGcmHasTheDocumentedKeyOnlyUntilItIsRotated() {
        server.bean(JdbcClient.class).sql("""
                        update identity.api_client_secret set gcm_key = null
                        where client = (select id from identity.api_client where client_id = ?)
                        """).param(shop.client().clientId()).update();

        Reply refused = gcm.post(CREATE, new Sealed(gcm.sealed("POST", CREATE, "{}")));
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text("response_message")).contains("older than AES-256-GCM", "rotated");
        assertThat(documented.post(CREATE, event(1)).text("payload.amount")).isEqualTo("1");
        assertThat(rotated(60, true).post(CREATE, event(2)).text("payload.amount"))
                .isEqualTo("2");
    }

    @Test
    void noLogLineHoldsWhatWasMeantOrWhatTravelled() {
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();
        AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
            @Override
            protected void append(ILoggingEvent line) {
                lines.add(line.getFormattedMessage() + line.getKeyValuePairs() + line.getThrowableProxy());
            }
        };
        appender.setContext(root.getLoggerContext());
        appender.start();
        root.addAppender(appender);
        try {
            String meant = "{\"companyId\":\"Zanzibar\",\"event\":\"Zanzibar\",\"amount\":\"Zanzibar\"}";
            for (EncryptedClient client : List.of(documented, gcm)) {
                String sealed = client.sealed("POST", CREATE, meant);
                client.post(CREATE, new Sealed(sealed));
                client.post(CREATE, new Sealed(sealed + "AAAA"));
                client.post(CREATE, meant, "X-Sandbox-Scenario", "fail");

                String requestId = client.post(CREATE, meant).header("X-Request-Id");
                await().atMost(Duration.ofSeconds(5))
                        .until(() -> lines.stream().anyMatch(line -> line.contains(requestId)));
                assertThat(lines).noneMatch(line -> line.contains(sealed.substring(0, 40)));
            }
            assertThat(lines).noneMatch(line -> line.contains("Zanzibar")).anyMatch(line -> line.contains("A256GCM"));
        } finally {
            root.detachAppender(appender);
        }
    }
}
