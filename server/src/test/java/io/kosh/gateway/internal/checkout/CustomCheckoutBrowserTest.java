package io.kosh.gateway.internal.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import io.kosh.kernel.Luhn;
import io.kosh.launcher.FreePort;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.Chromium;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/// A checkout client on a merchant's own page, in a real browser: what the documented clients do, step by step, with
/// nothing but the host swapped. The page stands at another origin than Kosh, and the banks are the sandbox's.
class CustomCheckoutBrowserTest {
    private static final JsonMapper JSON = new JsonMapper();
    private static @Nullable Chromium chromium;
    private static @Nullable TestServer server;
    private static @Nullable HttpServer shop;
    private static int orders;

    private final List<String> faults = new ArrayList<>();
    private final Api.Fixture merchant = Api.of(server()).newCompany(0);

    @BeforeAll
    static void open() throws IOException {
        chromium = Chromium.open();
        int port = FreePort.any();
        server = TestServer.start(Map.of(
                "server.port",
                port,
                "kosh.base-url",
                "http://127.0.0.1:" + port,
                "kosh.data-dir",
                "target/custom-checkout-test-data"));
        shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        shop.createContext("/", exchange -> {
            boolean script = exchange.getRequestURI().getPath().equals("/custom-checkout.js");
            byte[] body = script
                    ? resource("custom-checkout.js")
                    : "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Shop</title><script src=/custom-checkout.js></script>"
                            .getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", script ? "text/javascript" : "text/html");
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        shop.start();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
        if (shop != null) {
            shop.stop(0);
        }
        if (server != null) {
            server.stop();
        }
    }

    private static byte[] resource(String name) {
        try (InputStream in = CustomCheckoutBrowserTest.class.getResourceAsStream(name)) {
            return Objects.requireNonNull(in).readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static TestServer server() {
        return Objects.requireNonNull(server, "the server was not started");
    }

    private static String shopOrigin() {
        return "http://localhost:"
                + Objects.requireNonNull(shop, "the shop was not opened")
                        .getAddress()
                        .getPort();
    }

    /// An order of the merchant, whose pages stand at the shop.
    private String order(String amount) {
        return order(amount, shopOrigin());
    }

    private String order(String amount, String origin) {
        Reply settings = merchant.api()
                .put("/api/v1/gateway/settings", Map.of("name", "Cobble Lane", "origins", List.of(origin)));
        assertThat(settings.status()).as(settings.body()).isEqualTo(200);
        Reply token = Api.of(server())
                .post(
                        "/api/v0/merchant/token",
                        Map.of(
                                "accessKey", merchant.client().clientId(),
                                "secretKey", merchant.client().secret().value()));
        orders++;
        Reply made = Api.of(server())
                .send(HttpRequest.newBuilder(server().uri("/api/v0/orders"))
                        .header("Authorization", token.text("token"))
                        .header("merchantAccessKey", merchant.client().clientId())
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of(
                                "orderId",
                                "SHOES" + orders,
                                "amount",
                                Map.of("value", amount, "currency", "INR"),
                                "customerInfo",
                                Map.of("firstName", "Merlin"))))));
        assertThat(made.status()).as(made.body()).isEqualTo(200);
        return made.text("payload.orderId");
    }

    private interface Visit {
        void to(Page page);
    }

    /// A payer on the shop's page, whose client has loaded the order and knows how to reach the payer.
    private void payer(String orderId, Visit visit) {
        try (BrowserContext context = Objects.requireNonNull(chromium, "the browser was not started")
                .context(server(), new Browser.NewContextOptions(), faults)) {
            Page page = context.newPage();
            page.navigate(shopOrigin() + "/");
            page.evaluate("""
                    async ([host, orderId]) => {
                        window.client = new CustomCheckout({ host, orderId, pollMillis: 200, mostMillis: 20000 });
                        await client.load();
                    }""", List.of("http://" + server().uri("/").getAuthority(), orderId));
            assertThat(page.evaluate("client.contact('9876543210', 'buyer@example.com')"))
                    .isEqualTo("9876543210");
            visit.to(page);
        }
        assertThat(faults).filteredOn(fault -> fault.startsWith("says")).isEmpty();
    }

    /// Begins something and goes on; what comes of it is waited for by [#outcome].
    private static void begin(Page page, String call) {
        page.evaluate("""
                call => {
                    window.outcome = null;
                    eval(call).then(end => window.outcome = end, fault => window.outcome = { fault: fault.message });
                }""", call);
    }

    private static Map<?, ?> outcome(Page page) {
        page.waitForFunction("window.outcome");
        return (Map<?, ?>) page.evaluate("window.outcome");
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    /// The sandbox's test card of a range.
    private static String card(String range, int outcome) {
        String digits = range + "%04d".formatted(outcome) + "00000";
        return digits + Luhn.checkDigit(digits);
    }

    private static String byCard(String number) {
        return "client.payByCard({ number: '" + number + "', cvv: '123', expiry: '12/39', holder: 'Merlin Collins' })";
    }

    private static void assertPaid(Map<?, ?> outcome) {
        assertThat(outcome.get("payment_status")).as(outcome.toString()).isEqualTo("success");
        assertThat(outcome.get("order_id")).isEqualTo("SHOES" + orders);
        assertThat(String.valueOf(outcome.get("payment_id"))).startsWith("EK");
        assertThat(String.valueOf(outcome.get("signature"))).matches("[0-9a-f]{64}");
        assertThat(outcome.get("orderStatus")).isEqualTo("PAID");
        assertThat(outcome.get("currency")).isEqualTo("INR");
    }

    @Test
    void aPayerPaysAtABankInAWindowOfItsOwn() {
        payer(order("500"), page -> {
            Page bank = page.waitForPopup(() -> begin(page, "client.payByBank('HDFC')"));
            bank.getByLabel("User name").fill("asha");
            press(bank, "Sign in");
            bank.getByLabel("One-time code").fill("123456");
            press(bank, "Pay");
            assertPaid(outcome(page));
            assertThat(page.evaluate("client.calls.slice(0, 4).map(call => call.replace(/(ORD|EK)\\w+/, ''))"))
                    .isEqualTo(List.of(
                            "GET /pay/checkout/",
                            "PATCH /pay/checkout/customer-info/",
                            "GET /api/v0/transactions//minimal",
                            "POST /pay/charge/process"));
        });
    }

    @Test
    void aPayerDeclinesInAWalletAndPaysByCardThen() {
        payer(order("500"), page -> {
            Page wallet = page.waitForPopup(() -> begin(page, "client.payByWallet('PAYTM')"));
            press(wallet, "Decline");
            assertThat(outcome(page).get("payment_status")).isEqualTo("failed");

            Page bank = page.waitForPopup(() -> begin(page, byCard(card("411111", 2))));
            bank.getByLabel("One-time code").fill("123456");
            press(bank, "Pay");
            assertPaid(outcome(page));
        });
    }

    @Test
    void cardsThatNeedNoWindowEndAtOnce() {
        payer(order("500"), page -> {
            begin(page, byCard(card("411111", 6)));
            assertThat(outcome(page).get("payment_status")).isEqualTo("failed");
            begin(page, byCard(card("607489", 3)));
            assertThat(outcome(page).get("message")).isEqualTo("rupay_otp_unsupported");
            begin(page, byCard("4111110002000000"));
            assertThat(outcome(page).get("payment_status")).isEqualTo("rejected");
            begin(page, byCard(card("411111", 1)));
            assertPaid(outcome(page));
        });
    }

    @Test
    void aCodeIsScannedAndPaid() {
        payer(order("123.45"), page -> {
            begin(page, "client.payByCode()");
            assertThat(page.locator("img")).isVisible();
            page.waitForFunction("client.code");
            Page app = page.context().newPage();
            app.navigate(server().uri("/sandbox/upi-app").toString());
            app.getByLabel("UPI link").fill(String.valueOf(page.evaluate("client.code.qrUrl")));
            press(app, "Open");
            app.getByLabel("UPI PIN").fill("1234");
            press(app, "Pay");
            assertPaid(outcome(page));
        });
    }

    @Test
    void anAppIsOpenedByItsLinkAndPays() {
        payer(order("750"), page -> {
            begin(page, "client.payByApp('phonepe')");
            page.waitForFunction("client.calls.some(call => call.includes('/status/upi/'))");
            assertThat(String.valueOf(page.evaluate("client.links.phonepe"))).startsWith("phonepe://");
            Page app = page.context().newPage();
            app.navigate(server().uri("/sandbox/upi-app").toString());
            app.getByLabel("UPI link").fill(String.valueOf(page.evaluate("client.links.upi")));
            press(app, "Open");
            app.getByLabel("UPI PIN").fill("1234");
            press(app, "Pay");
            assertPaid(outcome(page));
        });
    }

    @Test
    void aCodeThatNobodyScansEndsAndTheOrderIsGivenUp() {
        payer(order("99"), page -> {
            page.evaluate("client.mostMillis = 600");
            begin(page, "client.payByCode()");
            Map<?, ?> ended = outcome(page);
            assertThat(ended.get("message")).isEqualTo("timeout");
            assertThat(page.evaluate("client.call('GET', '/pay/checkout/status/upi/' + client.code.ekPayId)"
                            + ".then(now => now.status)"))
                    .isEqualTo("FAILED");
            assertThat(page.evaluate("client.cancelOrder('popup_timeout').then(now => now.orderStatus)"))
                    .isEqualTo("CANCELLED");
            begin(page, "client.payByBank('HDFC')");
            assertThat(outcome(page).get("fault")).isEqualTo("ORDER_NOT_PAYABLE");
        });
    }

    @Test
    void aPageOfSomebodyElseReadsNothing() {
        String orderId = order("10", "https://another-shop.example");
        try (BrowserContext context = Objects.requireNonNull(chromium, "the browser was not started")
                .context(server(), new Browser.NewContextOptions(), faults)) {
            Page page = context.newPage();
            page.navigate(shopOrigin() + "/");
            Object fault = page.evaluate(
                    "([host, orderId]) => new CustomCheckout({ host, orderId }).load().catch(fault => fault.name)",
                    List.of("http://" + server().uri("/").getAuthority(), orderId));
            assertThat(fault).isEqualTo("TypeError");
        }
    }
}
