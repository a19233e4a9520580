package io.kosh.gateway.internal.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.kosh.kernel.Luhn;
import io.kosh.launcher.FreePort;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.Chromium;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import tools.jackson.databind.json.JsonMapper;

/// A merchant with a shop at an origin of its own, on a server whose sandbox has banks and apps with pages, and the
/// browsers of its payers.
final class Storefront {
    static final String NAME = "Cobble Lane";

    private static final JsonMapper JSON = new JsonMapper();
    private static final Map<String, Map<String, String>> RETURNED = new ConcurrentHashMap<>();

    /// Started by the first test that needs it.
    private static final class Shared {
        static final TestServer SERVER = startServer();
        static final HttpServer SHOP = openShop();
    }

    private final Chromium chromium;
    private final Api.Fixture merchant = Api.of(Shared.SERVER).newCompany(0);
    private final byte[] orderKey;
    private final List<String> faults = new ArrayList<>();
    private int made;

    Storefront(Chromium chromium) {
        this.chromium = chromium;
        PlaywrightAssertions.setDefaultAssertionTimeout(15_000);
        settings(Map.of());
        Reply secret = merchant.api().post("/api/v1/webhooks/order-secrets", Map.of());
        orderKey = Base64.getDecoder().decode(secret.text("secret").replaceFirst("^whsec_", ""));
    }

    private static TestServer startServer() {
        int port = FreePort.any();
        return TestServer.start(Map.of(
                "server.port",
                port,
                "kosh.base-url",
                "http://127.0.0.1:" + port,
                "kosh.data-dir",
                TestServer.dir("hosted-journeys").toString()));
    }

