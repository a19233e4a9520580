package io.kosh.loyalty.internal.shop;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import io.kosh.testing.Chromium;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The shop in a real browser. Looked at by people too: the screenshots are in `target/pages`.
class RewardBrowserTest {
    private static @Nullable Chromium chromium;
    private static @Nullable TestServer server;

    private final Shop shop = Shop.on(server(), 2_000);
    private final List<String> faults = new ArrayList<>();

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
        server = TestServer.start(Map.of(
                "kosh.data-dir", "target/shop-page-test-data",
                // What takes its time is asked for soon, and the page need not wait for it.
                "kosh.vouchers.pauses", "500ms",
                "kosh.vouchers.look", "200ms"));
        SampleCatalogue.products().forEach(server.bean(Catalogue.class)::save);
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
        if (server != null) {
            server.stop();
        }
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        assertThat(faults).isEmpty();
    }

    private static TestServer server() {
        if (server == null) {
            throw new IllegalStateException("the server was not started");
        }
        return server;
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        if (chromium == null) {
            throw new IllegalStateException("the browser was not started");
        }
        return chromium.context(server(), options, faults);
    }

    private static void go(Page page, String path) {
        page.navigate(server().uri(path).toString());
    }

    /// The first page after the link.
    private Page signedIn(BrowserContext context) {
        Page page = context.newPage();
        go(page, ShopHolder.link(shop, shop.card(), "employee_rewards"));
        assertThat(page).hasURL(server().uri("/rewards").toString());
        return page;
    }

    private static Locator button(Page page, String name) {
        return page.getByRole(
                AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name).setExact(true));
    }

    private static void follow(Page page, String name) {
        page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    private static void put(Page page, String product) {
        go(page, "/rewards/products/" + product);
        button(page, "Add to cart").click();
    }

    @Test
    void aHolderFindsAVoucherBuysItAndSeesItsCodeOnce() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = signedIn(context);
            assertThat(page.locator(".balance")).containsText("2,000 points");
            page.getByLabel("Search brands").fill("shoes");
            page.keyboard().press("Enter");
            follow(page, "Cobble Lane E-Gift Card");
            page.getByText("₹500").click();
            page.getByLabel("How many").selectOption("2");
            assertThat(page.locator("[data-total]")).containsText("980 points");
            button(page, "Add to cart").click();
            button(page, "One more").click();
            assertThat(page.locator(".stepper output")).hasText("3");
            button(page, "One fewer").click();
            assertThat(page.locator(".count")).hasText("2");
            assertThat(page.locator(".tally")).containsText("1,020");
            button(page, "Pay 980 points").click();

            assertThat(page.locator("#verdict")).hasText("Your vouchers are here");
            assertThat(page.locator(".ticket code")).hasCount(4);
            String code = page.locator(".ticket dd button").first().getAttribute("data-copy-text");
            page.locator(".ticket dd button").first().click();
            assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(code);
            assertThat(page.locator(".balance")).containsText("1,020 points");

            page.reload();
            assertThat(page.locator(".ticket code")).hasCount(0);
            assertThat(page.content()).doesNotContain(code);
            button(page, "Show the codes").click();
            assertThat(page.locator(".ticket code").first()).hasText(code.replaceAll("(.{4})(?=.)", "$1 "));
            follow(page, "Hide");
            assertThat(page.locator(".ticket code")).hasCount(0);

            go(page, "/rewards/orders");
            assertThat(page.locator(".past")).hasCount(1);
            assertThat(page.locator(".past")).containsText("980 points");
            follow(page, "Points");
            assertThat(page.locator(".rows .row").first()).containsText("−980");
            button(page, "Sign out").click();
            go(page, "/holder/signed-out");
            assertThat(page.locator("h1")).hasText("You are signed out");
        }
        shop.assertBooksBalance();
    }

    @Test
    void whatDoesNotComeGivesItsPointsBack() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = signedIn(context);
            put(page, "PC7700000012NONE");
            button(page, "Pay 250 points").click();
            assertThat(page.locator("#verdict")).hasText("Your vouchers did not come");
            assertThat(page.locator(".verdict")).containsText("All 250 points are back with you.");
            assertThat(page.locator(".balance")).containsText("2,000 points");

            go(page, "/rewards/products/PC7700000010HALF");
            page.getByLabel("How many").selectOption("4");
            button(page, "Add to cart").click();
            button(page, "Pay 400 points").click();
            assertThat(page.locator("#verdict")).hasText("Some of your vouchers are here");
            assertThat(page.locator(".verdict")).containsText("2 of 4 came. The 200 points");
            assertThat(page.locator(".ticket")).hasCount(2);
            assertThat(page.locator(".balance")).containsText("1,800 points");
        }
        shop.assertBooksBalance();
    }

    @Test
    void anOrderOnItsWayTurnsIntoItsVouchersByItself() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = signedIn(context);
            put(page, "PC7700000011SLOW");
            button(page, "Pay 500 points").click();
            assertThat(page.locator("#verdict")).hasText("Your vouchers are on their way");
            assertThat(page.locator(".purse")).containsText("500 more are reserved");
            shop.ended(shop.sql("select public_id from loyalty.voucher_order", String.class));
            assertThat(page.locator("#verdict")).hasText("Your vouchers are here");
            assertThat(page.locator(".ticket code")).hasCount(2);
        }
    }

    @Test
    void theButtonIsPressedTwiceAndThePageIsGoneBackTo() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = signedIn(context);
            put(page, "PC7700000008CIRC");
            button(page, "Pay 985 points").dblclick();
            assertThat(page.locator("#verdict")).hasText("Your vouchers are here");
            page.goBack();
            assertThat(page.locator(".empty-title")).hasText("Your cart is empty");
            assertThat(shop.sql("select count(*) from loyalty.voucher_order", Long.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void theKeyboardAloneBuys() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = signedIn(context);
            page.keyboard().press("Tab");
            assertThat(page.locator(".skip")).isFocused();
            reach(page, "a.offer:has-text('Cobble Lane')");
            page.keyboard().press("Enter");
            assertThat(page.locator("#buy")).isVisible();
            reach(page, "input[name=config]:checked");
            page.keyboard().press("ArrowDown");
            reach(page, "button.primary");
            page.keyboard().press("Enter");
            assertThat(page.locator(".ware")).containsText("Voucher of ₹500");
            reach(page, "[data-once] button");
            page.keyboard().press("Enter");
            assertThat(page.locator("#verdict")).hasText("Your vouchers are here");
            reach(page, ".ticket dd button");
        }
    }

    /// Goes on from stop to stop until something has the focus, and sees that each stop shows it.
    private static void reach(Page page, String selector) {
        for (int i = 0; i < 80; i++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.evaluate(
                    "wanted => document.activeElement.matches(wanted.replace(/:has-text.*/, ''))"
                            + " && [...document.querySelectorAll('*')].length > 0"
                            + " && (!wanted.includes(':has-text') || document.activeElement.textContent.includes('Cobble'))",
                    selector))) {
                assertThat(
                                page.evaluate(
                                        "getComputedStyle(document.activeElement.matches('.choice input')"
                                                + " ? document.activeElement.closest('.choice') : document.activeElement).outlineStyle"))
                        .isEqualTo("solid");
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    @Test
    void withoutJavaScriptEverythingWorksToo() {
        try (BrowserContext context = context(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = signedIn(context);
            go(page, "/rewards/products/PC123789");
            page.getByLabel("Your amount in rupees").fill("1,200");
            button(page, "Add to cart").click();
            assertThat(page.locator(".ware")).containsText("₹1,200");
            button(page, "Pay 1,140 points").click();
            assertThat(page.locator(".ticket code").first()).isVisible();
            assertThat(page.locator("[data-copy-text]").first()).isHidden();
        }
    }

    @Test
    void everyPageFitsEveryWidthInBothSchemesAndLanguages() {
        try (BrowserContext context =
                context(new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = signedIn(context);
            Chromium.shoot(page, "rewards");
            shoot(page, "/rewards/cart", "rewards-cart-empty");
            shoot(page, "/rewards/orders", "rewards-orders-empty");
            shoot(page, "/rewards?q=nothing+at+all", "rewards-nohit");
            shoot(page, "/rewards/products/PC7324536190LULHL", "rewards-product");
            page.getByText("Another amount").first().click();
            page.getByLabel("Your amount in rupees").fill("99");
            button(page, "Add to cart").click();
            Chromium.shoot(page, "rewards-product-wrong");
            put(page, "PC7513531244A681");
            put(page, "PC7700000005BREW");
            go(page, "/rewards/products/PC123789");
            page.getByLabel("Your amount in rupees").fill("51");
            button(page, "Add to cart").click();
            shoot(page, "/rewards/cart", "rewards-cart");
            button(page, "Pay 326.45 points").click();
            Chromium.shoot(page, "rewards-order-shown");
            page.reload();
            Chromium.shoot(page, "rewards-order-hidden");
            put(page, "PC7700000012NONE");
            button(page, "Pay 250 points").click();
            Chromium.shoot(page, "rewards-order-failed");
            go(page, "/rewards/products/PC7700000010HALF");
            page.getByLabel("How many").selectOption("3");
            button(page, "Add to cart").click();
            button(page, "Pay 300 points").click();
            Chromium.shoot(page, "rewards-order-partly");
            go(page, "/rewards/products/PC7700000007STAY");
            page.getByLabel("Your amount in rupees").fill("50000");
            button(page, "Add to cart").click();
            Chromium.shoot(page, "rewards-cart-too-much");
            shoot(page, "/rewards/orders", "rewards-orders");
            shoot(page, "/rewards/points", "rewards-points");
            shoot(page, "/rewards?lang=hi", "rewards-hindi");
            shoot(page, "/rewards/products/PC123789", "rewards-product-hindi");
            shoot(page, "/rewards/cart", "rewards-cart-hindi");
            page.navigate(page.url().replace("/cart", "/orders"));
            page.locator(".past").first().click();
            Chromium.shoot(page, "rewards-order-hindi");
        }
        try (BrowserContext context =
                context(new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = context.newPage();
            shoot(page, "/rewards/cart", "rewards-signed-out");
        }
        // A page that is answered 401 or 422 is an error to the console, and meant.
        faults.removeIf(fault -> fault.matches("says Failed to load resource.*status of (401|422).*"));
    }

    private static void shoot(Page page, String path, String name) {
        go(page, path);
        Chromium.shoot(page, name);
    }
}
