package io.kosh.gateway.internal.checkout;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kosh.gateway.internal.checkout.Storefront.app;
import static io.kosh.gateway.internal.checkout.Storefront.approve;
import static io.kosh.gateway.internal.checkout.Storefront.assertLostThenTryAgain;
import static io.kosh.gateway.internal.checkout.Storefront.assertStep;
import static io.kosh.gateway.internal.checkout.Storefront.backFromBank;
import static io.kosh.gateway.internal.checkout.Storefront.card;
import static io.kosh.gateway.internal.checkout.Storefront.choose;
import static io.kosh.gateway.internal.checkout.Storefront.desktop;
import static io.kosh.gateway.internal.checkout.Storefront.follow;
import static io.kosh.gateway.internal.checkout.Storefront.payByCard;
import static io.kosh.gateway.internal.checkout.Storefront.payByVpa;
import static io.kosh.gateway.internal.checkout.Storefront.payInApp;
import static io.kosh.gateway.internal.checkout.Storefront.phone;
import static io.kosh.gateway.internal.checkout.Storefront.press;
import static io.kosh.gateway.internal.checkout.Storefront.signIn;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ScreenshotCaret;
import io.kosh.gateway.internal.checkout.Storefront.Order;
import io.kosh.testing.Chromium;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An order becomes money in a real browser, in every way to pay: the merchant makes it, its payer fails, tries again,
/// pays at the sandbox's bank or app, and is back in the shop. Nothing here stands for anything else.
class HostedJourneyTest {
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

    /// The payer is told of the success, goes back to the shop, and sees it again whenever the address is opened.
    private void assertPaid(Page page, Order order, String mode) {
        assertStep(page, "Paid");
        assertThat(shop.back(page, order))
                .containsEntry("orderStatus", "PAID")
                .containsEntry("status", "SUCCESS")
                .containsEntry("paymentMode", mode);
        page.navigate(order.address());
        assertStep(page, "Paid");
        // Whoever comes back from the shop is not sent there again.
        assertThat(page.locator("[data-soon]")).isHidden();
    }

    @Test
    void aUpiIdIsAskedForMoney() {
        Order order = shop.order("1234.50");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByVpa(page, "failure@kosh", "₹1,234.50");
            assertLostThenTryAgain(page);
            payByVpa(page, "success@kosh", "₹1,234.50");
            assertPaid(page, order, "UPI");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("1234.50");
    }

    @Test
    void aRequestIsFoundAndApprovedInTheApp() {
        Order order = shop.order("640");
        String vpa = "asha." + order.id().toLowerCase(Locale.ROOT) + "@kosh";
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            page.getByLabel("UPI ID").fill(vpa);
            press(page, "Verify");
            assertThat(page.locator("#vpa-name")).containsText("Paying as Asha");
            press(page, "Pay ₹640.00");
            assertStep(page, "Approve in your UPI app");
            Page app = app(page);
            app.getByLabel("VPA").fill(vpa);
            press(app, "Show requests");
            app.locator("a.row").click();
            payInApp(app, "Savings account", "₹640.00");
            assertPaid(page, order, "UPI");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
        shop.assertOwed("640.00");
    }

    @Test
    void aCodeOnTheScreenIsScanned(@TempDir Path folder) {
        Order order = shop.order("750");
        Path seen = folder.resolve("seen.png");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            press(page, "Show QR code for ₹750.00");
            press(app(page), "Decline");
            assertLostThenTryAgain(page);
            press(page, "Show QR code for ₹750.00");
            page.locator(".qr")
                    .screenshot(new Locator.ScreenshotOptions().setPath(seen).setCaret(ScreenshotCaret.INITIAL));
            Page app = page.context().newPage();
            app.navigate(Storefront.uri("/sandbox/upi-app"));
            app.getByLabel("Picture of a QR code").setInputFiles(seen);
            press(app, "Read the code");
            payInApp(app, "Savings account", "₹750.00");
            assertPaid(page, order, "UPI");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("750.00");
    }

