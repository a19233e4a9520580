package io.kosh.sandbox.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.PrepaidCards;
import io.kosh.testing.RawHttp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The sandbox's pages as a browser without JavaScript gets them, and as somebody who means harm asks for them.
class SandboxPagesTest {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private final PageServer pages = PageServer.shared();
    private Api.Fixture shop = pages.company();
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

    @BeforeEach
    void demo() {
        shop = pages.demo(shop);
    }

    @AfterEach
    void close() {
        browser.close();
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpResponse<String> get(String path) {
        return send(HttpRequest.newBuilder(pages.server().uri(path)));
    }

    private String formToken() {
        Matcher token = FORM_TOKEN.matcher(get("/sandbox/page/time").body());
        return token.find() ? token.group(1) : "none";
    }

    private String origin() {
        return "http://" + pages.server().uri("/").getAuthority();
    }

    /// Sends a form and goes where its answer sends to.
    private HttpResponse<String> submit(String path, Map<String, String> fields) {
        HttpResponse<String> answer = submit(path, fields, formToken(), origin());
        return answer.statusCode() == 302
                ? send(HttpRequest.newBuilder(answer.uri()
                        .resolve(answer.headers().firstValue("Location").orElseThrow())))
                : answer;
    }

    private HttpResponse<String> submit(String path, Map<String, String> fields, String formToken, String origin) {
        Map<String, String> all = new java.util.LinkedHashMap<>(fields);
        all.put("form_token", formToken);
        String body = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(pages.server().uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    @Test
    void theDemoCompanysLatestEventsAreShownAndLinked() {
        String requestId = pages.allocate(shop, "R1");
        pages.awaitLogged(shop, requestId);

        String page = get("/sandbox").body();

        assertThat(page)
                .contains(
                        shop.companyId(),
                        "/api/v0/enkash-coins/allocate-coin",
                        "href=\"/sandbox/page/requests/" + requestId + "\"")
                .doesNotContain(shop.token(), shop.client().secret().value());
        assertThat(get("/sandbox?status=404").body()).contains("Nothing matches");
        assertThat(get("/sandbox?path=/api/v0&status=200").body()).contains(requestId);
    }

    @Test
    void aRequestIsShownWithItsTransferItsBodiesAndACurlLine() {
        String requestId = pages.allocate(shop, "it's R2");
        pages.awaitLogged(shop, requestId);

        String page = get("/sandbox/page/requests/" + requestId).body();

        assertThat(page).contains("coins.allocate", "coins.user", "coins.issuance", ">10<");
        assertThat(page)
                .contains(
                        "curl -sS -X POST &#39;http://localhost:8080/api/v0/enkash-coins/allocate-coin&#39;",
                        "-H &quot;Authorization: Bearer $TOKEN&quot;",
                        "it&#39;\\&#39;&#39;s R2")
                .doesNotContain(shop.token());
    }

    @Test
    void aRequestIsMadeAgainWithAnotherBody() {
        String requestId = pages.allocate(shop, "R3");
        pages.awaitLogged(shop, requestId);
        String body = "{\"companyId\":\"%s\",\"event\":\"SIGNUP\",\"requestId\":\"R4\",\"userId\":\"%s\"}"
                .formatted(shop.companyId(), shop.userIds().getFirst());

        HttpResponse<String> again = submit("/sandbox/do/requests/" + requestId + "/replay", Map.of("body", body));

        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).contains("coins.allocate", "R4").doesNotContain(requestId);
        assertThat(shop.api()
                        .get("/api/v1/coins/users/" + shop.userIds().getFirst())
                        .text("balance"))
                .isEqualTo("20");
    }

    @Test
    void timeIsMovedAndWhatRanIsListed() {
        pages.server()
                .bean(PlannedWork.class)
                .plan(
                        shop.company().key(),
                        pages.server().bean(Clock.class).instant().plusSeconds(600),
                        "planned of " + shop.companyId());

        HttpResponse<String> moved = submit("/sandbox/do/time", Map.of("move", "P1D"));

        assertThat(moved.statusCode()).as(moved.body()).isEqualTo(200);
        assertThat(moved.body()).contains("test.planned", "planned of " + shop.companyId());
        assertThat(submit("/sandbox/do/time", Map.of("move", "freeze")).body()).contains("Let it run");
        HttpResponse<String> wrong = submit("/sandbox/do/time", Map.of("move", "advance", "far", "soon"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("advance must be a duration", "value=\"soon\"");
        HttpResponse<String> back = submit("/sandbox/do/time", Map.of("move", "to", "to", "2020-01-01T00:00"));
        assertThat(back.statusCode()).isEqualTo(422);
    }

    @Test
    void aScenarioIsAddedUsedAndEnded() {
        String added = submit(
                        "/sandbox/do/scenarios",
                        Map.of("scenario", "unavailable", "times", "2", "parameter.retryAfter", "2s", "route", "GET *"))
                .body();

        assertThat(added).contains("0 of 2", "retryAfter 2s", "GET *");
        assertThat(shop.api().get("/api/v1/coins/liability").status()).isEqualTo(503);
        String page = get("/sandbox/page/scenarios").body();
        assertThat(page).contains("1 of 2");
        Matcher end = Pattern.compile("/sandbox/do/scenarios/[0-9]+/end").matcher(page);
        assertThat(end.find()).isTrue();
        assertThat(submit(end.group(), Map.of()).body()).contains("Everything goes well");
        HttpResponse<String> wrong =
                submit("/sandbox/do/scenarios", Map.of("scenario", "late", "times", "0", "parameter.delay", "2s"));
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(wrong.body()).contains("times must be");
    }

    @Test
    void aScenarioOfARailIsAddedWhereItFits() {
        assertThat(get("/sandbox/page/scenarios").body())
                .contains(
                        "One of card, mail, net-banking, pay-later, sms, upi, voucher, wallet, in place of method and"
                                + " path.",
                        "One of acquirer-callback.");
        String added = submit(
                        "/sandbox/do/scenarios",
                        Map.of("scenario", "lose-answer", "rail", "sms", "parameter.as", "504"))
                .body();

        assertThat(added).contains("0 of 1", "rail sms", "as 504");
        HttpResponse<String> both =
                submit("/sandbox/do/scenarios", Map.of("scenario", "fail", "rail", "sms", "route", "GET *"));
        assertThat(both.statusCode()).isEqualTo(400);
        assertThat(both.body()).contains("rail and route exclude each other");
        assertThat(submit("/sandbox/do/scenarios", Map.of("scenario", "refuse")).body())
                .contains("One of card, mail, net-banking, pay-later, sms, upi, voucher, wallet.", "rail is required");
    }

    @Test
    void aCatcherShowsWhatItReceived() {
        String made =
                submit("/sandbox/do/catchers", Map.of("label", "orders <1>")).body();
        Matcher address = Pattern.compile("/sandbox/hooks/(HK[A-Z0-9]+)").matcher(made);
        assertThat(address.find()).isTrue();
        String id = address.group(1);
        submit("/sandbox/do/catchers/" + id + "/behaviour", Map.of("status", "503", "delayMillis", "0", "times", "1"));

        assertThat(shop.api()
                        .post("/sandbox/hooks/" + id, Map.of("paid", "<b>yes</b>"))
                        .status())
                .isEqualTo(503);

        assertThat(get("/sandbox/page/catchers").body()).contains("orders &lt;1&gt;", "1 received");
        assertThat(get("/sandbox/page/catchers/" + id).body())
                .contains("&lt;b&gt;yes&lt;/b&gt;", ">503<")
                .doesNotContain("<b>yes");
        assertThat(submit("/sandbox/do/catchers/" + id + "/empty", Map.of()).body())
                .contains("Nothing arrived yet");
    }

    @Test
    void aFormFromElsewhereIsRefused() {
        String token = formToken();
        Map<String, String> freeze = Map.of("move", "freeze");

        assertThat(submit("/sandbox/do/time", freeze, token, "https://evil.example")
                        .statusCode())
                .isEqualTo(403);
        assertThat(submit("/sandbox/do/time", freeze, token, "null").statusCode())
                .isEqualTo(403);
        assertThat(submit("/sandbox/do/time", freeze, token, "").statusCode()).isEqualTo(403);
        assertThat(submit("/sandbox/do/time", freeze, "guessed", origin()).statusCode())
                .isEqualTo(403);
        assertThat(shop.api().get("/sandbox/clock").text("frozen")).isEqualTo("false");
        assertThat(submit("/sandbox/do/time", freeze, token, origin()).statusCode())
                .isEqualTo(200);
    }

    @Test
    void aPageAskedUnderAForeignNameShowsNothing() {
        for (String path : new String[] {"/sandbox", "/sandbox/page/time", "/sandbox/page/stream"}) {
            String page = RawHttp.send(
                    pages.server().uri("/"), "GET " + path + " HTTP/1.1\nHost: rebound.example\nAccept: text/html");
            assertThat(page).startsWith("HTTP/1.1 403").doesNotContain(shop.companyId());
        }
        String stream = RawHttp.send(
                pages.server().uri("/"),
                "GET /sandbox/page/stream HTTP/1.1\nHost: localhost\nSec-Fetch-Site: cross-site");
        assertThat(stream).startsWith("HTTP/1.1 403");
    }

    @Test
    void theInboxShowsWhatWasWrittenWithItsCodeAndIsEmptied() {
        assertThat(get("/sandbox/page/inbox").body()).contains("Nobody was written to yet");
        String user = pages.write(shop, "asha@example.com");
        String code = shop.api().get("/sandbox/inbox").text("items.0.otp");

        assertThat(get("/sandbox/page/inbox").body()).contains("asha@example.com", code, "Your code for");
        assertThat(get("/sandbox/page/inbox?to=nobody@example.com").body()).contains("Nothing matches");
        assertThat(get("/sandbox/page/inbox?channel=SMS").body()).doesNotContain(code);
        assertThat(get("/sandbox/page/inbox?channel=nonsense&cursor=").body()).contains(code);
        assertThat(submit("/sandbox/do/inbox/empty", Map.of(), "stale", origin())
                        .statusCode())
                .isEqualTo(403);
        assertThat(submit("/sandbox/do/inbox/empty", Map.of()).body()).contains("Nobody was written to yet");
        assertThat(user).startsWith("EK");
    }

    @Test
    void aCardOfTheCompanyIsSwipedAndNoOther() {
        assertThat(get("/sandbox/page/swipe").body()).contains("There is no card to swipe yet");
        Api.Fixture other = pages.company();
        String foreign = PrepaidCards.make(other, "Meera", 1_000);
        String card = PrepaidCards.make(shop, "Asha", 1_000);
        Map<String, String> swipe = new java.util.HashMap<>(Map.of(
                "card",
                card,
                "kind",
                "0100",
                "channel",
                "POS",
                "category",
                "5812",
                "merchant",
                "Cafe",
                "amount",
                "250"));

        HttpResponse<String> page = submit("/sandbox/do/swipe", swipe);
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Approved", "0110", "200401XXXXXXXX").doesNotContainPattern("200401[0-9]{10}");
        assertThat(submit("/sandbox/do/swipe", swipe, "stale", origin()).statusCode())
                .isEqualTo(403);
        assertThat(submit("/sandbox/do/swipe", swipe, formToken(), "https://elsewhere.example")
                        .statusCode())
                .isEqualTo(403);
        for (Map<String, String> wrong : java.util.List.of(
                Map.of("card", foreign),
                Map.of("card", ""),
                Map.of("amount", "0"),
                Map.of("amount", "1.001"),
                Map.of("category", "58"),
                Map.of("channel", "FAX"),
                Map.of("pin", "12a4"))) {
            Map<String, String> changed = new java.util.HashMap<>(swipe);
            changed.putAll(wrong);
            HttpResponse<String> refused = submit("/sandbox/do/swipe", changed);
            assertThat(refused.statusCode()).as(wrong.toString()).isIn(400, 404);
            assertThat(refused.body()).contains("That was not done:").doesNotContain("0110");
        }
    }

    @Test
    void withATokenAnotherCompanyIsShownAndOnlyThatOne() {
        Api.Fixture other = pages.company();
        String requestId = pages.allocate(other, "R1");
        pages.awaitLogged(other, requestId);
        assertThat(get("/sandbox/page/requests/" + requestId).statusCode()).isEqualTo(404);

        assertThat(submit("/sandbox/do/sign-in", Map.of("token", "not a token")).statusCode())
                .isEqualTo(401);
        assertThat(submit("/sandbox/do/sign-in", Map.of("token", other.token(), "companyId", shop.companyId()))
                        .statusCode())
                .isEqualTo(403);
        assertThat(submit("/sandbox/do/sign-in", Map.of("token", other.token())).body())
                .contains(other.companyId())
                .doesNotContain(shop.companyId(), other.token());

        assertThat(get("/sandbox/page/requests/" + requestId).body()).contains("coins.allocate");
        assertThat(submit("/sandbox/do/sign-out", Map.of()).body()).contains(shop.companyId());
    }

    @Test
    void withoutADemoCompanyOneIsAskedWhoseSandboxItIs() {
        pages.noDemo();

        HttpResponse<String> page = get("/sandbox");

        assertThat(page.statusCode()).isEqualTo(302);
        assertThat(get("/sandbox/page/company").body()).contains("There is no demo company here", "name=\"token\"");
        assertThat(get("/sandbox/page/stream").statusCode()).isEqualTo(204);
    }

    @Test
    void everyPageRunsOnlyItsOwnScriptsAndSpeaksHindi() {
        for (String path : new String[] {
            "",
            "/page/time",
            "/page/scenarios",
            "/page/catchers",
            "/page/inbox",
            "/page/swipe",
            "/page/company",
            "/swipe"
        }) {
            HttpResponse<String> page = get("/sandbox" + path);
            assertThat(page.statusCode()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.body())
                    .as(path)
                    .doesNotContainPattern("(src|href)=\"(https?:)?//")
                    .doesNotContainPattern(" (style|onclick)=|\\?\\?[a-z.]+");
            assertThat(get("/sandbox" + path + "?lang=hi").body()).contains("<html lang=\"hi\"", "सैंडबॉक्स");
            get("/sandbox" + path + "?lang=en");
        }
    }
}
