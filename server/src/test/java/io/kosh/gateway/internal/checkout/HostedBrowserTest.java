package io.kosh.gateway.internal.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kosh.gateway.internal.checkout.HostedStage.CHECKOUT;
import static io.kosh.gateway.internal.checkout.HostedStage.UNKNOWN;
import static io.kosh.gateway.internal.checkout.HostedStage.begun;
import static io.kosh.gateway.internal.checkout.HostedStage.go;
import static io.kosh.gateway.internal.checkout.HostedStage.order;
import static io.kosh.gateway.internal.checkout.HostedStage.ordinary;
import static io.kosh.gateway.internal.checkout.HostedStage.origin;
import static io.kosh.gateway.internal.checkout.HostedStage.payment;
import static io.kosh.gateway.internal.checkout.HostedStage.server;
import static io.kosh.gateway.internal.checkout.HostedStage.typeCard;
import static io.kosh.gateway.internal.checkout.Storefront.button;
import static io.kosh.gateway.internal.checkout.Storefront.openWay;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.FakeCheckout;
import io.kosh.gateway.PaymentState;
import io.kosh.testing.Chromium;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The hosted checkout in a real browser, over one that ends payments as the test says.
class HostedBrowserTest {
    private static @Nullable Chromium chromium;

    private final List<String> faults = new ArrayList<>();

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

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        // A page that is answered 422 is an error to the console, and meant.
        faults.removeIf(fault -> fault.matches("says Failed to load resource.*status of 422.*"));
        assertThat(faults).isEmpty();
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        if (chromium == null) {
            throw new IllegalStateException("the browser was not started");
        }
        return chromium.context(server(), options, faults);
    }

    @Test
    void aPayerSaysHowToBeReachedAndPaysByQrCode() {
        CheckoutOrder order = order(10_000_000, "Cobble Lane Shoes", UNKNOWN);
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            assertThat(page.locator(".sum")).hasText("₹1,00,000.00");
            page.getByLabel("Mobile number").fill("12345");
            button(page, "Continue").click();
            assertThat(page.locator("#mobile-error")).containsText("ten digits");
            assertThat(page.getByLabel("Mobile number")).isFocused();
            page.getByLabel("Mobile number").fill("+91 98765 43210");
            button(page, "Continue").click();
            assertThat(page.getByText("Receipt to •••••• 3210")).isVisible();

            button(page, "Show QR code for ₹1,00,000.00").click();
            assertThat(page.locator(".qr svg")).isVisible();
            assertThat(page.locator("[data-clock]")).hasText(java.util.regex.Pattern.compile("[45]:[0-9]{2}"));
            CHECKOUT.tell(payment(order), PaymentState.SUCCESS);
            assertThat(page.locator("#step")).hasText("Paid");
            assertThat(page.locator("[data-return] input[name=checksum]")).hasValue("0f1e2d");
            page.waitForURL("**/start-of-shop");
        }
        faults.removeIf(fault -> fault.matches("says Failed to load resource.*status of 404.*"));
    }

    @Test
    void aCardIsKnownByItsFirstDigitsAndItsFeeIsShownBeforePaying() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            openWay(page, "card");
            page.getByLabel("Card number").pressSequentially("4111111111111112");
            page.getByLabel("Valid until").focus();
            assertThat(page.locator("#cardNumber-error")).containsText("a digit is wrong");
            page.getByLabel("Card number").fill("");
            typeCard(page, FakeCheckout.PAYS_AT_ONCE);
            assertThat(page.getByLabel("Card number")).hasValue("5555 5555 5555 4444");
            assertThat(page.getByLabel("Valid until")).hasValue("09/30");
            assertThat(page.locator("[data-kind]")).hasText("Mastercard");
            assertThat(page.locator("#way-card [data-total]")).hasText("₹1,014.75");
            button(page, "Pay ₹1,014.75").click();
            assertThat(page.locator("#step")).hasText("Paid");
            assertThat(CHECKOUT.choice().toString()).doesNotContain("5555", "123");
            assertThat(page.content()).doesNotContain("5555");
        }
    }

    @Test
    void aCardThatIsNotTakenIsSaidSoBesideItsNumber() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            typeCard(page, FakeCheckout.NOT_TAKEN);
            assertThat(page.getByLabel("Card number")).hasValue("3782 822463 10005");
            assertThat(page.locator("#cardNumber-error")).containsText("not taken");
        }
        long before = begun();
        try (BrowserContext context = context(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = go(context, order);
            typeCard(page, FakeCheckout.NOT_TAKEN);
            page.locator("#way-card button[type=submit]").click();
            assertThat(page.locator("#cardNumber-error")).containsText("not taken");
            assertThat(page.getByLabel("Card number")).hasValue("");
            assertThat(page.getByLabel("CVV")).hasValue("");
            assertThat(page.content()).doesNotContain("378282");
        }
        assertThat(begun()).isEqualTo(before);
    }

    @Test
    void theBankSendsACode() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            typeCard(page, FakeCheckout.WANTS_OTP);
            button(page, "Pay ₹1,000.00").click();
            page.getByLabel("One-time password").fill("000000");
            button(page, "Pay ₹1,000.00").click();
            assertThat(page.locator("#otp-error")).containsText("Tries left: 2");
            button(page, "Send another code").click();
            page.getByLabel("One-time password").fill(FakeCheckout.OTP);
            button(page, "Pay ₹1,000.00").click();
            assertThat(page.locator("#step")).hasText("Paid");
        }
    }

    @Test
    void aFailedPaymentIsTriedAgainAndAnOrderIsGivenUp() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            page.getByLabel("UPI ID").fill("nobody@bank");
            button(page, "Verify").click();
            assertThat(page.locator("#vpa-error")).containsText("no such UPI ID");
            page.getByLabel("UPI ID").fill("merlin@bank");
            button(page, "Verify").click();
            assertThat(page.locator("#vpa-name")).hasText("Paying as Merlin Collins");
            button(page, "Pay ₹1,000.00").click();
            assertThat(page.locator("#step")).hasText("Approve in your UPI app");
            CHECKOUT.tell(payment(order), PaymentState.FAILED);
            assertThat(page.locator("#step")).hasText("The payment did not work");
            page.getByText("Try again").click();
            page.getByLabel("UPI ID").fill("merlin@bank");
            button(page, "Pay ₹1,000.00").click();
            assertThat(page.locator("#step")).hasText("Approve in your UPI app");
            button(page, "Pay another way").click();
            page.getByText("Cancel payment").click();
            button(page, "Yes, cancel").click();
            assertThat(page.locator("#step")).hasText("Cancelled");
        }
    }

    @Test
    void aButtonIsPressedTwiceInTwoTabsAndThereIsOnePayment() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            Page other = go(context, order);
            long before = begun();
            page.getByLabel("UPI ID").fill("merlin@bank");
            button(page, "Pay ₹1,000.00").dblclick();
            assertThat(page.locator("#step")).hasText("Approve in your UPI app");
            other.getByLabel("UPI ID").fill("merlin@bank");
            button(other, "Pay ₹1,000.00").click();
            assertThat(other.locator("#step")).hasText("Approve in your UPI app");
            assertThat(begun()).isEqualTo(before + 1);

            page.goBack();
            assertThat(page.locator(".under")).isVisible();
            CHECKOUT.tell(payment(order), PaymentState.SUCCESS);
            assertThat(page.locator("#step")).hasText("Paid");
            assertThat(other.locator("#step")).hasText("Paid");
        }
    }

    @Test
    void withoutJavaScriptABankIsChosenAndTheStandIsLookedAt() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = go(context, order);
            assertThat(page.locator("noscript p")).isVisible();
            page.getByLabel("UPI ID").fill("merlin@bank");
            button(page, "Pay ₹1,000.00").click();
            assertThat(page.locator("#step")).hasText("Approve in your UPI app");
            CHECKOUT.tell(payment(order), PaymentState.SUCCESS);
            page.locator("noscript a").click();
            assertThat(page.locator("#step")).hasText("Paid");
            assertThat(button(page, "Back to Cobble Lane Shoes")).isVisible();
        }
    }

    @Test
    void theKeyboardAloneFindsABank() {
        CheckoutOrder order = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = go(context, order);
            reach(page, "#way-bank > summary");
            page.keyboard().press("Enter");
            reach(page, "#find");
            page.keyboard().type("sta india");
            page.keyboard().press("Enter");
            assertThat(page.locator("#way-bank [data-total]")).hasText("₹1,005.90");
            reach(page, "#way-bank button");
            assertThat(page.locator("#way-bank button")).hasText("Pay ₹1,005.90");
        }
    }

    private static void reach(Page page, String selector) {
        for (int i = 0; i < 60; i++) {
            page.keyboard().press("Tab");
            if (Boolean.TRUE.equals(page.evaluate("wanted => document.activeElement.matches(wanted)", selector))) {
                return;
            }
        }
        throw new AssertionError("the keyboard does not reach " + selector);
    }

    @Test
    void aFrameTalksToItsMerchantsPageOnly() {
        CheckoutOrder order = ordinary();
        CheckoutOrder strange = ordinary();
        try (BrowserContext context = context(new Browser.NewContextOptions().setBypassCSP(false))) {
            Page page = context.newPage();
            String shop = origin() + "/shop-of-the-test";
            page.route(
                    shop,
                    route -> route.fulfill(
                            new com.microsoft.playwright.Route.FulfillOptions()
                                    .setContentType("text/html")
                                    .setBody(
                                            "<!DOCTYPE html><title>Shop</title><script src=/checkout.js></script><p>Shop</p>")));
            page.navigate(shop);
            page.evaluate(
                    "order => { window.told = []; window.checkout = new EnkashCheckout({ order_id: order,"
                            + " handler: (result) => told.push(result), modal: { ondismiss: () => told.push('dismissed') } });"
                            + " addEventListener('message', (event) => told.push(event.data.type)); checkout.open(); }",
                    order.orderId());
            var frame = page.frameLocator("iframe");
            frame.getByLabel("UPI ID").fill("merlin@bank");
            frame.getByRole(
                            AriaRole.BUTTON,
                            new com.microsoft.playwright.FrameLocator.GetByRoleOptions()
                                    .setName("Pay ₹1,000.00")
                                    .setExact(true))
                    .click();
            assertThat(frame.locator("#step")).hasText("Approve in your UPI app");
            page.screenshot(new Page.ScreenshotOptions().setPath(Chromium.shot("checkout-embedded")));
            CHECKOUT.tell(payment(order), PaymentState.SUCCESS);
            page.waitForFunction("told.some((each) => each.orderStatus === 'PAID')");
            assertThat(page.locator("iframe")).hasCount(0);
            assertThat((List<?>) page.evaluate("told.filter((each) => typeof each === 'string')"))
                    .asString()
                    .contains("enkash:ready", "enkash:content-ready", "enkash:resize", "enkash:result");

            String policy = page.request()
                    .get(origin() + "/v1/pay/" + strange.orderId() + "?embedded=true&parentOrigin=https://evil.example")
                    .headers()
                    .get("content-security-policy");
            assertThat(policy).contains("frame-ancestors 'none'");
        }
    }
}