    @Test
    void anAppOnThePhonePays() {
        Order order = shop.order("99.50");
        shop.payer(phone(), page -> {
            page.navigate(order.address());
            press(page, "PhonePe");
            assertThat(page.locator(".apps a").first()).hasText("Open PhonePe");
            assertThat(page.locator(".apps a").first()).hasAttribute("href", Pattern.compile("phonepe://upi/pay\\?.+"));
            payInApp(app(page), "Salary account", "₹99.50");
            assertLostThenTryAgain(page);
            press(page, "Google Pay");
            assertThat(page.locator(".apps a").first()).hasText("Open Google Pay");
            payInApp(app(page), "Savings account", "₹99.50");
            assertPaid(page, order, "UPI");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("99.50");
    }

    @Test
    void aCardIsPaidWithAfterItsBankAsked() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByCard(page, card("411111", 2));
            for (int left = 2; left >= 0; left--) {
                page.getByLabel("One-time code").fill("999999");
                press(page, "Pay ₹500.00");
                if (left > 0) {
                    assertThat(page.locator("#otp-error")).containsText("Tries left: " + left);
                }
            }
            backFromBank(page, "Not paid");
            assertLostThenTryAgain(page);
            assertThat(page.getByLabel("Card number")).isVisible();
            payByCard(page, card("411111", 2));
            approve(page, "₹500.00");
            assertPaid(page, order, "CREDIT_CARD");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void theCodeOfACardIsGivenOnThePage() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByCard(page, card("607489", 3));
            for (int left = 2; left >= 0; left--) {
                page.getByLabel("One-time password").fill("999999");
                press(page, "Pay ₹500.00");
                if (left > 0) {
                    assertThat(page.locator("#otp-error")).hasText("The code is wrong. Tries left: " + left + ".");
                }
            }
            assertLostThenTryAgain(page);
            payByCard(page, card("607489", 3));
            page.evaluate("document.body.dataset.before = true");
            press(page, "Send another code");
            assertThat(page.locator("body[data-before]")).hasCount(0);
            page.getByLabel("One-time password").fill("123456");
            press(page, "Pay ₹500.00");
            assertPaid(page, order, "DEBIT_CARD");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void aBankPays() {
        Order order = shop.order("2500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            choose(page, "bank", "HDFC Bank");
            signIn(page);
            press(page, "Decline");
            backFromBank(page, "Not paid");
            assertLostThenTryAgain(page);
            choose(page, "bank", "ICICI Bank");
            signIn(page);
            approve(page, "₹2,500.00");
            assertPaid(page, order, "NET_BANKING");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("2500.00");
    }

    @Test
    void aWalletPays() {
        paysAfterDeclining("wallet", "Paytm Wallet", "WALLET");
    }

    @Test
    void aLenderPays() {
        paysAfterDeclining("later", "Simpl", "PAY_LATER");
    }

    private void paysAfterDeclining(String way, String name, String mode) {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            choose(page, way, name);
            press(page, "Decline");
            backFromBank(page, "Not paid");
            assertLostThenTryAgain(page);
            choose(page, way, name);
            press(page, "Pay ₹500.00");
            backFromBank(page, "Paid");
            assertPaid(page, order, mode);
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void aBankThatSaysNoFirstAndPaysThenIsSeenToPay() {
        Order order = shop.order("500");
        shop.payer(desktop(), page -> {
            page.navigate(order.address());
            payByCard(page, card("411111", 7));
            assertStep(page, "The payment did not work");
            assertPaid(page, order, "CREDIT_CARD");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [SUCCESS]");
        shop.assertOwed("500.00");
    }

    @Test
    void withoutJavaScriptFormsAloneDoItAll() {
        Order order = shop.order("500", Map.of("firstName", "Asha"));
        shop.payer(desktop().setJavaScriptEnabled(false), page -> {
            page.navigate(order.address());
            page.getByLabel("Mobile number").fill("98765 43210");
            press(page, "Continue");
            payByVpa(page, "failure@kosh", "₹500.00");
            lookUntil(page, "The payment did not work");
            follow(page, "Try again");
            choose(page, "bank", "HDFC Bank");
            // The page goes on to the bank by itself.
            signIn(page);
            approve(page, "₹500.00");
            lookUntil(page, "Paid");
            assertThat(shop.back(page, order)).containsEntry("orderStatus", "PAID");
        });
        assertThat(shop.stands(order)).isEqualTo("PAID [FAILED, SUCCESS]");
        shop.assertOwed("500.00");
    }

    /// Presses what there is to look again, as a payer does whose page does not go on by itself.
    private static void lookUntil(Page page, String step) {
        for (int looks = 0; looks < 300 && !step.equals(page.locator("#step").textContent()); looks++) {
            page.locator("noscript a").click();
        }
        assertStep(page, step);
    }
}
