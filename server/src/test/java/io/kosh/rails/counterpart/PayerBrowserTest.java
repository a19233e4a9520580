package io.kosh.rails.counterpart;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import io.kosh.rails.QrImage;
import io.kosh.rails.RailPayment;
import io.kosh.rails.SandboxBank.Standing;
import io.kosh.rails.UpiLink;
import io.kosh.testing.Chromium;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Paying at a bank and in an app in a real browser. Looked at by people too: the screenshots are in `target/pages`.
class PayerBrowserTest {
    private static @Nullable Chromium chromium;

    private final TestServer server = TestServer.shared();
    private final Payer payer = Payer.on(server);
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
        // A browser says so of every page that is answered 404 or, where a field was wrong, 422.
        assertThat(faults)
                .filteredOn(fault -> !fault.matches("says .* (404|422) .*"))
                .isEmpty();
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        if (chromium == null) {
            throw new IllegalStateException("the browser was not started");
        }
        return chromium.context(server, options, faults);
    }

    /// A screenshot hides the caret by a style of its own, which the pages' policy would refuse.
    private BrowserContext photographer() {
        return context(new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE));
    }

    private void go(Page page, String path) {
        page.navigate(server.uri(path).toString());
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .click();
    }

    private static void assertHead(Page page, String text) {
        assertThat(page.locator("#verdict")).hasText(text);
    }

    /// Where the shop waits: any page of this server that is there for everybody.
    private URI shop() {
        return server.uri("/docs/errors");
    }

    @Test
    void aLinkIsPastedAndPaid() {
        UpiLink link = payer.link(1_23_450);
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = context.newPage();
            go(page, "/sandbox/upi-app");
            page.getByLabel("UPI link").fill(link.text());
            press(page, "Open");
            assertThat(page.locator(".asked strong")).hasText("₹1,234.50");
            page.getByLabel("UPI PIN").fill("12");
            press(page, "Pay ₹1,234.50");
            assertThat(page.locator("#pin-error")).hasText("A UPI PIN has four or six digits.");
            assertThat(page.locator("#pin")).isFocused();
            page.keyboard().type("1234");
            page.keyboard().press("Enter");
            assertHead(page, "Paid");
            page.goBack();
            page.reload();
            assertHead(page, "Paid");
        }
        assertThat(payer.bill(link).standing()).isEqualTo(Standing.PAID);
    }

    @Test
    void thePictureOfACodeIsChosenAndPaidByASlowBank(@TempDir Path folder) throws IOException {
        UpiLink link = payer.link(9_900);
        Path picture =
                Files.write(folder.resolve("code.png"), QrImage.of(link.text()).png(400));
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = context.newPage();
            go(page, "/sandbox/upi-app");
            page.getByLabel("Picture of a QR code").setInputFiles(picture);
            press(page, "Read the code");
            assertThat(page.locator(".asked")).containsText(Payer.SHOP_NAME);
            page.getByText("Village bank").click();
            page.getByLabel("UPI PIN").fill("123456");
            press(page, "Pay ₹99.00");
            assertHead(page, "The bank is at work");
            assertHead(page, "Paid");
        }
    }

    @Test
    void aBankSendsThePayerBackWithAndWithoutJavaScript() {
        for (boolean scripts : new boolean[] {true, false}) {
            String path = payer.bank(payer.payment(50_000, shop()), "HDFC");
            try (BrowserContext context = context(new Browser.NewContextOptions().setJavaScriptEnabled(scripts))) {
                Page page = context.newPage();
                go(page, path);
                page.getByLabel("User name").fill("asha");
                press(page, "Sign in");
                page.getByLabel("One-time code").fill("999999");
                press(page, "Pay ₹500.00");
                assertThat(page.locator("#otp-error")).containsText("Tries left: 2");
                page.getByLabel("One-time code").fill(payer.bank().otp());
                press(page, "Pay ₹500.00");
                assertHead(page, "Paid");
                assertThat(page).hasURL(shop().toString());
            }
            assertThat(payer.billAt(path).standing()).isEqualTo(Standing.PAID);
        }
    }

    @Test
    void aPayerLeavesDeclinesOrLetsSomethingElseHappen() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = context.newPage();
            String left = payer.card(payer.payment(50_000, shop()));
            go(page, left);
            page.getByText("Back to the shop without deciding").click();
            assertThat(page).hasURL(shop().toString());
            assertThat(payer.billAt(left).standing()).isEqualTo(Standing.WAITING);

            String declined = payer.wallet(payer.payment(50_000, shop()));
            go(page, declined);
            press(page, "Decline");
            assertHead(page, "Not paid");
            page.getByText("Back to " + Payer.SHOP_NAME).click();
            assertThat(page).hasURL(shop().toString());

            String poor = payer.lender(payer.payment(50_000, shop()));
            go(page, poor);
            page.getByText("Let something else happen").click();
            page.getByLabel("What happens").selectOption("NO_FUNDS");
            press(page, "Let it happen");
            assertHead(page, "Not paid");
            assertThat(payer.billAt(declined).standing()).isEqualTo(Standing.DECLINED);
            assertThat(payer.billAt(poor).standing()).isEqualTo(Standing.DECLINED);
        }
    }

    @Test
    void aPictureOfTheApp() {
        UpiLink link = payer.link(payer.payment(
                9_999_999_999L,
                "Shri Venkateshwara Udupi Vegetarian Restaurant & Sweets, Pune",
                "Dinner for twelve, the big table beside the window",
                null));
        UpiLink usual = payer.link(1_23_450);
        String vpa = "asha" + payer.shop().id().toLowerCase(Locale.ROOT) + "@kosh";
        try (BrowserContext context = photographer()) {
            Page page = context.newPage();
            go(page, "/sandbox/upi-app");
            Chromium.shoot(page, "upi-app");
            go(page, "/sandbox/upi-app?vpa=" + vpa);
            Chromium.shoot(page, "upi-app-nothing-waits");
            for (int i = 0; i < 3; i++) {
                payer.collect(payer.payment(55_500 + i * 9_999_000L, null), vpa);
            }
            page.reload();
            Chromium.shoot(page, "upi-app-waiting");
            go(page, "/sandbox/upi-app?link=nonsense");
            Chromium.shoot(page, "upi-app-no-link");
            go(page, payer.app(usual));
            Chromium.shoot(page, "upi-app-pay");
            page.getByLabel("UPI PIN").fill("1");
            press(page, "Pay ₹1,234.50");
            Chromium.shoot(page, "upi-app-wrong-pin");
            page.getByLabel("UPI PIN").fill("1234");
            press(page, "Pay ₹1,234.50");
            Chromium.shoot(page, "upi-app-paid");
            go(page, payer.app(link));
            Chromium.shoot(page, "upi-app-pay-extreme");
            press(page, "Decline");
            Chromium.shoot(page, "upi-app-declined-extreme");
            go(page, payer.app(link) + "?lang=hi");
            Chromium.shoot(page, "upi-app-hindi");
        }
    }

    @Test
    void aPictureOfTheBanks() {
        RailPayment payment = payer.payment(1_23_450, null);
        try (BrowserContext context = photographer()) {
            Page page = context.newPage();
            String bank = payer.bank(payment, "HDFC");
            go(page, bank);
            Chromium.shoot(page, "payer-bank");
            press(page, "Sign in");
            Chromium.shoot(page, "payer-bank-nobody");
            String card = payer.card(payer.payment(
                    9_999_999_999L,
                    "Shri Venkateshwara Udupi Vegetarian Restaurant & Sweets, Pune",
                    "Dinner for twelve, the big table beside the window",
                    shop()));
            go(page, card);
            Chromium.shoot(page, "payer-card-extreme");
            page.getByLabel("One-time code").fill("1");
            press(page, "Pay ₹9,99,99,999.99");
            page.getByText("Let something else happen").click();
            Chromium.shoot(page, "payer-card-wrong");
            go(page, payer.wallet(payer.payment(50_000, shop())));
            Chromium.shoot(page, "payer-wallet");
            go(page, payer.lender(payer.payment(50_000, null)));
            Chromium.shoot(page, "payer-lender");
            press(page, "Pay ₹500.00");
            Chromium.shoot(page, "payer-paid");
            go(page, "/sandbox/bank/" + "x".repeat(32));
            Chromium.shoot(page, "payer-gone");
        }
    }
}
