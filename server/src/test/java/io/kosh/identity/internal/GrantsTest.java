package io.kosh.identity.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.identity.ClientCredentials;
import io.kosh.identity.internal.Grants.Issued;
import io.kosh.identity.internal.Grants.PasswordGrant;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.platform.Settings;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.TestServer;
import java.security.MessageDigest;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

@Tag("store")
class GrantsTest {
    private final TestServer server = TestServer.shared();
    private final Fixture company = Api.of(server).newCompany(0);
    private final Grants grants = server.bean(Grants.class);
    private final ApiClient client =
            grants.client(company.client().clientId(), company.client().secret());

    private Grants at(Duration later, int maxFailures) {
        Settings settings = server.bean(Settings.class);
        Settings.Tokens tokens = settings.tokens();
        Settings changed = new Settings(
                settings.profile(),
                settings.dataDir(),
                settings.baseUrl(),
                settings.managementPort(),
                settings.trustedProxies(),
                settings.http(),
                new Settings.Tokens(
                        tokens.access(), tokens.refresh(), maxFailures, tokens.lockFor(), tokens.cacheFor()),
                settings.pool(),
                settings.commit(),
                settings.ledger(),
                settings.idempotency());
        return new Grants(
                server.bean(Database.class),
                server.bean(GrantStore.class),
                server.bean(Secrets.class),
                server.bean(Passwords.class),
                new TokenLife(changed, Clock.offset(Clock.systemUTC(), later)));
    }

    private PasswordGrant right() {
        return new PasswordGrant(company.username(), new Secret<>(company.password()), null);
    }

    private PasswordGrant wrong() {
        return new PasswordGrant(company.username(), new Secret<>("wrong horse"), null);
    }

