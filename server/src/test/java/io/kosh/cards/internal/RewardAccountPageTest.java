package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.kosh.testing.Chromium;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The page on which an administrator looks after a reward account.
class RewardAccountPageTest {
    private final RewardAccount account = RewardAccount.funded(10_000_000);
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @AfterEach
    void close() {
        browser.close();
    }

    private String link(RewardAccount of, String card, String page) {
        return "/sso/"
                + of.api()
                        .post(
                                RewardAccount.FAMILY + "/sso-token",
                                Map.of(
                                        "companyId",
                                        of.shop().companyId(),
                                        "cardAccountId",
                                        of.id(),
                                        "enkashCardId",
                                        card))
                        .text("payload.access_token")
                + "/" + page + "/hrms";
    }

    private HttpResponse<String> get(String path) {
        try {
            return browser.send(
                    HttpRequest.newBuilder(TestServer.shared().uri(path))
                            .header("Accept", "text/html")
                            .build(),
                    BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private void signIn() {
        assertThat(get(link(account, account.primaryCard(), "reward_account"))
                        .headers()
                        .firstValue("Location")
                        .orElse(""))
                .endsWith("/reward-account");
    }

    @Test
    void theFiguresTheLastMovementsAndTheHoldersAreShown() {
        account.give("G1", 1_250, "9000000011");
        account.give("G2", "99.50", "9000000012");
        account.take("T1", 250, "9000000011");
        signIn();

        String page = get("/reward-account").body();

        assertThat(page).contains("Example Traders", account.id(), "99,98,900.50", "1,099.50", "1,349.50 this month");
        assertThat(page).contains("+1,250", "+99.50", "−250", "Points taken back", "p9000000012@example.com");
        assertThat(page).contains("3 found").doesNotContain("action=\"/reward-account/");
    }

    @Test
    void whatCountsLaterAndWhatEndedAreShownWhereThereIsSuch() {
        account.give("G1", 10, "9000000011");
        signIn();
        assertThat(get("/reward-account").body()).doesNotContain("Counting later", "Ended unspent");
        String terms = "/api/v1/cards/accounts/" + account.id() + "/point-terms";
        account.api().patch(terms, Map.of("validityDays", 1));
        account.give("G2", "70.25", "9000000011");
        account.api().patch(terms, Map.of("validityDays", 30, "pendingDays", 20));
        account.give("G3", 345, "9000000011");

        account.api().post("/sandbox/clock", Map.of("advance", "P2D"));

        assertThat(get("/reward-account").body())
                .containsPattern("Counting later</dt><dd class=\"numbers\">345<")
                .containsPattern("Ended unspent</dt><dd class=\"numbers\">70.25<");
    }

    @Test
    void holdersAreFoundByAPartOfWhatIsKnownOfThem() {
        account.give("G1", 10, "9000000011");
        account.give("G2", 10, "9000000012");
        signIn();

        assertThat(get("/reward-account?q=P9000000011@").body())
                .contains("1 found", "p9000000011@example.com")
                .doesNotContain("p9000000012@example.com");
        assertThat(get("/reward-account?q=000000012").body()).contains("1 found");
        assertThat(get("/reward-account?q=%25").body()).contains("Nobody matches");
        assertThat(get("/reward-account?q=%3Cb%3E").body())
                .contains("value=\"&lt;b&gt;\"")
                .doesNotContain("<b>");
        assertThat(get("/reward-account?page=99").body()).contains("Show all");
        assertThat(get("/reward-account?page=nonsense").body()).contains("3 found");
    }

    @Test
    void anotherAccountsPeopleAreNotShown() {
        RewardAccount other = RewardAccount.funded(100);
        other.give("G1", 10, "9000000013");
        signIn();
        assertThat(get("/reward-account?q=9000000013").body())
                .contains("Nobody matches")
                .doesNotContain("p9000000013@example.com");
    }

    @Test
    void withoutASignInForItThereIsNothing() {
        assertThat(get("/reward-account").statusCode()).isEqualTo(401);
        get(link(account, account.primaryCard(), "employee_rewards"));
        HttpResponse<String> page = get("/reward-account");
        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("This page is for the administrator").doesNotContain(account.id());
    }

    @Test
    void itFitsEveryWidthInBothSchemesAndLanguages() {
        List<String> faults = new ArrayList<>();
        try (Chromium chromium = Chromium.open();
                BrowserContext context = chromium.context(
                        TestServer.shared(),
                        new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE),
                        faults)) {
            Page page = context.newPage();
            page.navigate(TestServer.shared()
                    .uri(link(account, account.primaryCard(), "reward_account"))
                    .toString());
            Chromium.shoot(page, "reward-account-empty");
            for (int i = 0; i < 24; i++) {
                account.give("G" + i, i == 3 ? "99999.99" : 500 + i, "90000001" + (10 + i));
            }
            account.take("T1", 100, "9000000110");
            page.reload();
            Chromium.shoot(page, "reward-account-full");
            page.navigate(TestServer.shared().uri("/reward-account?lang=hi").toString());
            Chromium.shoot(page, "reward-account-hindi");
            page.navigate(
                    TestServer.shared().uri("/reward-account?q=nobody&lang=en").toString());
            Chromium.shoot(page, "reward-account-nobody");
        }
        assertThat(faults).isEmpty();
    }
}
