package io.kosh.cards.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import io.kosh.testing.Chromium;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The page that shows a card, in a real browser. Looked at by people too: the screenshots are in `target/pages`.
class CardBrowserTest {
    private static @Nullable Chromium chromium;

    private final HeldCard card = HeldCard.made();
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

    private BrowserContext context(Browser.NewContextOptions options) {
        return Objects.requireNonNull(chromium).context(card.server(), options, faults);
    }

    @AfterEach
    void nothingWentWrongInTheBrowser() {
        // A link that has ended is answered so, which a browser remarks upon.
        assertThat(faults).allMatch(fault -> fault.contains("410"));
    }

    private static void press(Page page, String name) {
        page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName(name))
                .first()
                .click();
    }

    private Page open(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(card.server().uri(path).toString());
        return page;
    }

    @Test
    void theNumberIsShownAfterAPressCopiedAndGoneAfterAMinute() {
        String path = card.link("/view");
        String number = card.number();
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = context.newPage();
            page.clock().install();
            page.navigate(card.server().uri(path).toString());
            assertThat(page.locator("main")).not().containsText(number.substring(8, 12));
            press(page, "Show it");

            assertThat(page.locator("main")).containsText(number.replaceAll("(.{4})(?=.)", "$1 "));
            assertThat(page.locator("[data-left]")).hasText(Pattern.compile("60|5[0-9]"));
            press(page, "Copy Card number");
            assertThat(page.evaluate("navigator.clipboard.readText()")).isEqualTo(number);
            page.clock().runFor(30_500);
            assertThat(page.locator("[data-left]")).hasText(Pattern.compile("30|2[0-9]"));
            page.clock().runFor(30_000);
            assertThat(page.locator("h1")).hasText("This link has ended");

            page.goBack();
            assertThat(page.locator("main")).not().containsText(number.substring(8, 12));
        }
    }

    @Test
    void thePagesFitEveryScreen() {
        String ended = card.link("/view");
        card.press(ended);
        for (int width : new int[] {360, 768, 1280}) {
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                // A screenshot hides the caret by a style of its own, which the page's policy would refuse.
                try (BrowserContext context = context(new Browser.NewContextOptions()
                        .setBypassCSP(true)
                        .setColorScheme(scheme)
                        .setLocale(scheme == ColorScheme.DARK ? "hi-IN" : "en-IN")
                        .setViewportSize(width, 800))) {
                    String end = "-" + width + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT);
                    Page page = open(context, card.another().link(width == 768 ? "/view-cvv" : "/view"));
                    look(page, "card-view" + end);
                    page.locator("button[type=submit]").click();
                    assertThat(page.locator("[data-left]")).isVisible();
                    look(page, "card-shown" + end);
                    page.navigate(card.server().uri(ended).toString());
                    look(page, "card-ended" + end);
                }
            }
        }
    }

    private static void look(Page page, String name) {
        Chromium.assertFits(page, name);
        page.screenshot(
                new Page.ScreenshotOptions().setPath(Chromium.shot(name)).setFullPage(true));
    }
}
