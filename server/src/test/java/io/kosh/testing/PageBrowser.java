package io.kosh.testing;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Assumptions;

/// The installed Chromium, for tests of pages. It notes what goes wrong beside the test: what a page asks for elsewhere,
/// what is missing, what its console complains about, and, where `AXE` names axe-core's file, what axe finds.
public final class PageBrowser implements AutoCloseable {
    private static final Path SHOTS = Path.of("target/pages");
    private static final int HEIGHT = 900;

    private final TestServer server;
    private final Playwright playwright;
    private final Browser browser;
    private final @Nullable String axe;
    private final List<String> faults = new ArrayList<>();

    private PageBrowser(TestServer server, Path chromium, @Nullable String axe) {
        this.server = server;
        this.axe = axe;
        this.playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        this.browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(chromium)
                        .setChromiumSandbox(false));
    }

    /// Where there is no Chromium the tests that ask are skipped, and say so in a way that is hard to overlook.
    public static PageBrowser open(TestServer server) {
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
        try {
            Files.createDirectories(SHOTS);
            String axe = System.getenv("AXE");
            return new PageBrowser(
                    server, Objects.requireNonNull(chromium), axe == null ? null : Files.readString(Path.of(axe)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        playwright.close();
    }

    /// What went wrong since this was asked last.
    public List<String> faults() {
        List<String> found = List.copyOf(faults);
        faults.clear();
        return found;
    }

    /// Somebody's browser, without cookies.
    public BrowserContext context(Browser.NewContextOptions options) {
        BrowserContext context = browser.newContext(options);
        context.setDefaultTimeout(10_000);
        String ours = "http://" + server.uri("/").getAuthority() + "/";
        context.onRequest(request -> {
            if (!request.url().startsWith(ours) && !request.url().startsWith("data:")) {
                faults.add("asks " + request.url());
            }
        });
        context.onResponse(response -> {
            if (response.status() >= 400 && !response.request().resourceType().equals("document")) {
                faults.add(response.status() + " of " + response.url());
            }
        });
        context.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().startsWith("Failed to load resource")) {
                faults.add("says " + message.text());
            }
        });
        return context;
    }

    /// A screenshot hides the caret by a style of its own, which the pages' policy would refuse.
    public BrowserContext photographer() {
        return context(new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE));
    }

    public Page open(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(server.uri(path).toString());
        return page;
    }

    /// Looks at a page as it is now at three widths, light and dark; the screenshots stay in `target/pages`.
    public void shoot(Page page, String name) {
        for (int width : new int[] {360, 768, 1280}) {
            page.setViewportSize(width, HEIGHT);
            measure(page, name + " at " + width);
            for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
                page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
                String colours = scheme.name().toLowerCase(Locale.ROOT);
                page.screenshot(new Page.ScreenshotOptions()
                        .setPath(SHOTS.resolve(name + "-" + width + "-" + colours + ".png"))
                        .setFullPage(true));
                judge(page, name + " at " + width + " " + colours);
            }
        }
    }

    private void measure(Page page, String what) {
        Object wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth");
        if (!Objects.equals(wide, 0)) {
            faults.add(what + " scrolls sideways");
        }
        Object low = page.evaluate("""
                [...document.querySelectorAll("button, input:not([type=radio], [type=hidden]), select, summary, .tabs a, .chip")]
                    .filter(each => each.offsetParent && each.getBoundingClientRect().height < 43.5)
                    .map(each => each.outerHTML.slice(0, 80))""");
        ((List<?>) low).forEach(each -> faults.add(what + " has what is lower than a finger: " + each));
    }

    private void judge(Page page, String what) {
        if (axe == null) {
            return;
        }
        page.evaluate(axe);
        Object found = page.evaluate("""
                axe.run().then(result => result.violations.map(each =>
                    each.id + ": " + each.nodes.map(node => node.target.join(" ")).slice(0, 3).join(", ")))""");
        ((List<?>) found).forEach(each -> faults.add(what + ": axe " + each));
    }
}
