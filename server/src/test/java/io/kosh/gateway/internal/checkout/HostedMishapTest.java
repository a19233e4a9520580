package io.kosh.gateway.internal.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kosh.gateway.internal.checkout.Storefront.app;
import static io.kosh.gateway.internal.checkout.Storefront.approve;
import static io.kosh.gateway.internal.checkout.Storefront.assertStep;
import static io.kosh.gateway.internal.checkout.Storefront.button;
import static io.kosh.gateway.internal.checkout.Storefront.card;
import static io.kosh.gateway.internal.checkout.Storefront.choose;
import static io.kosh.gateway.internal.checkout.Storefront.desktop;
import static io.kosh.gateway.internal.checkout.Storefront.follow;
import static io.kosh.gateway.internal.checkout.Storefront.payByCard;
import static io.kosh.gateway.internal.checkout.Storefront.payByVpa;
import static io.kosh.gateway.internal.checkout.Storefront.phone;
import static io.kosh.gateway.internal.checkout.Storefront.press;
import static io.kosh.gateway.internal.checkout.Storefront.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.microsoft.playwright.CDPSession;
import com.microsoft.playwright.FrameLocator;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Route;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitUntilState;
import io.kosh.gateway.internal.checkout.Storefront.Order;
import io.kosh.testing.Chromium;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// What happens to payers beside paying, in a real browser over everything there is: they give up, come too late, go
/// back, press twice, open two tabs, have a slow line, or pay in a frame of the shop. Nobody pays twice. Looked at by
/// people too: the screenshots are in `target/pages`.
class HostedMishapTest {
    private static @Nullable Chromium chromium;

    private final Storefront shop = new Storefront(Objects.requireNonNull(chromium, "the browser was not started"));

    @BeforeAll
    static void open() {
        chromium = Chromium.open();
    }

    @AfterAll
    static void close() {
        if (chromium != null) {
            chromium.close();
        }
    }

    private void awaitStands(Page page, Order order, String wanted) {
        page.waitForCondition(() -> shop.stands(order).equals(wanted));
    }

