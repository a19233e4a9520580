package io.kosh.gateway.internal.checkout;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.ReaderException;
import io.kosh.gateway.Checkout;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.CheckoutOrder.Payer;
import io.kosh.gateway.FakeCheckout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.testing.QrReader;
import io.kosh.testing.TestServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What the hosted page answers, whatever browser asks.
class HostedPageTest {
    private static final FakeCheckout CHECKOUT = new FakeCheckout();
    private static final Payer KNOWN = new Payer(null, "9876543210", null);
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static @Nullable TestServer server;

    @BeforeAll
    static void open() {
        server = TestServer.start(Checkout.class, CHECKOUT, Map.of("kosh.data-dir", "target/checkout-http-test-data"));
    }

    @AfterAll
    static void close() {
        if (server != null) {
            server.stop();
        }
    }

    private static URI uri(String path) {
        return Objects.requireNonNull(server).uri(path);
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Accept", "text/html").timeout(Duration.ofSeconds(30));
    }

    private static HttpResponse<String> get(String path) {
        return send(request(path).build());
    }

    private static HttpResponse<String> post(String path, Map<String, String> form) {
        String body = form.entrySet().stream()
                .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send(request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body))
                .build());
    }

    private static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, BodyHandlers.ofString());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static String path(CheckoutOrder order) {
        return "/v1/pay/" + order.orderId();
    }

    @Test
    void thePageMayLoadOnlyItsOwnAndStandInNoFrame() {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);

        HttpResponse<String> page = get(path(order));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                .contains(
                        "default-src 'none'",
                        "frame-ancestors 'none'",
                        "form-action 'self'",
                        "style-src 'self' 'nonce-");
        assertThat(page.body()).contains("₹100.00", "Cobble Lane").doesNotContain("style=", "onclick");
        assertThat(page.body().length()).isLessThan(50_000);
    }

    @Test
    void theChosenAppStaysWhenTheLanguageChanges() {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);
        URI at = URI.create(post(path(order) + "/upi", Map.of("app", "phonepe"))
                .headers()
                .firstValue("Location")
                .orElseThrow());
        String begun = at.getRawPath() + "?" + at.getRawQuery();
        String shown = get(begun).body();
        Matcher link = Pattern.compile("href=\"([^\"]*lang=hi[^\"]*)\"").matcher(shown);
        assertThat(link.find()).as(shown).isTrue();

        String hindi = get(link.group(1).replace("&amp;", "&")).body();

        assertThat(hindi).contains("lang=\"hi\"", "data-here=\"" + begun);
        assertThat(firstApp(hindi)).isEqualTo(firstApp(shown)).startsWith("phonepe://");
        assertThat(get(begun.replace("phonepe", "%22%3E")).body()).doesNotContain("app=");
    }

    @Test
    void theCodeSaysThatItIsScannedAndTheLinksThatTheyAreOpened() throws ReaderException {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);
        URI at = URI.create(post(path(order) + "/upi", Map.of("app", "qr"))
                .headers()
                .firstValue("Location")
                .orElseThrow());

        String page = get(at.getRawPath()).body();

        assertThat(QrReader.read(page))
                .startsWith("upi://pay?")
                .contains("am=100.00")
                .endsWith("&mode=15");
        assertThat(firstApp(page)).startsWith("upi://pay?").endsWith("mode=04");
    }

    /// The link of the app that is offered before the others.
    private static String firstApp(String page) {
        Matcher link = Pattern.compile("href=\"([a-z]+://[^\"]*)\"").matcher(page);
        assertThat(link.find()).as(page).isTrue();
        return link.group(1);
    }

    @Test
    void onlyAPageOfTheMerchantMayFrameIt() {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);

        assertThat(get(path(order) + "?embedded=true&parentOrigin=" + FakeCheckout.SHOP)
                        .headers()
                        .firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("frame-ancestors " + FakeCheckout.SHOP);
        assertThat(get(path(order) + "?embedded=true&parentOrigin=https://evil.example")
                        .headers()
                        .firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("frame-ancestors 'none'");
    }

    @Test
    void whatWasTypedOfACardIsInNoAnswer() {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);

        HttpResponse<String> answer = post(
                path(order) + "/pay",
                Map.of(
                        "way", "card",
                        "cardNumber", FakeCheckout.PAYS_AT_BANK,
                        "expiry", "05/29",
                        "cvv", "987",
                        "cardHolderName", "MERLIN COLLINS"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("This card has expired.")
                .doesNotContain(FakeCheckout.PAYS_AT_BANK, "987\"", "value=\"4111");
    }

    @Test
    void formsThatComeAtOnceBeginOnePayment() {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);
        Map<String, String> form = Map.of("way", "bank", "bank", "HDFC", "seen", "");
        long before = started();

        var all = IntStream.range(0, 16)
                .mapToObj(_ -> CompletableFuture.supplyAsync(() -> post(path(order) + "/pay", form)))
                .toList();

        assertThat(all.stream().map(CompletableFuture::join))
                .allSatisfy(answer -> assertThat(answer.headers().firstValue("Location"))
                        .get()
                        .asString()
                        .contains(path(order) + "/payments/" + last(order)));
        assertThat(started()).isEqualTo(before + 1);
    }

    private static long started() {
        return CHECKOUT.calls().stream()
                .filter(call -> call.equals("start " + PaymentMode.NET_BANKING))
                .count();
    }

    private static String last(CheckoutOrder order) {
        return Objects.requireNonNull(CHECKOUT.find(order.orderId()).lastPayment());
    }

    @Test
    void whatEndedIsPaidNoMore() {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);
        CHECKOUT.close(order, OrderState.EXPIRED);
        long before = started();

        HttpResponse<String> answer = post(path(order) + "/pay", Map.of("way", "bank", "bank", "HDFC"));

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(started()).isEqualTo(before);
        assertThat(get(path(order)).body()).contains("The time to pay is over", "name=\"checksum\"");
    }

    @Test
    void aPageHearsWhenItsOrderEnds() throws IOException, InterruptedException {
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);
        HttpResponse<java.io.InputStream> stream =
                HTTP.send(request(path(order) + "/events").build(), BodyHandlers.ofInputStream());
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))) {
            assertThat(told(lines)).contains("\"order\":\"CREATED\"");
            CHECKOUT.close(order, OrderState.CANCELLED);
            assertThat(told(lines)).contains("\"order\":\"CANCELLED\"");
        }
    }

    private static String told(BufferedReader lines) throws IOException {
        String line = lines.readLine();
        while (line != null && !line.startsWith("data:")) {
            line = lines.readLine();
        }
        return String.valueOf(line);
    }

    @Test
    void whatNobodyKnowsIsNotFound() {
        assertThat(get("/v1/pay/ORD1743074262175VZuxX").statusCode()).isEqualTo(404);
        CheckoutOrder order = CHECKOUT.newOrder(KNOWN);
        CheckoutOrder other = CHECKOUT.newOrder(KNOWN);
        post(path(order) + "/pay", Map.of("way", "bank", "bank", "HDFC"));

        assertThat(get(path(other) + "/payments/" + last(order)).statusCode()).isEqualTo(404);
        assertThat(get(path(other) + "/state?payment=" + last(order)).statusCode())
                .isEqualTo(400);
    }

    @Test
    void aLoaderIsThereForMerchantsPages() {
        assertThat(get("/checkout.js").body()).contains("EnkashCheckout", "enkash:ack");
    }
}
