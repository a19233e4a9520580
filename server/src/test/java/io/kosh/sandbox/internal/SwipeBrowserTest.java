package io.kosh.sandbox.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ReducedMotion;
import io.kosh.testing.Api;
import io.kosh.testing.Chromium;
import io.kosh.testing.PrepaidCards;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Swiping cards in a real browser. Looked at by people too: the screenshots are in `target/pages`.
class SwipeBrowserTest {
    private static @Nullable Chromium chromium;

    private final PageServer pages = PageServer.shared();
    private final Api.Fixture shop = pages.demo(pages.company());

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

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    private static void assertAnswer(Page page, String... words) {
        for (String word : words) {
            assertThat(page.locator("section:has(#result)")).containsText(word);
        }
    }

    @Test
    void aCardIsSwipedClearedGivenBackAndDeclined() {
        PrepaidCards.make(shop, "Asha of a family with quite a long name", 1_000);
        List<String> faults = new ArrayList<>();
        // A screenshot hides the caret by a style of its own, which the pages' policy would refuse.
        try (BrowserContext context = Objects.requireNonNull(chromium)
                .context(
                        pages.server(),
                        new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE),
                        faults)) {
            Page page = context.newPage();
            page.navigate(pages.server().uri("/sandbox/page/swipe").toString());
            page.locator("#amount").fill("250");
            press(page, "Swipe");
            assertAnswer(page, "Approved", "₹250.00", "00 · Approved", "₹750.00");
            assertThat(page.locator(".elements").first()).containsText("200401XXXXXXXX");
            assertThat(page.locator("h2 code").last()).hasText("0110");

            page.locator("#part").fill("100");
            press(page, "Clear (0220)");
            assertAnswer(page, "Approved", "₹100.00", "00 · Approved", "₹900.00");
            Chromium.shoot(page, "sandbox-swipe-approved");

            page.locator("#channel").selectOption("ATM");
            press(page, "Swipe");
            assertAnswer(page, "Declined", "PIN_REQUIRED", "55 · Wrong PIN");
            page.locator("#channel").selectOption("POS");
            page.locator("#amount").fill("9,99,99,999.99");
            press(page, "Swipe");
            assertAnswer(page, "Declined", "INSUFFICIENT_FUNDS", "51 · Not enough money");
            Chromium.shoot(page, "sandbox-swipe-declined");

            page.locator("#amount").fill("100");
            page.locator("#kind").selectOption("0200");
            press(page, "Swipe");
            assertAnswer(page, "Approved", "₹800.00");
            press(page, "Refund (0200)");
            assertAnswer(page, "Approved", "₹900.00");
            press(page, "Reverse (0420)");
            assertAnswer(page, "Declined", "ORIGINAL_CLOSED", "21 · Nothing to undo");
        }
        assertThat(faults).isEmpty();
    }
}