    @Test
    void aPayerGivesTheOrderUp() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            page.getByText("Cancel payment").click();
            press(page, "Yes, cancel");
            assertStep(page, "Cancelled");
            assertThat(shop.back(page, order)).containsEntry("orderStatus", "CANCELLED");
            page.goBack();
            assertStep(page, "Cancelled");
        });
        assertThat(shop.stands(order)).isEqualTo("CANCELLED []");
        shop.assertOwed("0.00");
    }

    @Test
    void timePasses() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByVpa(page, "pending@kosh", "₹500.00");
            assertStep(page, "Approve in your UPI app");
            shop.advance("PT12M");
            assertStep(page, "The payment did not work");
            assertThat(page.getByText("The payment was not completed in time.")).isVisible();
            follow(page, "Try again");
            assertThat(page.locator("#way-upi")).isVisible();
            shop.advance("PT16M");
            assertStep(page, "The time to pay is over");
            assertThat(shop.back(page, order)).containsEntry("orderStatus", "EXPIRED");
        });
        assertThat(shop.stands(order)).isEqualTo("EXPIRED [FAILED]");
        shop.assertOwed("0.00");
    }

    @Test
    void whoGoesBackFromTheBankFindsThePaymentAndGoesOnWithIt() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            choose(page, "bank", "HDFC Bank");
            assertThat(page.getByLabel("User name")).isVisible();
            page.goBack();
            assertThat(page.getByText("A payment of yours is under way.")).isVisible();
            follow(page, "See how it stands");
            assertStep(page, "Finish at your bank");
            follow(page, "Open your bank’s page");
            signIn(page);
            approve(page, "₹500.00");
            assertStep(page, "Paid");
            assertThat(shop.back(page, order)).containsEntry("orderStatus", "PAID");
            page.goBack();
            assertStep(page, "Paid");
            assertThat(page.locator("[data-soon]")).isHidden();
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void aButtonIsPressedTwice() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            page.getByLabel("UPI ID").fill("success@kosh");
            button(page, "Pay ₹500.00").dblclick();
            assertStep(page, "Paid");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void aPayerOnASlowLinePressesTwiceWhileThePageIsStillLoading() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            JsonObject slow = new JsonObject();
            slow.addProperty("offline", false);
            slow.addProperty("latency", 250);
            slow.addProperty("downloadThroughput", 60_000);
            slow.addProperty("uploadThroughput", 20_000);
            CDPSession line = page.context().newCDPSession(page);
            line.send("Network.enable");
            line.send("Network.emulateNetworkConditions", slow);
            List<Route> held = new ArrayList<>();
            page.route("**/assets/checkout-page.js", held::add);
            page.navigate(order.address(), new Page.NavigateOptions().setWaitUntil(WaitUntilState.COMMIT));
            page.getByLabel("UPI ID").fill("success@kosh");
            button(page, "Pay ₹500.00").dblclick();
            assertThat(page.locator("#step")).isVisible();
            assertThat(held).isNotEmpty();
            page.unroute("**/assets/checkout-page.js");
            page.reload();
            assertStep(page, "Paid");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void aSecondTabPaysToo() {
        Order order = shop.order("500");
        shop.payer(desktop().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE), page -> {
            page.navigate(order.address());
            choose(page, "bank", "HDFC Bank");
            signIn(page);
            Page other = page.context().newPage();
            other.navigate(order.address());
            assertThat(other.getByText("A payment of yours is under way.")).isVisible();
            payByVpa(other, "success@kosh", "₹500.00");
            assertStep(other, "Paid");
            approve(page, "₹500.00");
            assertStep(page, "This payment goes back to you");
            awaitStands(page, order, "PAID [REFUNDED, SUCCESS]");
            assertStep(page, "This payment goes back to you");
            Chromium.shoot(page, "journey-given-back");
            follow(page, "Continue");
            assertStep(page, "Paid");
            assertThat(shop.back(page, order)).containsEntry("paymentMode", "UPI");
        });
        shop.assertOwed("500.00");
    }

    @Test
    void theLastAttemptIsWaitedForAndThenThereIsNone() {
        shop.settings(Map.of("maxAttempts", 1));
        Order order = shop.order("500");
        String vpa = "last." + order.id().toLowerCase(Locale.ROOT) + "@kosh";
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByVpa(page, vpa, "₹500.00");
            assertStep(page, "Approve in your UPI app");
            page.navigate(order.address());
            assertStep(page, "Approve in your UPI app");
            assertThat(button(page, "Pay another way")).hasCount(0);
            Page app = app(page);
            app.getByLabel("VPA").fill(vpa);
            press(app, "Show requests");
            app.locator("a.row").click();
            press(app, "Decline");
            assertStep(page, "The payment did not work");
            follow(page, "Continue");
            assertStep(page, "No attempt is left");
            assertThat(shop.back(page, order)).containsEntry("transactionStatus", "FAILED");
        });
        assertThat(shop.stands(order)).isEqualTo("ATTEMPTED [FAILED]");
    }

    /// A second tab ends the payment whose code is just being asked for.
    @Test
    void aPageWithAWrongCodeSeesHowThePaymentEndsElsewhere() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByCard(page, card("607489", 3));
            page.getByLabel("One-time password").fill("999999");
            press(page, "Pay ₹500.00");
            assertThat(page.locator("#otp-error")).containsText("Tries left: 2");
            Page other = page.context().newPage();
            other.navigate(order.address());
            follow(other, "See how it stands");
            press(other, "Pay another way");
            assertThat(other.locator("#way-upi")).isVisible();
            assertStep(page, "The payment was cancelled");
        });
        assertThat(shop.stands(order)).isEqualTo("ATTEMPTED [CANCELLED]");
    }

    private static FrameLocator inFrame(Page page) {
        return page.frameLocator("iframe");
    }

    private static void openFrame(Page page, Order order) {
        openFrame(page, order, Map.of());
    }

    private static void openFrame(Page page, Order order, Map<String, Object> modal) {
        page.navigate(Storefront.origin() + "/");
        page.evaluate("""
                ([order, modal]) => {
                    window.told = [];
                    addEventListener("message", (event) => told.push(event.data.type));
                    window.checkout = new EnkashCheckout({
                        order_id: order,
                        handler: (result) => { window.result = result; },
                        modal: { ondismiss: () => told.push("dismissed"), ...modal },
                    });
                    checkout.open();
                }""", List.of(order.id(), modal));
    }

    @Test
    void aFrameOfTheShopPaysAtABankInAWindow() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            openFrame(page, order);
            FrameLocator frame = inFrame(page);
            // The language that was chosen in a frame stays, where browsers keep no cookie of others' pages.
            frame.getByText("हिन्दी").click();
            assertThat(frame.locator("html")).hasAttribute("lang", "hi");
            frame.locator("#way-bank summary").first().click();
            frame.locator("#way-bank").getByLabel("HDFC Bank").check();
            frame.locator("#way-bank button[type=submit]").click();
            assertThat(frame.locator("#step")).hasText("अपने बैंक पर पूरा करें");
            frame.getByText("English").click();
            Page bank = page.context()
                    .waitForPage(() -> frame.getByRole(
                                    AriaRole.LINK,
                                    new FrameLocator.GetByRoleOptions().setName("Open your bank in a window"))
                            .click());
            signIn(bank);
            bank.getByLabel("One-time code").fill("123456");
            press(bank, "Pay ₹500.00");
            page.waitForFunction("window.result");
            Map<?, ?> result = (Map<?, ?>) page.evaluate("window.result");
            assertThat(result.get("orderStatus")).isEqualTo("PAID");
            assertThat(page.locator("iframe")).hasCount(0);
            assertThat((List<?>) page.evaluate("told"))
                    .asString()
                    .contains("enkash:ready", "enkash:content-ready", "enkash:resize", "enkash:result")
                    .doesNotContain("dismissed");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void aFrameOfTheShopIsShutAndOpenedAgain() {
        Order order = shop.order("500");
        shop.payer(phone(), page -> {
            openFrame(page, order);
            inFrame(page)
                    .getByRole(AriaRole.BUTTON, new FrameLocator.GetByRoleOptions().setName("Close"))
                    .click();
            page.waitForFunction("told.includes('dismissed')");
            assertThat(page.locator("iframe")).hasCount(0);
            page.evaluate("checkout.open()");
            payByFrame(inFrame(page), "success@kosh");
            page.waitForFunction("window.result && window.result.status === 'SUCCESS'");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
    }

    @Test
    void aKeyOrAPressBesideTheFrameShutsItOnlyWhereTheShopAllowsIt() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            openFrame(page, order, Map.of("escape", false));
            pressEscape(page);
            // Whatever the frame told before this has come before this.
            inFrame(page).locator("body").evaluate("() => parent.postMessage({ type: 'mark' }, '*')");
            page.waitForFunction("told.includes('mark')");
            beside(page);
            assertThat((List<?>) page.evaluate("told")).asString().doesNotContain("dismiss");
            assertThat(page.locator("iframe")).hasCount(1);
            page.evaluate("checkout.close()");

            openFrame(page, order, Map.of("backdropclose", true));
            pressEscape(page);
            page.waitForFunction("told.includes('dismissed')");
            assertThat(page.locator("iframe")).hasCount(0);

            page.evaluate("told.length = 0; checkout.open()");
            beside(page);
            page.waitForFunction("told.includes('dismissed')");
            assertThat(page.locator("iframe")).hasCount(0);
        });
    }

    /// Presses the key in the frame, after the frame has read what the shop told it at first.
    private static void pressEscape(Page page) {
        Locator field = inFrame(page).getByLabel("UPI ID");
        field.evaluate("() => { window.marked = new Promise((read) =>"
                + " addEventListener('message', (event) => { if (event.data === 'mark') read(); })); }");
        page.waitForFunction("told.includes('enkash:ready')");
        page.evaluate("checkout.frame.contentWindow.postMessage('mark', '*')");
        field.evaluate("() => window.marked");
        field.press("Escape");
    }

    private static void beside(Page page) {
        page.mouse().click(5, 5);
    }

    private static void payByFrame(FrameLocator frame, String vpa) {
        frame.getByLabel("UPI ID").fill(vpa);
        frame.getByRole(
                        AriaRole.BUTTON,
                        new FrameLocator.GetByRoleOptions()
                                .setName("Pay ₹500.00")
                                .setExact(true))
                .click();
    }

    @Test
    void pictures() {
        Order order = shop.order("98456.50");
        shop.payer(desktop().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE), page -> {
            page.navigate(order.address());
            choose(page, "bank", "HDFC Bank");
            assertThat(page.getByLabel("User name")).isVisible();
            page.goBack();
            Chromium.shoot(page, "journey-under-way");
            follow(page, "See how it stands");
            Chromium.shoot(page, "journey-at-the-bank");
            press(page, "Pay another way");
            payByVpa(page, "nofunds@kosh", "₹98,456.50");
            assertStep(page, "The payment did not work");
            Chromium.shoot(page, "journey-lost");
            page.setViewportSize(1280, 720);
            openFrame(page, shop.order("500"));
            assertThat(inFrame(page).locator("#way-upi")).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Chromium.shot("journey-frame")));
            payByFrame(inFrame(page), "pending@kosh");
            assertThat(inFrame(page).locator("#step")).isVisible();
            page.screenshot(new Page.ScreenshotOptions().setPath(Chromium.shot("journey-frame-waits")));
        });
        shop.payer(phone().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE), page -> {
            page.navigate(shop.order("500").address());
            phoneShot(page, "journey-phone");
            press(page, "PhonePe");
            assertThat(page.locator(".apps a").first()).isVisible();
            phoneShot(page, "journey-phone-apps");
        });
    }

    private static void phoneShot(Page page, String name) {
        Chromium.assertFits(page, name);
        for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Chromium.shot(name + "-" + scheme.name().toLowerCase(Locale.ROOT)))
                    .setFullPage(true));
        }
    }
}
