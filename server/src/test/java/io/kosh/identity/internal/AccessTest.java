package io.kosh.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kosh.kernel.Refusal;
import io.kosh.platform.Authenticator;
import io.kosh.platform.Caller;
import io.kosh.platform.Database;
import io.kosh.platform.Settings;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class AccessTest {
    private final TestServer server = TestServer.shared();
    private final Api operator = Api.of(server).newOperator();
    private final Fixture company = Api.of(server).newCompany(1);
    private final Authenticator authenticator = server.bean(Authenticator.class);

    private void diesWithinASecond(Runnable deed) {
        assertThat(company.api().get("/api/v1/users").status()).isEqualTo(200);
        deed.run();
        await().atMost(Duration.ofSeconds(1))
                .until(() -> company.api().get("/api/v1/users").status() == 401);
    }

    private void revives(Runnable deed) {
        deed.run();
        assertThat(company.api().get("/api/v1/users").status()).isEqualTo(200);
    }

    private void post(String path, Object body) {
        assertThat(operator.post(path, body).status()).isEqualTo(200);
    }

    @Test
    void killsTokensWithinASecondOfALockAndRevivesThemWithTheUnlock() {
        String client = "/api/v1/clients/" + company.client().clientId();
        diesWithinASecond(() -> post(client + "/lock", "{}"));
        revives(() -> post(client + "/unlock", "{}"));
        String login = "/api/v1/logins/" + company.username();
        diesWithinASecond(() -> post(login + "/lock", "{}"));
        revives(() -> post(login + "/unlock", "{}"));
        String itself = "/api/v1/companies/" + company.companyId();
        diesWithinASecond(() -> post(itself + "/lock", "{}"));
        assertThat(Api.of(server)
                        .token(company.client(), Map.of("grant_type", "client_credentials"))
                        .status())
                .isEqualTo(401);
        revives(() -> post(itself + "/unlock", "{}"));
        String admin = operator.get("/api/v1/users?companyId=" + company.companyId())
                .json()
                .get("items")
                .get(1)
                .get("userId")
                .asString();
        String user = "/api/v1/users/" + admin;
        String companyId = "?companyId=" + company.companyId();
        diesWithinASecond(() -> post(user + "/lock" + companyId, "{}"));
        revives(() -> post(user + "/unlock" + companyId, "{}"));
        diesWithinASecond(() -> operator.patch(user, Map.of("companyId", company.companyId(), "status", "INACTIVE")));

        assertThat(operator.get(user + "/history" + companyId).json().get("items"))
                .extracting(move -> move.get("to").asString())
                .containsExactly("LOCKED", "ACTIVE", "INACTIVE");
        assertThat(operator.get("/api/v1/locks?kind=COMPANY&id=" + company.companyId())
                        .json()
                        .get("items"))
                .extracting(move -> move.get("to").asString())
                .containsExactly("LOCKED", "ACTIVE");
    }

    @Test
    void revokesTheTokensOfAClientALoginOrOne() {
        diesWithinASecond(() -> post("/api/v1/tokens/revoke", Map.of("token", company.token())));
        assertThat(operator.post("/api/v1/tokens/revoke", Map.of("username", company.username()))
                        .text("revoked"))
                .isEqualTo("1");
        assertThat(operator.post(
                                "/api/v1/tokens/revoke",
                                Map.of("clientId", company.client().clientId()))
                        .text("revoked"))
                .isEqualTo("0");
        assertThat(operator.post("/api/v1/tokens/revoke", "{}").status()).isEqualTo(400);
    }

    @Test
    void refusesATokenAtItsExpiryThoughItIsStillRemembered() {
        MovableClock clock = new MovableClock();
        TokenAuthenticator own = new TokenAuthenticator(
                server.bean(Database.class),
                server.bean(GrantStore.class),
                server.bean(io.kosh.platform.CompanyRegistry.class),
                server.bean(Secrets.class),
                new TokenLife(server.bean(Settings.class), clock));
        assertThat(own.authenticate(company.token()).clientId()).isEqualTo(company.companyId());

        clock.ahead = Duration.ofDays(1);

        assertThatThrownBy(() -> own.authenticate(company.token())).isInstanceOf(Refusal.class);
    }

    /// The system's clock, moved ahead.
    private static final class MovableClock extends Clock {
        private Duration ahead = Duration.ZERO;

        @Override
        public Instant instant() {
            return Clock.systemUTC().instant().plus(ahead);
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @Test
    void refusesTokensThatAreNone() {
        for (String token : List.of("", "x", "0".repeat(27), "0".repeat(5_000), company.token() + "x")) {
            assertThat(Api.of(server).as(token).get("/api/v1/users").status()).isEqualTo(401);
        }
        assertThat(Api.of(server).get("/api/v1/users").status()).isEqualTo(401);
    }

    @Test
    void resolvesTheCompanyByTheRule() {
        Caller caller = authenticator.authenticate(company.token());
        String foreign = Api.of(server).newCompany(0).companyId();

        assertThat(caller.company(null)).isEqualTo(company.company());
        assertThat(company.api().get("/api/v1/users?companyId=" + foreign).status())
                .isEqualTo(403);
        assertThat(company.api().get("/api/v1/users?companyId=CEK0000000").status())
                .isEqualTo(403);
        assertThat(operator.get("/api/v1/users?companyId=CEK0000000").status()).isEqualTo(404);
        assertThat(operator.get("/api/v1/users").status()).isEqualTo(400);
        assertThat(operator.get("/api/v1/users?companyId=%00").status()).isEqualTo(400);
        assertThat(operator.get("/api/v1/users?companyId=" + foreign).status()).isEqualTo(200);
    }

    @Test
    void letsAPartnerActForItsCompaniesOnly() {
        Fixture other = Api.of(server).newCompany(1);
        Fixture third = Api.of(server).newCompany(0);
        String partnerId = operator.post(
                        "/api/v1/partners",
                        Map.of("name", "Payroll", "companyIds", List.of(company.companyId(), other.companyId())))
                .text("partnerId");
        assertThat(partnerId).matches("CRM[A-Z0-9]{6}");
        var secret = operator.post("/api/v1/clients", Map.of("kind", "PARTNER", "partnerId", partnerId));
        String username = "partner." + partnerId;
        operator.post(
                "/api/v1/logins", Map.of("username", username, "password", "correct horse", "partnerId", partnerId));
        var client = new io.kosh.identity.ClientCredentials(
                secret.text("clientId"), new io.kosh.kernel.Secret<>(secret.text("clientSecret")));
        Map<String, String> form = Map.of(
                "grant_type",
                "password",
                "username",
                username,
                "password",
                "correct horse",
                "clientId",
                other.companyId());
        String token = Api.of(server).token(client, form).text("access_token");

        Caller caller = authenticator.authenticate(token);
        assertThat(caller.companies()).containsExactly(other.company(), company.company());
        Api partner = Api.of(server).as(token);
        assertThat(partner.get("/api/v1/users?companyId=" + company.companyId()).status())
                .isEqualTo(200);
        assertThat(partner.get("/api/v1/users?companyId=" + third.companyId()).status())
                .isEqualTo(403);

        operator.delete("/api/v1/partners/" + partnerId + "/companies/" + company.companyId());
        await().atMost(Duration.ofSeconds(1))
                .until(() -> partner.get("/api/v1/users?companyId=" + company.companyId())
                                .status()
                        == 403);
        operator.post("/api/v1/companies/" + other.companyId() + "/lock", "{}");
        await().atMost(Duration.ofSeconds(1))
                .until(() -> partner.get("/api/v1/users").status() == 401);
    }
}
