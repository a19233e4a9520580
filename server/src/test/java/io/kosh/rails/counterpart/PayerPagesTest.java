package io.kosh.rails.counterpart;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.rails.BharatQr;
import io.kosh.rails.QrImage;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailPayment;
import io.kosh.rails.SandboxBank.Standing;
import io.kosh.rails.UpiLink;
import io.kosh.rails.UpiLink.Mode;
import io.kosh.rails.UpiRail;
import io.kosh.testing.RawHttp;
import io.kosh.testing.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The pages of a payer's bank and app as a browser without JavaScript gets them, and as somebody who means harm asks
/// for them.
class PayerPagesTest {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");
    private static final String APP = "/sandbox/upi-app";
    private static final URI BACK = URI.create("https://shop.example/return?order=1");
    private static final String WRONG = "111111";

    private final TestServer server = TestServer.shared();
    private final Payer payer = Payer.on(server);
    private final HttpClient browser =
            HttpClient.newBuilder().cookieHandler(new CookieManager()).build();

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
        return followed(send(HttpRequest.newBuilder(server.uri(path))));
    }

    private HttpResponse<String> followed(HttpResponse<String> answer) {
        return answer.statusCode() == 302
                ? send(HttpRequest.newBuilder(answer.uri()
                        .resolve(answer.headers().firstValue("Location").orElseThrow())))
                : answer;
    }

    private String formToken() {
        Matcher token = FORM_TOKEN.matcher(get(APP).body());
        return token.find() ? token.group(1) : "none";
    }

    private String origin() {
        return "http://" + server.uri("/").getAuthority();
    }

    /// Sends a form and goes where its answer sends to.
    private HttpResponse<String> submit(String path, Map<String, String> fields) {
        return followed(submit(path, fields, formToken(), origin()));
    }

    private HttpResponse<String> submit(String path, Map<String, String> fields, String formToken, String origin) {
        Map<String, String> all = new LinkedHashMap<>(fields);
        all.put("form_token", formToken);
        String body = all.entrySet().stream()
                .map(field -> field.getKey() + "=" + encoded(field.getValue()))
                .collect(Collectors.joining("&"));
        HttpRequest.Builder request = HttpRequest.newBuilder(server.uri(path))
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    private HttpResponse<String> open(String link) {
        return get(APP + "?link=" + encoded(link));
    }

    /// Chooses a picture, as a browser sends it.
    private HttpResponse<String> choose(byte[] picture, String formToken, String origin) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        body.writeBytes(("--xYz\r\nContent-Disposition: form-data; name=\"form_token\"\r\n\r\n" + formToken
                        + "\r\n--xYz\r\nContent-Disposition: form-data; name=\"picture\"; filename=\"shot.png\"\r\n"
                        + "Content-Type: image/png\r\n\r\n")
                .getBytes(StandardCharsets.UTF_8));
        body.writeBytes(picture);
        body.writeBytes("\r\n--xYz--\r\n".getBytes(StandardCharsets.UTF_8));
        return send(HttpRequest.newBuilder(server.uri(APP + "/picture"))
                .header("Content-Type", "multipart/form-data; boundary=xYz")
                .header("Origin", origin)
                .POST(BodyPublishers.ofByteArray(body.toByteArray())));
    }

    private static Map<String, String> paid(String account, String pin) {
        return Map.of("do", "pay", "account", account, "pin", pin);
    }

    private RailAnswer told(String reference) {
        return server.bean(UpiRail.class).find(payer.shop().key(), reference);
    }

    private void awaitStanding(String path, Standing standing) {
        long deadline = System.nanoTime() + 15_000_000_000L;
        while (payer.billAt(path).standing() != standing) {
            assertThat(System.nanoTime())
                    .as("it is " + payer.billAt(path).standing())
                    .isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void aLinkIsOpenedAndPaidWithItsBankReference() {
        UpiLink link = payer.link(12_34_567L);

        HttpResponse<String> asked = open(link.text());
        assertThat(asked.statusCode()).isEqualTo(200);
        assertThat(asked.body()).contains("Udupi Cafe &amp; Sons", "₹12,345.67", "Dinner for two");

        HttpResponse<String> done = submit(payer.app(link), paid("SAVINGS", "1234"));
        assertThat(told(Objects.requireNonNull(link.reference())))
                .isInstanceOfSatisfying(
                        RailAnswer.Paid.class,
                        paid -> assertThat(done.body()).contains("<h1 id=\"verdict\">Paid</h1>", paid.bankReference()));
    }

    @Test
    void aPictureOfACodeIsOpened() {
        UpiLink link = payer.link(10_000);

        HttpResponse<String> answer = choose(QrImage.of(link.text()).png(320), formToken(), origin());

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(followed(followed(answer)).body()).contains("Udupi Cafe &amp; Sons", "₹100.00");
    }

    @Test
    void aBharatQrIsOpened() {
        UpiLink link = payer.link(10_000);
        BharatQr code = new BharatQr(
                link.payeeVpa(), null, link.reference(), "5812", 10_000L, "Udupi Cafe", "Mumbai", null, null);

        assertThat(open(code.text()).body()).contains("₹100.00", "name=\"pin\"");
    }

    @Test
    void whatCannotBePaidSaysWhy() {
        UpiLink link = payer.link(10_000);
        UpiLink other = new UpiLink(link.payeeVpa(), "Udupi", null, "EK9999999999999NOONE", null, 10_000L, Mode.INTENT);

        assertRefused(open(link.text().replace("am=100.00", "am=1.00")), "The amount in this link is not the one");
        assertRefused(open(other.text()), "Nobody expects a payment with this reference");
        assertRefused(open("upi://pay?pa=kiosk@sandbox&pn=Kiosk"), "That code names no payment");
        assertRefused(open("https://shop.example/pay"), "That is no UPI link");
        assertRefused(get(APP + "?vpa=asha"), "A VPA looks like name@bank.");
        assertRefused(followed(choose(new byte[] {1, 2, 3}, formToken(), origin())), "No QR code was found");
        assertRefused(
                followed(choose(QrImage.of("a shopping list").png(300), formToken(), origin())), "That is no UPI link");
        assertThat(payer.bill(link).standing()).isEqualTo(Standing.WAITING);
    }

    private static void assertRefused(HttpResponse<String> answer, String why) {
        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains(why);
    }

    @ParameterizedTest
    @CsvSource({"EMPTY, 1234, Z9", "LIMITED, 123456, Z8", "SAVINGS, 0000, ZM"})
    void eachAccountEndsAsItSays(String account, String pin, String code) {
        UpiLink link = payer.link(10_000);

        HttpResponse<String> done = submit(payer.app(link), paid(account, pin));

        assertThat(done.body()).contains("<h1 id=\"verdict\">Not paid</h1>");
        assertThat(told(Objects.requireNonNull(link.reference())))
                .isInstanceOfSatisfying(
                        RailAnswer.Declined.class, no -> assertThat(no.code()).isEqualTo(code));
    }

    @Test
    void aSlowBankIsWaitedFor() {
        UpiLink link = payer.link(10_000);

        HttpResponse<String> done = submit(payer.app(link), paid("SLOW", "1234"));

        assertThat(done.body()).contains("The bank is at work", "Look again", payer.app(link) + "/state");
        awaitStanding(payer.app(link), Standing.PAID);
        assertThat(send(HttpRequest.newBuilder(server.uri(payer.app(link) + "/state")))
                        .statusCode())
                .isEqualTo(204);
        assertThat(get(payer.app(link)).body()).contains("<h1 id=\"verdict\">Paid</h1>");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", "12345", "1234567", "abcd", "१२३४"})
    void aPinHasFourOrSixDigits(String pin) {
        UpiLink link = payer.link(10_000);

        assertRefused(submit(payer.app(link), paid("EMPTY", pin)), "A UPI PIN has four or six digits.");
        assertThat(payer.bill(link).standing()).isEqualTo(Standing.WAITING);
    }

    @Test
    void aRequestIsListedForItsVpaAndDeclined() {
        RailPayment payment = payer.payment(55_500, null);
        String vpa = "asha" + payer.shop().id().toLowerCase(Locale.ROOT) + "@kosh";
        payer.collect(payment, vpa);

        String list = get(APP + "?vpa=" + encoded(vpa.toUpperCase(Locale.ROOT))).body();
        Matcher found = Pattern.compile("href=\"(" + APP + "/[A-Za-z0-9_-]+)\"").matcher(list);
        assertThat(found.find()).isTrue();
        assertThat(list).contains("₹555.00");
        assertThat(submit(found.group(1), Map.of("do", "decline")).body()).contains("Not paid");

        assertThat(told(payment.reference())).isInstanceOf(RailAnswer.Declined.class);
        assertThat(get(APP + "?vpa=" + encoded(vpa)).body()).contains("Nothing is asked of this VPA");
    }

    @Test
    void aPayerMayLetTheTimePass() {
        UpiLink link = payer.link(10_000);

        submit(payer.app(link), Map.of("do", "expire"));

        assertThat(told(Objects.requireNonNull(link.reference())))
                .isInstanceOfSatisfying(
                        RailAnswer.Declined.class, no -> assertThat(no.code()).isEqualTo("U69"));
    }

    @Test
    void aBankSignsAnybodyInCountsWrongCodesAndSendsThemBack() {
        String page = payer.bank(payer.payment(10_000, BACK), "HDFC");
        assertThat(get(page).body())
                .contains("HDFC", "₹100.00", "name=\"user\"")
                .doesNotContain("name=\"otp\"");
        assertRefused(submit(page, Map.of("user", " ")), "Write any name");

        HttpResponse<String> code = submit(page, Map.of("user", "asha", "password", "anything"));
        assertThat(code.uri().getPath()).isEqualTo(page + "/code");
        assertThat(code.body()).contains("name=\"otp\"", payer.bank().otp());
        assertRefused(submit(page + "/code", Map.of("otp", "")), "Write the code that the bank has sent.");
        assertRefused(submit(page + "/code", Map.of("otp", WRONG)), "Tries left: 2");
        assertRefused(submit(page + "/code", Map.of("otp", WRONG)), "Tries left: 1");

        HttpResponse<String> done =
                submit(page + "/code", Map.of("otp", payer.bank().otp()));
        assertThat(done.body()).contains("<h1 id=\"verdict\">Paid</h1>", "href=\"" + BACK + "\"");
        assertThat(done.headers().firstValue("Refresh")).hasValue("4;url=" + BACK);
        assertThat(done.uri().getPath()).isEqualTo(page);
    }

    @Test
    void threeWrongCodesDecline() {
        String page = payer.card(payer.payment(10_000, BACK));
        assertThat(get(page).body()).contains("3-D Secure", "name=\"otp\"");

        submit(page, Map.of("otp", WRONG));
        submit(page, Map.of("otp", WRONG));
        HttpResponse<String> done = submit(page, Map.of("otp", WRONG));

        assertThat(done.body()).contains("<h1 id=\"verdict\">Not paid</h1>");
        assertThat(submit(page, Map.of("otp", payer.bank().otp())).body()).contains("Not paid");
    }

    @Test
    void aCardIsPaidWithTheCodeOfItsBank() {
        String page = payer.card(payer.payment(10_000, BACK));

        assertThat(submit(page, Map.of("otp", payer.bank().otp())).body()).contains("Paid");
        assertThat(payer.billAt(page).standing()).isEqualTo(Standing.PAID);
    }

    @Test
    void walletsAndLendersPayByOnePress() {
        String wallet = payer.wallet(payer.payment(50_000, BACK));
        String lender = payer.lender(payer.payment(50_000, BACK));

        assertThat(get(lender).body()).contains("pays it back later");
        assertThat(submit(wallet, Map.of()).body()).contains("<h1 id=\"verdict\">Paid</h1>");
        assertThat(submit(lender, Map.of()).body()).contains("<h1 id=\"verdict\">Paid</h1>");
    }

    @Test
    void somethingElseCanBeLetHappenAndTheFirstDecisionStands() {
        String page = payer.wallet(payer.payment(50_000, BACK));

        assertThat(submit(page + "/end", Map.of("ending", "PAID")).body()).contains("name=\"ending\"");
        assertThat(submit(page + "/end", Map.of("ending", "NO_FUNDS")).body()).contains("Not paid");
        assertThat(submit(page, Map.of()).body()).contains("Not paid");
        assertThat(submit(page + "/end", Map.of("ending", "PAID_SLOWLY")).body())
                .contains("Not paid");
        assertThat(payer.billAt(page).standing()).isEqualTo(Standing.DECLINED);
    }

    @Test
    void lookingDecidesNothing() {
        String page = payer.wallet(payer.payment(50_000, BACK));
        UpiLink link = payer.link(10_000);

        get(page + "?ending=PAID");
        get(page + "/end?ending=DECLINED");
        get(payer.app(link) + "?do=pay&pin=1234&account=SAVINGS");
        get(payer.app(link) + "/state");

        assertThat(payer.billAt(page).standing()).isEqualTo(Standing.WAITING);
        assertThat(payer.bill(link).standing()).isEqualTo(Standing.WAITING);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://evil.example", "null", "", "http://localhost.evil.example"})
    void aFormFromElsewhereDoesNothing(String origin) {
        String page = payer.wallet(payer.payment(50_000, BACK));
        UpiLink link = payer.link(10_000);
        String token = formToken();

        assertThat(submit(page, Map.of(), token, origin).statusCode()).isEqualTo(403);
        assertThat(submit(page + "/end", Map.of("ending", "DECLINED"), token, origin)
                        .statusCode())
                .isEqualTo(403);
        assertThat(submit(payer.app(link), paid("SAVINGS", "1234"), token, origin)
                        .statusCode())
                .isEqualTo(403);
        if (!origin.isEmpty()) {
            assertThat(choose(new byte[0], token, origin).statusCode()).isEqualTo(403);
        }
        assertThat(payer.billAt(page).standing()).isEqualTo(Standing.WAITING);
        assertThat(payer.bill(link).standing()).isEqualTo(Standing.WAITING);
    }

    @Test
    void aFormWithoutTheBrowsersOwnTokenDoesNothing() {
        String page = payer.bank(payer.payment(50_000, BACK), "HDFC");
        String foreign;
        try (HttpClient other = HttpClient.newHttpClient()) {
            Matcher found = FORM_TOKEN.matcher(other.send(
                            HttpRequest.newBuilder(server.uri(APP))
                                    .header("Accept", "text/html")
                                    .build(),
                            BodyHandlers.ofString())
                    .body());
            foreign = found.find() ? found.group(1) : "none";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        assertThat(foreign).hasSizeGreaterThan(20);

        for (String token : new String[] {"", "none", foreign}) {
            get(APP);
            HttpResponse<String> answer =
                    submit(page + "/code", Map.of("otp", payer.bank().otp()), token, origin());
            assertThat(answer.statusCode()).isEqualTo(403);
            assertThat(answer.body()).contains("FORM_STALE");
        }
        assertThat(choose(new byte[0], foreign, origin()).statusCode()).isEqualTo(403);
        assertThat(payer.billAt(page).standing()).isEqualTo(Standing.WAITING);
    }

    @Test
    void aPageElsewhereThatPointsItsNameHereSeesNothing() {
        String page = payer.wallet(payer.payment(50_000, BACK));

        for (String path : new String[] {page, APP, page.replace("wallet", "bank")}) {
            String answer =
                    RawHttp.send(server.uri("/"), "GET " + path + " HTTP/1.1\nHost: evil.example\nAccept: text/html");
            assertThat(answer).contains(" 403 ", "PAGE_ELSEWHERE").doesNotContain("form_token");
        }
    }

    @Test
    void aTokenThatNobodyKnowsOrOfAnotherPageShowsAPlainPage() {
        String wallet = payer.wallet(payer.payment(50_000, BACK));

        for (String path : new String[] {
            "/sandbox/bank/" + "x".repeat(32),
            "/sandbox/bank/x",
            "/sandbox/bank/x/code",
            "/sandbox/three-d-secure/" + "x".repeat(32),
            "/sandbox/lender/..%2f..",
            APP + "/" + "x".repeat(32),
            wallet.replace("/wallet/", "/bank/"),
            wallet.replace("/wallet/", "/upi-app/")
        }) {
            HttpResponse<String> answer = get(path);
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(answer.body()).as(path).doesNotContain("₹", "form_token");
        }
        assertThat(get("/sandbox/bank/" + "x".repeat(32)).body()).contains("There is nothing to pay here");
        assertThat(submit("/sandbox/wallet/" + "x".repeat(32), Map.of()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void thePagesSpeakHindiAndKeepNothing() {
        HttpResponse<String> page = send(HttpRequest.newBuilder(server.uri(payer.wallet(payer.payment(50_000, BACK))))
                .header("Accept-Language", "hi"));

        assertThat(page.body()).contains("चुकाएँ", "lang=\"hi\"");
        assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("frame-ancestors 'none'", "form-action 'self'");
    }

    @Test
    void whatIsLongOrForeignIsShownAsItIs() {
        String page = payer.wallet(payer.payment(
                9_999_999_999L,
                "<script>alert(1)</script>" + "N".repeat(40),
                "\"><b>bold</b>",
                URI.create("https://s.example/?a=%22%3E")));

        assertThat(get(page).body())
                .contains("₹9,99,99,999.99", "&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert", "<b>bold");
    }
}
