package io.kosh.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ScreenshotType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/// A real browser for tests of pages.
public final class Chromium implements AutoCloseable {
    private static final Path SHOTS = Path.of("target/pages");
    private static final int QUALITY = 85;

    private final Playwright playwright;
    private final Browser browser;

    private Chromium(Path executable) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable)
                        .setChromiumSandbox(false));
    }

    /// The browser of this machine; skips the tests, loudly, where there is none.
    public static Chromium open() {
        Path chromium = Stream.of(
                        Objects.requireNonNullElse(System.getenv("CHROMIUM"), "/usr/bin/chromium"),
                        "/usr/bin/chromium-browser",
                        "/usr/bin/google-chrome")
                .map(Path::of)
                .filter(Files::isExecutable)
                .findFirst()
                .orElse(null);
        if (chromium == null) {
            System.err.println("""

                    ==================================================================================
                    NO CHROMIUM: THE PAGES ARE NOT TESTED. Install it, or name a browser in $CHROMIUM.
                    ==================================================================================
                    """);
        }
        Assumptions.assumeTrue(chromium != null, "there is no Chromium");
        return new Chromium(Objects.requireNonNull(chromium));
    }

    @Override
    public void close() {
        playwright.close();
    }

    /// Somebody who looks at a server; what goes wrong in the browser is added to the faults.
    public BrowserContext context(TestServer server, Browser.NewContextOptions options, List<String> faults) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(10_000);
        String ours = "http://" + server.uri("/").getAuthority() + "/";
        context.onRequest(request -> {
            if (!request.url().startsWith(ours) && !request.url().startsWith("data:")) {
                faults.add("asks " + request.url());
            }
        });
        context.onConsoleMessage(message -> {
            if (message.type().equals("error")) {
                faults.add("says " + message.text());
            }
        });
        return context;
    }

    /// Where the picture of a page goes, so that people can look at it, too.
    public static Path shot(String name) {
        return picture(name + ".png");
    }

    private static Path picture(String file) {
        try {
            return Files.createDirectories(SHOTS).resolve(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A page scrolls in one direction only, and whatever is pressed is large enough for a finger.
    public static void assertFits(Page page, String what) {
        Object wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        assertThat(wide).as(what + " scrolls sideways").isEqualTo(0);
        Object low = page.evaluate("""
                [...document.querySelectorAll("button, input:not([type=radio]), select, textarea, summary, .tabs a, .chip")]
                    .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
                    .map(each => each.outerHTML.slice(0, 80))""");
        assertThat((List<?>) low).as(what).isEmpty();
    }

    /// Looks at a page as it is now at three widths, and keeps pictures of it: a phone's, light and dark, and a
    /// desktop's. Where `AXE` names axe-core's file, that finds nothing either.
    public static void shoot(Page page, String name) {
        for (int width : new int[] {360, 768, 1280}) {
            page.setViewportSize(width, 900);
            assertFits(page, name + " at " + width);
            if (width == 360) {
                keep(page, name, width, ColorScheme.DARK);
            }
            if (width != 768) {
                keep(page, name, width, ColorScheme.LIGHT);
            }
        }
    }

    private static void keep(Page page, String name, int width, ColorScheme scheme) {
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
        String one = name + "-" + width + "-" + scheme.name().toLowerCase(Locale.ROOT);
        // A whole page as PNG costs most of the time of such a test.
        page.screenshot(new Page.ScreenshotOptions()
                .setPath(picture(one + ".jpg"))
                .setType(ScreenshotType.JPEG)
                .setQuality(QUALITY)
                .setFullPage(true));
        assertThat(axe(page)).as(one).isEmpty();
    }

    private static List<?> axe(Page page) {
        String axe = System.getenv("AXE");
        if (axe == null) {
            return List.of();
        }
        try {
            page.evaluate(Files.readString(Path.of(axe)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return (List<?>) page.evaluate("""
                axe.run().then(result => result.violations.map(each =>
                    each.id + ": " + each.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")))""");
    }
}
