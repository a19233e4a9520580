package io.kosh.gateway.internal.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kosh.gateway.internal.checkout.HostedStage.CHECKOUT;
import static io.kosh.gateway.internal.checkout.HostedStage.KNOWN;
import static io.kosh.gateway.internal.checkout.HostedStage.UNKNOWN;
import static io.kosh.gateway.internal.checkout.HostedStage.go;
import static io.kosh.gateway.internal.checkout.HostedStage.order;
import static io.kosh.gateway.internal.checkout.HostedStage.ordinary;
import static io.kosh.gateway.internal.checkout.HostedStage.payment;
import static io.kosh.gateway.internal.checkout.HostedStage.server;
import static io.kosh.gateway.internal.checkout.HostedStage.typeCard;
import static io.kosh.gateway.internal.checkout.Storefront.button;
import static io.kosh.gateway.internal.checkout.Storefront.openWay;
import static io.kosh.gateway.internal.checkout.Storefront.phone;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ReducedMotion;
import io.kosh.gateway.CheckoutOrder;
import io.kosh.gateway.FakeCheckout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.testing.Chromium;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Every page of the hosted checkout as it is seen. Looked at by people too: the screenshots are in `target/pages`.
class HostedPictureTest {
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
    void everyPageFitsEveryWidthInBothSchemesAndLanguages() {
        try (BrowserContext context =
                context(new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = go(context, order(10_000_000, "Cobble Lane Shoes", UNKNOWN));
            Chromium.shoot(page, "checkout-contact");
            CheckoutOrder order =
                    order(999_999_999_99L, "The Extraordinarily Long Named Shoes and Leather Company of Kanpur", KNOWN);
            go(page, "/v1/pay/" + order.orderId());
            Chromium.shoot(page, "checkout-upi");
            openWay(page, "card");
            Chromium.shoot(page, "checkout-card");
            page.getByLabel("Card number").pressSequentially("4111111111111112");
            page.locator("#way-card button[type=submit]").click();
            Chromium.shoot(page, "checkout-card-wrong");
            openWay(page, "bank");
            page.getByLabel("ICICI Bank").check();
            Chromium.shoot(page, "checkout-bank");
            openWay(page, "later");
            Chromium.shoot(page, "checkout-later");
            go(page, "/v1/pay/" + order.orderId() + "?lang=hi");
            Chromium.shoot(page, "checkout-hindi");
            go(page, "/v1/pay/" + order.orderId() + "?lang=en");
            page.locator("button[value=qr]").click();
            Chromium.shoot(page, "checkout-qr");
            CHECKOUT.tell(payment(order), PaymentState.FAILED);
            assertThat(page.locator("#step")).hasText("The payment did not work");
            Chromium.shoot(page, "checkout-failed");
            CheckoutOrder coded = ordinary();
            go(page, "/v1/pay/" + coded.orderId());
            typeCard(page, FakeCheckout.WANTS_OTP);
            button(page, "Pay ₹1,000.00").click();
            Chromium.shoot(page, "checkout-otp");
            CHECKOUT.tell(payment(coded), PaymentState.SUCCESS);
            assertThat(page.locator("#step")).hasText("Paid");
            page.evaluate("document.querySelector('[data-return]').requestSubmit = () => {}");
            Chromium.shoot(page, "checkout-paid");
            for (OrderState state : List.of(OrderState.CANCELLED, OrderState.EXPIRED, OrderState.ATTEMPTED)) {
                CheckoutOrder ended = ordinary();
                CHECKOUT.close(ended, state);
                go(page, "/v1/pay/" + ended.orderId());
                page.evaluate("document.querySelector('[data-return]').requestSubmit = () => {}");
                Chromium.shoot(page, "checkout-" + state.name().toLowerCase(java.util.Locale.ROOT));
            }
            CheckoutOrder asked = ordinary();
            go(page, "/v1/pay/" + asked.orderId());
            page.getByLabel("UPI ID").fill("merlin@bank");
            button(page, "Pay ₹1,000.00").click();
            assertThat(page.locator("#step")).hasText("Approve in your UPI app");
            Chromium.shoot(page, "checkout-collect");
            go(page, "/v1/pay/" + asked.orderId());
            Chromium.shoot(page, "checkout-under-way");
        }
        try (BrowserContext context = context(phone().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = go(context, ordinary());
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Chromium.shot("checkout-phone"))
                    .setFullPage(true));
            button(page, "PhonePe").click();
            assertThat(page.locator("a[href^='phonepe://upi/pay?']")).isVisible();
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(Chromium.shot("checkout-phone-apps"))
                    .setFullPage(true));
        }
    }
}