    private static HttpServer openShop() {
        try {
            HttpServer shop = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
            shop.createContext("/back", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (exchange.getRequestMethod().equals("POST")) {
                    Map<String, String> form = form(body);
                    RETURNED.put(form.getOrDefault("orderId", ""), form);
                }
                answer(exchange, "<h1>Thank you</h1>");
            });
            shop.createContext(
                    "/",
                    exchange -> answer(exchange, "<script src=" + uri("/checkout.js") + "></script><h1>Shop</h1>"));
            shop.start();
            return shop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void answer(HttpExchange exchange, String html) throws IOException {
        byte[] body = ("<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>Shop</title>" + html)
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/html");
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    private static Map<String, String> form(String body) {
        Map<String, String> fields = new TreeMap<>();
        for (String pair : body.split("&", -1)) {
            int at = pair.indexOf('=');
            if (at > 0) {
                fields.put(decoded(pair.substring(0, at)), decoded(pair.substring(at + 1)));
            }
        }
        return fields;
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    static String uri(String path) {
        return Shared.SERVER.uri(path).toString();
    }

    /// Where the shop's pages stand.
    static String origin() {
        return "http://localhost:" + Shared.SHOP.getAddress().getPort();
    }

    /// How the merchant is paid, beside its name, colour and origin.
    void settings(Map<String, Object> more) {
        Map<String, Object> settings = new TreeMap<>(more);
        settings.put("name", NAME);
        settings.put("colour", "#0f766e");
        settings.put("origins", List.of(origin()));
        Reply saved = merchant.api().put("/api/v1/gateway/settings", settings);
        assertThat(saved.status()).as(saved.body()).isEqualTo(200);
    }

    /// An order as its merchant has it.
    ///
    /// @param address where it is paid
    record Order(String id, String address) {}

    /// An order of somebody whose mobile number is known.
    Order order(String amount) {
        return order(amount, Map.of("firstName", "Asha", "phoneNumber", "9876543210"));
    }

    Order order(String amount, Map<String, String> customer) {
        made++;
        Reply reply = Api.of(Shared.SERVER)
                .send(call("/api/v0/orders")
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(JSON.writeValueAsString(Map.of(
                                "orderId",
                                "SHOES" + made,
                                "amount",
                                Map.of("value", amount, "currency", "INR"),
                                "description",
                                "Two pairs of shoes",
                                "returnUrl",
                                origin() + "/back",
                                "customerInfo",
                                customer)))));
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return new Order(reply.text("payload.orderId"), reply.text("payload.redirectionUrl"));
    }

    private HttpRequest.Builder call(String path) {
        return HttpRequest.newBuilder(Shared.SERVER.uri(path))
                .header("Authorization", "Bearer " + merchant.token())
                .header("merchantAccessKey", merchant.client().clientId());
    }

    /// How an order stands for its merchant, and its payments, oldest first: `PAID [FAILED, SUCCESS]`.
    String stands(Order order) {
        Reply reply =
                Api.of(Shared.SERVER).send(call("/api/v0/orders/" + order.id()).GET());
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        var payments = reply.json().at("/payload/transactions");
        return reply.text("payload.status")
                + StreamSupport.stream(payments.spliterator(), false)
                        .map(each -> each.path("status").asString())
                        .collect(Collectors.joining(", ", " [", "]"));
    }

    /// The books are right, and this is what banks and acquirers owe the merchant.
    void assertOwed(String rupees) {
        Reply balances = merchant.api().get("/api/v1/gateway/balances");
        assertThat(new BigDecimal(balances.text("atRail"))).as(balances.body()).isEqualByComparingTo(rupees);
        assertThat(new BigDecimal(balances.text("unapplied")))
                .as(balances.body())
                .isZero();
        Reply audit = merchant.api().get("/api/v1/ledger/audit");
        assertThat(audit.text("balanced")).as(audit.body()).isEqualTo("true");
    }

    /// Moves the merchant's time; what falls due until then is done.
    void advance(String duration) {
        Reply moved = merchant.api().post("/sandbox/clock", Map.of("advance", duration));
        assertThat(moved.status()).as(moved.body()).isEqualTo(200);
    }

    static Browser.NewContextOptions desktop() {
        return new Browser.NewContextOptions();
    }

    static Browser.NewContextOptions phone() {
        return new Browser.NewContextOptions()
                .setIsMobile(true)
                .setHasTouch(true)
                .setViewportSize(360, 780);
    }

    /// Somebody with a browser, who sees no page break.
    void payer(Browser.NewContextOptions options, Consumer<Page> visit) {
        try (BrowserContext context = chromium.context(Shared.SERVER, options, faults)) {
            visit.accept(context.newPage());
        }
        // A form that comes back with a sentence beside its field is an error to the console, and meant.
        assertThat(faults)
                .filteredOn(fault -> fault.startsWith("says") && !fault.contains("status of 422"))
                .isEmpty();
    }

    static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    static void press(Page page, String name) {
        button(page, name).click();
    }

    static void follow(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    static void assertStep(Page page, String text) {
        assertThat(page.locator("#step")).hasText(text);
    }

    static void assertLostThenTryAgain(Page page) {
        assertStep(page, "The payment did not work");
        follow(page, "Try again");
    }

    static void openWay(Page page, String way) {
        Locator details = page.locator("#way-" + way);
        if (details.getAttribute("open") == null) {
            details.locator("summary").first().click();
        }
    }

    static void payByVpa(Page page, String vpa, String total) {
        openWay(page, "upi");
        page.getByLabel("UPI ID").fill(vpa);
        press(page, "Pay " + total);
    }

    /// Chooses a bank, a wallet or a lender by its name.
    static void choose(Page page, String way, String name) {
        openWay(page, way);
        page.locator("#way-" + way).getByLabel(name).check();
        page.locator("#way-" + way + " button[type=submit]").click();
    }

    /// The sandbox's test card of a range.
    static String card(String range, int outcome) {
        String digits = range + "%04d".formatted(outcome) + "00000";
        return digits + Luhn.checkDigit(digits);
    }

    static void payByCard(Page page, String number) {
        openWay(page, "card");
        page.getByLabel("Card number").fill(number);
        page.getByLabel("Valid until").fill("09/39");
        page.getByLabel("CVV").fill("123");
        page.getByLabel("Name on the card").fill("ASHA RAO");
        page.locator("#way-card button[type=submit]").click();
    }

    static void signIn(Page bank) {
        bank.getByLabel("User name").fill("asha");
        press(bank, "Sign in");
    }

    /// Gives the bank's code and goes back to the checkout.
    static void approve(Page bank, String total) {
        bank.getByLabel("One-time code").fill("123456");
        press(bank, "Pay " + total);
        backFromBank(bank, "Paid");
    }

    static void backFromBank(Page bank, String verdict) {
        assertThat(bank.locator("#verdict")).hasText(verdict);
        follow(bank, "Back to " + NAME);
    }

    /// The sandbox's app, opened from the page that waits for one.
    static Page app(Page page) {
        return page.context().waitForPage(() -> follow(page, "UPI app of the sandbox"));
    }

    static void payInApp(Page app, String account, String total) {
        app.getByText(account).click();
        app.getByLabel("UPI PIN").fill("1234");
        press(app, "Pay " + total);
    }

    /// Goes back to the shop, and gives what the browser carried there, which has the merchant's own signature.
    Map<String, String> back(Page page, Order order) {
        press(page, "Back to " + NAME);
        assertThat(page.locator("h1")).hasText("Thank you");
        Map<String, String> form = Objects.requireNonNull(RETURNED.get(order.id()), "the shop was given no form");
        Map<String, String> signed = new TreeMap<>(form);
        String checksum = signed.remove("checksum");
        assertThat(checksum).isEqualTo(hmac(JSON.writeValueAsString(signed)));
        return form;
    }

    private String hmac(String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(orderKey, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
