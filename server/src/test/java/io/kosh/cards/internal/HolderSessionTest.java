package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.cards.HolderSessions;
import io.kosh.cards.HolderSessions.Kind;
import io.kosh.cards.HolderSessions.SignedIn;
import io.kosh.kernel.Secret;
import io.kosh.platform.Database;
import io.kosh.platform.MasterKey;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class HolderSessionTest {
    private final TestServer server = TestServer.shared();
    private final RewardAccount account = RewardAccount.funded(100);
    private final HolderSessions sessions = server.bean(HolderSessions.class);
    private String card = "";

    @BeforeEach
    void aHolder() {
        card = account.give("R1", 10, "6667778889").text("payload.enKashCardId");
    }

    private String token(String cardId) {
        return account.api()
                .post(
                        FAMILY + "/sso-token",
                        Map.of(
                                "companyId", account.shop().companyId(),
                                "cardAccountId", account.id(),
                                "enkashCardId", cardId))
                .text("payload.access_token");
    }

    private Reply land(String token, String area, String... headers) {
        return send("GET", "/sso/" + token + "/" + area + "/hrms", headers);
    }

    private Reply send(String method, String path, String... headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .header("Accept", "text/html")
                .method(method, BodyPublishers.noBody());
        return Api.of(server).send(headers.length == 0 ? request : request.headers(headers));
    }

    private static String cookie(Reply landed) {
        String set = landed.header("Set-Cookie");
        assertThat(set)
                .startsWith("kosh-holder=")
                .contains("Path=/", "HttpOnly", "SameSite=Lax")
                .doesNotContain("Max-Age", "Domain");
        return set.substring(set.indexOf('=') + 1, set.indexOf(';'));
    }

    private SignedIn signedIn(String cookie) {
        return Objects.requireNonNull(sessions.find(cookie));
    }

    @Test
    void aHolderLandsOnTheRedemptionPageSignedIn() {
        Reply landed = land(token(card), "employee_rewards");

        assertThat(landed.status()).as(landed.body()).isEqualTo(302);
        assertThat(landed.header("Location")).endsWith("/rewards");
        assertThat(landed.header("Referrer-Policy")).isEqualTo("no-referrer");
        assertThat(landed.header("Cache-Control")).isEqualTo("no-store");
        SignedIn holder = signedIn(cookie(landed));
        assertThat(holder.company()).isEqualTo(account.shop().company());
        assertThat(holder.cardAccountId()).isEqualTo(account.id());
        assertThat(holder.cardId()).isEqualTo(card);
        assertThat(holder.userId()).isNotEmpty();
        assertThat(holder.name()).isEqualTo("Asha");
        assertThat(holder.kind()).isEqualTo(Kind.EMPLOYEE_REWARDS);
        assertThat(holder.partner()).isEqualTo("hrms");
        assertThat(holder.toString()).doesNotContain(holder.formToken());
    }

    @Test
    void theAdministratorAloneLandsOnTheAccountsPage() {
        String holders = token(card);
        assertThat(land(holders, "reward_account").status()).isEqualTo(422);
        assertThat(land(holders, "employee_rewards").status()).isEqualTo(302);

        Reply landed = land(token(account.primaryCard()), "reward_account");
        assertThat(landed.header("Location")).endsWith("/reward-account");
        assertThat(signedIn(cookie(landed)).kind()).isEqualTo(Kind.REWARD_ACCOUNT);
    }

    @Test
    void aCardOfRupeesOpensNoPageOfPoints() {
        PrepaidAccount rupees = PrepaidAccount.funded(100);
        String prepaid = rupees.full("6001098801");
        String token = rupees.api()
                .post(
                        FAMILY + "/sso-token",
                        Map.of(
                                "companyId", rupees.companyId(),
                                "cardAccountId", rupees.id(),
                                "enkashCardId", prepaid))
                .text("payload.access_token");

        for (String area : List.of("employee_rewards", "reward_account")) {
            Reply landed = land(token, area);
            assertThat(landed.status()).as(area).isEqualTo(422);
            assertThat(landed.header("Set-Cookie")).isEmpty();
        }

        assertThat(rupees.api()
                        .post("/api/v1/card-sign-ins", Map.of("token", token))
                        .text("enKashCardId"))
                .as("a company's own pages still take it")
                .isEqualTo(prepaid);
    }

    @Test
    void aLinkSignsInOnceWhoeverOpensItHowOften() throws Exception {
        String token = token(card);
        List<Future<Reply>> landed = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(16)) {
            for (int i = 0; i < 16; i++) {
                Callable<Reply> landing = () -> land(token, "employee_rewards");
                landed.add(threads.submit(landing));
            }
        }
        int signedIn = 0;
        for (Future<Reply> each : landed) {
            signedIn += each.get().status() == 302 ? 1 : 0;
            if (each.get().status() != 302) {
                assertThat(each.get().status()).isEqualTo(410);
                assertThat(each.get().body()).contains("This link has ended");
                assertThat(each.get().header("Set-Cookie")).isEmpty();
            }
        }
        assertThat(signedIn).isEqualTo(1);
        assertThat(account.api()
                        .post("/api/v1/card-sign-ins", Map.of("token", token))
                        .status())
                .isEqualTo(422);
    }

    @Test
    void whoLooksAheadUsesNothingUp() {
        String token = token(card);

        assertThat(send("HEAD", "/sso/" + token + "/employee_rewards/hrms").header("Set-Cookie"))
                .isEmpty();
        assertThat(land(token, "employee_rewards", "Sec-Purpose", "prefetch;prerender")
                        .header("Set-Cookie"))
                .isEmpty();
        assertThat(land(token, "employee_rewards").status()).isEqualTo(302);
    }

    @Test
    void aSessionEndsWithItsCardItsHolderAndItsCompany() {
        String cookie = cookie(land(token(card), "employee_rewards"));
        String user = signedIn(cookie).userId();
        String company = account.shop().companyId();

        Map<String, Object> lock =
                Map.of("companyId", company, "cardAccountId", account.id(), "enKashCardId", card, "otpRequired", false);
        account.api().post(FAMILY + "/block", with(lock, "blockCode", "L"));
        assertThat(sessions.find(cookie)).isNull();
        account.api().post(FAMILY + "/block", with(lock, "blockCode", "UL"));
        assertThat(sessions.find(cookie)).isNotNull();

        account.api().patch("/api/v1/users/" + user, Map.of("status", "INACTIVE"));
        assertThat(sessions.find(cookie)).isNull();
        account.api().patch("/api/v1/users/" + user, Map.of("status", "ACTIVE"));

        Api operator = Api.of(server).newOperator();
        operator.post("/api/v1/companies/" + company + "/lock", Map.of());
        assertThat(sessions.find(cookie)).isNull();
        operator.post("/api/v1/companies/" + company + "/unlock", Map.of());
        assertThat(sessions.find(cookie)).isNotNull();
    }

    private static Map<String, Object> with(Map<String, Object> body, String name, Object value) {
        Map<String, Object> more = new java.util.HashMap<>(body);
        more.put(name, value);
        return more;
    }

    @Test
    void signingOutNeedsTheFormOfThePage() {
        String cookie = cookie(land(token(card), "employee_rewards"));
        String sent = "kosh-holder=" + cookie;

        send("POST", "/holder/sign-out?form_token=wrong", "Cookie", sent);
        assertThat(sessions.find(cookie)).isNotNull();
        assertThat(send("GET", "/holder/signed-out", "Cookie", sent).body()).contains("still signed in");

        Reply out =
                send("POST", "/holder/sign-out?form_token=" + signedIn(cookie).formToken(), "Cookie", sent);
        assertThat(out.header("Set-Cookie")).startsWith("kosh-holder=;").contains("Max-Age=0");
        assertThat(sessions.find(cookie)).isNull();
        assertThat(send("GET", "/holder/signed-out", "Cookie", sent).body()).contains("You are signed out");
    }

    @Test
    void nobodyIsSignedInByWhatWasNotMinted() {
        String token = token(card);

        for (String wrong : new String[] {null, "", "x", token, "A".repeat(26), "9".repeat(26)}) {
            assertThat(sessions.find(wrong)).isNull();
        }
        sessions.end("9".repeat(26));
    }

    @Test
    void aSessionLivesWhileItIsUsedButNotForEver() {
        HandClock clock = new HandClock();
        var mine = new PostgresHolderSessions(
                server.bean(Database.class),
                server.bean(PageTokens.class),
                server.bean(PageTokenStore.class),
                server.bean(SignIns.class),
                server.bean(MasterKey.class),
                clock);
        String cookie = Objects.requireNonNull(mine.open(new Secret<>(token(card)), Kind.EMPLOYEE_REWARDS, "hrms"))
                .value();

        clock.pass(Duration.ofMinutes(29));
        assertThat(mine.find(cookie)).isNotNull();
        clock.pass(Duration.ofMinutes(29));
        assertThat(mine.find(cookie)).isNotNull();
        clock.pass(Duration.ofMinutes(30));
        assertThat(mine.find(cookie)).isNull();

        String longer = Objects.requireNonNull(mine.open(new Secret<>(token(card)), Kind.EMPLOYEE_REWARDS, "hrms"))
                .value();
        for (int i = 0; i < 36; i++) {
            assertThat(mine.find(longer)).isNotNull();
            clock.pass(Duration.ofMinutes(20));
        }
        assertThat(mine.find(longer)).isNull();
    }

    /// Time that the test moves.
    private static final class HandClock extends Clock {
        private Instant now = Clock.systemUTC().instant();

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
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
}
