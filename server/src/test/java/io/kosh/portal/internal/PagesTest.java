package io.kosh.portal.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.RawHttp;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The pages as a browser gets them.
class PagesTest {
    @TempDir
    static Path dataDir;

    private static TestServer server;

    @BeforeAll
    static void start() throws IOException {
        server = TestServer.start(Map.of("kosh.data-dir", dataDir.toString()));
        Files.writeString(dataDir.resolve("demo.json"), """
                {"companyId": "CEKDEMO001", "clientId": "demo-client", "clientSecret": "s3cret-of-the-demo",
                 "username": "9000000001", "password": "demo-password", "userIds": ["EK000001", "EK000002"]}
                """);
    }

    @AfterAll
    static void stop() {
        server.stop();
    }

    private static HttpResponse<String> get(String path, String... headers) {
        try (HttpClient client = HttpClient.newHttpClient()) {
            HttpRequest.Builder request =
                    HttpRequest.newBuilder(server.uri(path)).header("Accept", "text/html,*/*");
            if (headers.length > 0) {
                request.headers(headers);
            }
            return client.send(request.build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void theStartPageShowsTheDemoCredentialsWithSecretsFoldedAway() {
        String page = get("/").body();

        assertThat(page).contains("CEKDEMO001", "demo-client", "9000000001", "EK000001");
        assertThat(page).containsPattern("<details class=\"secret\">(?s:.{0,600})s3cret-of-the-demo");
        assertThat(page).contains("href=\"/docs\"", "href=\"/docs/errors\"", "href=\"/actuator/health\"");
    }

    @Test
    void theQuickStartHoldsNoSecret() {
        String page = get("/").body();

        assertThat(page.substring(page.indexOf("id=\"quick\"")))
                .contains("/oauth/token", "allocate-coin")
                .doesNotContain("s3cret-of-the-demo", "demo-password");
    }

    @Test
    void aPageAskedUnderAForeignNameShowsNoCredentials() {
        String page = RawHttp.send(server.uri("/"), "GET / HTTP/1.1\nHost: rebound.example\nAccept: text/html");

        assertThat(page).startsWith("HTTP/1.1 200").contains("id=\"demo\"").doesNotContain("CEKDEMO001", "s3cret");
    }

    @Test
    void everyPageRunsOnlyItsOwnScriptsAndLoadsNothingFromElsewhere() {
        for (String path : new String[] {"/", "/docs", "/docs/errors", "/no-such-page"}) {
            HttpResponse<String> response = get(path);
            String policy =
                    response.headers().firstValue("Content-Security-Policy").orElse("");

            Matcher nonce = Pattern.compile("'nonce-([^']+)'").matcher(policy);
            assertThat(nonce.find()).as(path + ": " + policy).isTrue();
            assertThat(policy).contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'");
            assertThat(response.body().split("<script ", -1))
                    .as(path)
                    .hasSize(3)
                    .satisfies(parts -> assertThat(parts[1]).contains(nonce.group(1)))
                    .satisfies(parts -> assertThat(parts[2]).contains(nonce.group(1)));
            assertThat(response.body()).as(path).doesNotContainPattern("(src|href)=\"(https?:)?//");
            assertThat(response.body()).as(path).doesNotContainPattern(" (style|onclick)=|\\?\\?[a-z.]+_");
            assertThat(response.headers().firstValue("Content-Type")).hasValue("text/html;charset=UTF-8");
        }
    }

    @Test
    void everyAnswerHasItsOwnNonce() {
        assertThat(get("/").headers().firstValue("Content-Security-Policy"))
                .isNotEqualTo(get("/").headers().firstValue("Content-Security-Policy"));
    }

    @Test
    void hindiIsSpokenWhenAskedChosenOrPreferred() {
        assertThat(get("/").body()).contains("lang=\"en\"", "Business payments");
        HttpResponse<String> asked = get("/?lang=hi");
        assertThat(asked.body()).contains("<html lang=\"hi\"", "व्यापार के भुगतान");
        assertThat(asked.headers().firstValue("Set-Cookie"))
                .hasValueSatisfying(
                        cookie -> assertThat(cookie).startsWith("lang=hi;").contains("HttpOnly", "SameSite=Lax"));
        assertThat(get("/", "Cookie", "lang=hi").body()).contains("व्यापार के भुगतान");
        assertThat(get("/", "Accept-Language", "hi-IN,hi;q=0.9").body()).contains("व्यापार के भुगतान");
        assertThat(get("/?lang=%3Cscript%3E", "Accept-Language", "fr").body()).contains("Business payments");
    }

    @Test
    void bothLanguagesHaveTheSameTexts() throws IOException {
        assertThat(bundle("/messages_hi.properties").keySet())
                .isEqualTo(bundle("/messages.properties").keySet());
    }

    @Test
    void aPageThatIsNotThereIsAPageForPeopleAndAProblemForPrograms() {
        HttpResponse<String> page = get("/no-such-page?q=%3Cb%3E");
        assertThat(page.statusCode()).isEqualTo(404);
        assertThat(page.body())
                .contains(
                        "<html",
                        "ROUTE_UNKNOWN",
                        page.headers().firstValue("X-Request-Id").orElse("-"));

        HttpResponse<String> route = get("/api/v1/no-such-route");
        assertThat(route.statusCode()).isEqualTo(404);
        assertThat(route.body()).startsWith("{").contains("\"title\":\"ROUTE_UNKNOWN\"");
        assertThat(RawHttp.send(server.uri("/"), "GET /no-such-page HTTP/1.1\nHost: localhost\nAccept: */*"))
                .contains("application/problem+json");
    }

    @Test
    void theSearchAnswersWithoutJavaScript() {
        String page = get("/docs?q=no%20such%20thing%20%3Cscript%3E").body();

        assertThat(page).contains("value=\"no such thing &lt;script&gt;\"").doesNotContain("thing <script>");
    }

    @Test
    void theErrorCodesAreListed() {
        assertThat(get("/docs/errors").body())
                .contains("id=\"COMPANY_FORBIDDEN\"", "The token may not act for this company.");
    }

    @Test
    void theStyleSheetStaysSmall() {
        HttpResponse<String> sheet = get("/assets/kosh.css");

        assertThat(sheet.statusCode()).isEqualTo(200);
        assertThat(sheet.body().length()).isLessThan(30_000);
        assertThat(sheet.body()).doesNotContain("@import", "http");
    }

    private static Properties bundle(String name) throws IOException {
        Properties texts = new Properties();
        try (InputStream source = PagesTest.class.getResourceAsStream(name)) {
            assertThat(source).isNotNull();
            texts.load(source);
        }
        return texts;
    }
}