    private static int refusedAtOnce(int threads, Callable<Issued> attempt) throws Exception {
        int refused = 0;
        try (var pool = Executors.newFixedThreadPool(threads)) {
            List<Future<Issued>> attempts = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                attempts.add(pool.submit(attempt));
            }
            for (Future<Issued> each : attempts) {
                try {
                    each.get();
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOf(Refusal.class);
                    refused++;
                }
            }
        }
        return refused;
    }

    private int failures() {
        return server.bean(JdbcClient.class)
                .sql("select failures from identity.login where username = ?")
                .param(company.username())
                .query(Integer.class)
                .single();
    }

    @Test
    void countsEveryWrongPasswordOfSixteenThreadsOnce() throws Exception {
        Grants patient = at(Duration.ZERO, 100);

        assertThat(refusedAtOnce(16, () -> patient.password(client, wrong()))).isEqualTo(16);

        assertThat(failures()).isEqualTo(16);
        patient.password(client, right());
        assertThat(failures()).isZero();
    }

    @Test
    void locksAfterThreeWrongPasswordsInARowAndForgetsAfterATime() throws Exception {
        Issued running = grants.password(client, right());
        assertThat(refusedAtOnce(16, () -> grants.password(client, wrong()))).isEqualTo(16);

        assertThatThrownBy(() -> grants.password(client, right()))
                .hasMessage("the user name or the password is wrong, or the login is locked");
        assertThat(Api.of(server)
                        .as(running.accessToken().value())
                        .get("/api/v1/users")
                        .status())
                .as("running tokens keep working")
                .isEqualTo(200);
        assertThatThrownBy(() -> at(Duration.ofMinutes(14), 3).password(client, right()))
                .isInstanceOf(Refusal.class);
        assertThat(at(Duration.ofMinutes(16), 3).password(client, right())).isNotNull();
    }

    @Test
    void forgivesTwoWrongPasswordsWhenTheRightOneFollows() {
        for (int round = 0; round < 2; round++) {
            assertThatThrownBy(() -> grants.password(client, wrong())).isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> grants.password(client, wrong())).isInstanceOf(Refusal.class);
            assertThat(grants.password(client, right())).isNotNull();
        }
    }

    @Test
    void doesNotLetAForeignClientLockALogin() {
        Fixture other = Api.of(server).newCompany(0);
        ApiClient foreign =
                grants.client(other.client().clientId(), other.client().secret());
        for (int i = 0; i < 5; i++) {
            assertThatThrownBy(() -> grants.password(foreign, wrong())).isInstanceOf(Refusal.class);
        }
        assertThatThrownBy(() -> grants.password(foreign, right())).isInstanceOf(Refusal.class);
        assertThat(grants.password(client, right())).isNotNull();
    }

    @Test
    void doesTheSameKindsOfWorkForAnUnknownUserAsForAWrongPassword() {
        CountingDatabase counting = new CountingDatabase(server.bean(Database.class));
        Grants counted = new Grants(
                counting,
                server.bean(GrantStore.class),
                server.bean(Secrets.class),
                server.bean(Passwords.class),
                server.bean(TokenLife.class));
        PasswordGrant unknown = new PasswordGrant("nobody@example.com", new Secret<>("wrong horse"), null);
        PasswordGrant foreign =
                new PasswordGrant(Api.of(server).newCompany(0).username(), new Secret<>("wrong horse"), null);

        for (PasswordGrant refused : List.of(wrong(), unknown, foreign)) {
            counting.writing.clear();
            assertThatThrownBy(() -> counted.password(client, refused)).isInstanceOf(Refusal.class);
            assertThat(counting.writing).as(refused.username()).containsExactly(false, true);
        }
    }

    /// Notes of each registry transaction whether it has something to write, so that its commit waits for the disk.
    private final class CountingDatabase implements Database {
        private final Database real;
        private final List<Boolean> writing = new ArrayList<>();

        private CountingDatabase(Database real) {
            this.real = real;
        }

        @Override
        public <T> T inCompany(CompanyKey key, Supplier<T> work) {
            return real.inCompany(key, work);
        }

        @Override
        public <T> T inRegistry(Supplier<T> work) {
            return real.inRegistry(() -> {
                T done = work.get();
                writing.add(server.bean(JdbcClient.class)
                        .sql("select pg_current_xact_id_if_assigned() is not null")
                        .query(Boolean.class)
                        .single());
                return done;
            });
        }

        @Override
        public <T> T acrossCompanies(List<CompanyKey> companies, Supplier<T> work) {
            return real.acrossCompanies(companies, work);
        }
    }

    @Test
    void exchangesARefreshTokenOnceAndEndsTheGrantWhenItComesAgain() {
        Issued first = grants.password(client, right());
        Secret<String> refresh = refreshToken(first);
        Issued second = grants.refresh(client, refresh);
        Secret<String> next = refreshToken(second);
        assertThat(next).isNotEqualTo(refresh);

        assertThatThrownBy(() -> grants.refresh(client, refresh)).isInstanceOf(Refusal.class);

        assertThatThrownBy(() -> grants.refresh(client, next))
                .as("the whole grant is gone")
                .isInstanceOf(Refusal.class);
        assertThat(Api.of(server)
                        .as(second.accessToken().value())
                        .get("/api/v1/users")
                        .status())
                .isEqualTo(401);
    }

    @Test
    void letsOneOfManyWinARefreshToken() throws Exception {
        Secret<String> refresh = refreshToken(grants.password(client, right()));
        assertThat(refusedAtOnce(8, () -> grants.refresh(client, refresh))).isEqualTo(7);
    }

    @Test
    void refusesTheRefreshTokenOfAnotherClientAnExpiredOneAndAnAccessToken() {
        Issued issued = grants.password(client, right());
        Secret<String> refresh = refreshToken(issued);
        Fixture other = Api.of(server).newCompany(0);
        ApiClient foreign =
                grants.client(other.client().clientId(), other.client().secret());

        assertThatThrownBy(() -> grants.refresh(foreign, refresh)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> grants.refresh(client, issued.accessToken())).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> at(Duration.ofDays(31), 3).refresh(client, refresh))
                .isInstanceOf(Refusal.class);
        assertThat(grants.refresh(client, refresh)).isNotNull();
    }

    @Test
    void keepsTheBodyKeyThatCanOnlyBeComputedFromTheSecret() throws Exception {
        byte[] wrapped = server.bean(JdbcClient.class)
                .sql("""
                        select s.body_key from identity.api_client_secret s
                        join identity.api_client c on c.id = s.client where c.client_id = ?
                        """)
                .param(company.client().clientId())
                .query(byte[].class)
                .single();
        byte[] digest = MessageDigest.getInstance("SHA-256")
                .digest(company.client().secret().value().getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertThat(server.bean(Secrets.class)
                        .unwrap(new Secrets.WrappedKeys(wrapped, null))
                        .aes128()
                        .getEncoded())
                .isEqualTo(Arrays.copyOf(digest, 16));
    }

    @Test
    void sweepsUpWhatHasExpired() {
        grants.password(client, right());
        TokenLife later = new TokenLife(
                server.bean(Settings.class),
                Clock.offset(Clock.systemUTC(), Duration.ofDays(31).negated()));
        Grants longAgo = new Grants(
                server.bean(Database.class),
                server.bean(GrantStore.class),
                server.bean(Secrets.class),
                server.bean(Passwords.class),
                later);
        longAgo.clientCredentials(client, null);
        assertThat(grantsOfCompany()).isEqualTo(3);

        server.bean(Revocations.class).purge();

        assertThat(grantsOfCompany()).as("the fixture's and the fresh one").isEqualTo(2);
    }

    private long grantsOfCompany() {
        return server.bean(JdbcClient.class)
                .sql("select count(*) from identity.token_grant where client = ?")
                .param(client.key())
                .query(Long.class)
                .single();
    }

    @Test
    void tellsTheRestToComeBackWhenTooManySignInsWait() throws Exception {
        Passwords busy = new Passwords(1, 1);
        try (var pool = Executors.newFixedThreadPool(12)) {
            List<Future<Boolean>> all = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                all.add(pool.submit(() -> busy.matches(new Secret<>("password"), null)));
            }
            int turnedAway = 0;
            for (Future<Boolean> each : all) {
                try {
                    assertThat(each.get()).isFalse();
                } catch (ExecutionException e) {
                    assertThat(e.getCause()).isInstanceOfSatisfying(Refusal.class, refusal -> {
                        assertThat(refusal.code()).isEqualTo(GrantError.TEMPORARILY_UNAVAILABLE);
                        assertThat(refusal.retryAfter()).isPositive();
                    });
                    turnedAway++;
                }
            }
            assertThat(turnedAway).isPositive();
        } finally {
            busy.destroy();
        }
    }

    @Test
    void seedsCredentialsThatWork() {
        TestServer fresh = TestServer.start(Map.of());
        try {
            Map<String, Object> facts = new java.util.LinkedHashMap<>();
            fresh.bean(IdentitySeed.class).seed(facts);

            assertThat((List<?>) facts.get("userIds"))
                    .hasSize(100)
                    .noneMatch(id -> id.equals("EKQZVMQK") || id.equals("EK6CYE6K"));
            assertThat(facts).containsEntry("companyId", "CEK0TCW2W8").containsEntry("clientId", "CEK0TCW2W8");
            Api api = Api.of(fresh);
            assertThat(signIn(api, facts)).isEqualTo("CEK0TCW2W8");
            assertThat(signIn(api, part(facts, "documented"))).isEqualTo("CEK1GZBO6A");
            assertThat(signIn(api, part(facts, "platform"))).isEqualTo("CEKEKCARDS");
            assertThat(signIn(api, part(facts, "partner"))).isEqualTo("CEK0TCW2W8");
            assertThatThrownBy(() -> fresh.bean(Clients.class).createFirstOperator())
                    .hasMessageContaining("operator");
        } finally {
            fresh.stop();
        }
    }

    private static Secret<String> refreshToken(Issued issued) {
        return Objects.requireNonNull(issued.refreshToken());
    }

    private static Map<?, ?> part(Map<String, Object> facts, String key) {
        return (Map<?, ?>) Objects.requireNonNull(facts.get(key));
    }

    private static String text(Map<?, ?> facts, String key) {
        return (String) Objects.requireNonNull(facts.get(key));
    }

    private static String signIn(Api api, Map<?, ?> who) {
        ClientCredentials client =
                new ClientCredentials(text(who, "clientId"), new Secret<>(text(who, "clientSecret")));
        Map<String, String> form =
                Map.of("grant_type", "password", "username", text(who, "username"), "password", text(who, "password"));
        String token = api.token(client, form).text("access_token");
        return api.as(token).get("/api/v1/users?limit=1").text("items.0.companyId");
    }
}
