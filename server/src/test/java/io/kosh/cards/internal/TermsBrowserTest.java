package io.kosh.cards.internal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import io.kosh.testing.Chromium;
import io.kosh.testing.TestServer;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The page on which a holder accepts the terms of a card, in a real browser. Looked at by people too: the screenshots
/// are in `target/pages`.
class TermsBrowserTest {
    private static final String TERMS =
            "1. The card is for meals.\n\n2. It is yours alone: <b>nobody</b> else uses it.\n" + "3. "
                    + "Conditions".repeat(20) + "\n\n" + "4. What is left at the end goes back. ".repeat(30);
    private static @Nullable Chromium chromium;

    private final PrepaidAccount account = PrepaidAccount.funded(1000);
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
        // A link that has ended is answered so, which a browser remarks upon.
        assertThat(faults).allMatch(fault -> fault.contains("410"));
    }

    /// A screenshot hides the caret by a style of its own, which the page's policy would refuse.
    private BrowserContext context(String language) {
        Browser.NewContextOptions options =
                new Browser.NewContextOptions().setBypassCSP(true).setLocale(language);
        return Objects.requireNonNull(chromium).context(TestServer.shared(), options, faults);
    }

    private String link(String card) {
        return TestServer.shared()
                .uri(URI.create(account.found(card, "partnerTncUrl")).getPath())
                .toString();
    }

    @Test
    void aHolderReadsTheTermsAndAcceptsThem() {
        String card = account.unknown(MOBILE);
        account.know(account.found(card, "userId"), "FULL");
        String before = link(card);
        account.api().post("/api/v1/card-accounts/" + account.id() + "/terms", Map.of("text", TERMS));
        try (BrowserContext context = context("en-IN")) {
            Page page = context.newPage();
            page.navigate(before);
            assertThat(page.locator("h1")).hasText("This link has ended");
            page.navigate(link(card));

            assertThat(page.locator("main")).containsText("version 2 of the terms");
            assertThat(page.locator("main")).containsText("<b>nobody</b>");
            assertThat((Integer) page.locator("main .lines").evaluate("each => each.innerText.split('\\n').length"))
                    .as("paragraphs stay")
                    .isGreaterThan(4);
            Chromium.shoot(page, "card-terms");
            page.getByRole(AriaRole.BUTTON, new Page.GetByRoleOptions().setName("Accept the terms"))
                    .click();

            assertThat(page.locator("main [role=status]"))
                    .hasText("You have accepted these terms. The page can be closed.");
            assertThat(page.locator("main button")).hasCount(0);
            Chromium.shoot(page, "card-terms-accepted");
            page.reload();
            assertThat(page.locator("main button")).hasCount(0);
        }
        assertThat(account.gates(card).text("usable")).isEqualTo("true");
        assertThat(account.gates(card).text("acceptedTerms")).isEqualTo("2");
    }

    @Test
    void theFirstTermsAreThereInHindi() {
        try (BrowserContext context = context("hi-IN")) {
            Page page = context.newPage();
            page.navigate(link(account.unknown(MOBILE)));

            assertThat(page.locator("html")).hasAttribute("lang", "hi");
            assertThat(page.locator("main")).containsText("भारतीय रिज़र्व बैंक");
            Chromium.shoot(page, "card-terms-first");
        }
    }
}
