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
import java.net.http.HttpRequest;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The sandbox's pages in a real browser. Looked at by people too: the screenshots are in `target/pages`.
class SandboxBrowserTest {
    private static @Nullable Chromium chromium;

    private final PageServer pages = PageServer.shared();
    private final Api.Fixture shop = pages.demo(pages.company());
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
        assertThat(faults).isEmpty();
    }

    private BrowserContext context(Browser.NewContextOptions options) {
        return Objects.requireNonNull(chromium).context(pages.server(), options, faults);
    }

    private Page open(BrowserContext context, String path) {
        Page page = context.newPage();
        page.navigate(pages.server().uri(path).toString());
        return page;
    }

    private static void press(Page page, String name) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(name).setExact(true))
                .first()
                .click();
    }

    @Test
    void aRequestShowsUpAsItHappensAndLeadsToItsTimeline() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            context.grantPermissions(List.of("clipboard-read", "clipboard-write"));
            Page page = open(context, "/sandbox");
            assertThat(page.locator("[data-stream-state] .badge")).hasText("Live");

            String requestId = pages.allocate(shop, "R1");
            page.locator(".event a[href$='" + requestId + "']").click();

            assertThat(page.locator(".timeline .transfer code").first()).hasText("coins.allocate");
            assertThat(page.locator(".timeline tbody tr")).hasCount(2);
            assertThat(page.locator(".timeline")).containsText("coins.user");
            page.locator(".code:has-text('curl') [data-copy-code]").click();
            org.assertj.core.api.Assertions.assertThat(
                            page.evaluate("navigator.clipboard.readText()").toString())
                    .startsWith("curl -sS -X POST 'http://localhost:8080/api/v0/enkash-coins/allocate-coin'");

            page.locator("textarea").fill(page.locator("textarea").inputValue().replace("\"R1\"", "\"R2\""));
            press(page, "Send again");
            page.waitForURL(url -> !url.contains(requestId) && url.contains("/sandbox/page/requests/RQ"));
            assertThat(page.locator(".timeline")).containsText("R2");
        }
    }

    @Test
    void aPausedStreamHoldsItsLinesBack() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = open(context, "/sandbox");
            assertThat(page.locator("[data-stream-state] .badge")).hasText("Live");
            press(page, "Pause");
            String requestId = pages.allocate(shop, "R1");
            assertThat(page.locator("[data-stream-state] .badge")).hasText("Paused (1)");
            assertThat(page.locator(".event a[href$='" + requestId + "']")).hasCount(0);
            press(page, "Go on");
            assertThat(page.locator(".event a[href$='" + requestId + "']")).hasCount(1);
        }
    }

    @Test
    void timeMovesAndTellsWhatRan() {
        pages.server()
                .bean(PlannedWork.class)
                .plan(
                        shop.company().key(),
                        pages.server().bean(Clock.class).instant().plusSeconds(600),
                        "planned in the browser");
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = open(context, "/sandbox/page/time");
            press(page, "1 day");
            assertThat(page.locator("tbody tr")).containsText("planned in the browser");
            press(page, "Freeze");
            assertThat(page.locator(".sandbox-clock .badge")).hasText("Frozen");
            press(page, "Let it run");
            assertThat(page.locator(".sandbox-clock .badge")).hasText("Running");
            page.getByLabel("Up to").fill("2030-01-31T09:30");
            press(page, "Move there");
            assertThat(page.locator(".sandbox-clock")).containsText("31 Jan 2030 09:30");
        }
    }

    @Test
    void aScenarioSpoilsTheNextCall() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = open(context, "/sandbox/page/scenarios");
            page.locator("summary:has-text('unavailable')").click();
            press(page, "Add unavailable");
            assertThat(page.locator(".rows .row")).containsText("0 of 1");
            assertThat(shop.api().get("/api/v1/coins/liability").status()).isEqualTo(503);
            page.reload();
            assertThat(page.locator(".rows .row")).containsText("Used up");
            press(page, "End");
            assertThat(page.locator(".empty-title")).hasText("Everything goes well");
        }
    }

    @Test
    void aCodeIsReadFoundAndForgotten() {
        try (BrowserContext context = context(new Browser.NewContextOptions())) {
            Page page = open(context, "/sandbox/page/inbox");
            assertThat(page.locator(".empty-title")).hasText("Nobody was written to yet");
            pages.write(shop, "asha@example.com");
            pages.write(shop, "meera@example.com");
            page.reload();
            assertThat(page.locator(".catalogue details")).hasCount(2);
            assertThat(page.locator(".catalogue details[open] .code").first())
                    .containsText(shop.api().get("/sandbox/inbox").text("items.0.otp"));
            page.getByLabel("To").fill("asha@example.com");
            page.getByLabel("Sent as").selectOption("MAIL");
            press(page, "Filter");
            assertThat(page.locator(".catalogue details")).hasCount(1);
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Show all"))
                    .click();
            page.locator("summary:has-text('Empty')").click();
            press(page, "Forget all messages");
            assertThat(page.locator(".empty-title")).hasText("Nobody was written to yet");
        }
    }

    @Test
    void withoutJavaScriptTheEventsAreThereAndFormsWork() {
        pages.awaitLogged(shop, pages.allocate(shop, "R1"));
        try (BrowserContext context = context(new Browser.NewContextOptions().setJavaScriptEnabled(false))) {
            Page page = open(context, "/sandbox");
            assertThat(page.locator(".event")).not().hasCount(0);
            assertThat(page.locator("[data-stream-state]")).isHidden();
            page.getByRole(AriaRole.LINK, new Page.GetByRoleOptions().setName("Catchers"))
                    .click();
            page.getByLabel("Name").fill("orders");
            press(page, "Make a catcher");
            assertThat(page.locator("#catcher")).hasText("orders");
        }
    }

    @Test
    void everyViewFitsEveryWidthInBothSchemes() {
        shoot("empty", List.of("/sandbox", "/sandbox/page/catchers", "/sandbox/page/inbox", "/sandbox/page/swipe"));
        shoot("full", filled());
    }

    /// Paths of views with something in them, some of it long.
    private List<String> filled() {
        for (int i = 0; i < 12; i++) {
            pages.allocate(shop, "order-2026-11-22-of-a-customer-with-quite-a-long-name-" + i);
        }
        shop.api()
                .get(
                        "/api/v1/coins/users/no-such-user?and=a&rather=long&query=that&does=not&stop=anywhere&soon=really");
        shop.api()
                .send(HttpRequest.newBuilder(pages.server().uri("/api/v1/coins/liability"))
                        .header("Authorization", "Bearer " + shop.token())
                        .header("X-Sandbox-Scenario", "fail"));
        shop.api().post("/sandbox/scenarios", Map.of("scenario", "late", "route", "POST /api/v0/enkash-coins/*"));
        shop.api()
                .post(
                        "/sandbox/scenarios",
                        Map.of(
                                "scenario",
                                "webhook-duplicate",
                                "event",
                                "coins.*",
                                "times",
                                20,
                                "chance",
                                50,
                                "seed",
                                7));
        String hook = shop.api()
                .post("/sandbox/hooks", Map.of("label", "orders of the second warehouse in Navi Mumbai"))
                .text("hookId");
        shop.api().put("/sandbox/hooks/" + hook + "/behaviour", Map.of("status", 503, "delayMillis", 10, "times", 1));
        shop.api().post("/sandbox/hooks/" + hook, Map.of("type", "coins.allocated", "amount", 10));
        shop.api().post("/sandbox/hooks/" + hook + "?again=1", Map.of("type", "coins.allocated", "amount", 10));
        pages.write(
                shop,
                "a.person.with.quite.a.long.name.who.works.elsewhere@accounts.of.the.second.warehouse.example.com");
        pages.write(shop, "meera@example.com");
        PlannedWork work = pages.server().bean(PlannedWork.class);
        for (int i = 1; i <= 3; i++) {
            work.plan(
                    shop.company().key(),
                    pages.server().bean(Clock.class).instant().plusSeconds(i * 600L),
                    (i == 2 ? "broken " : "") + "coins of EKQZVMQK that expire on 2026-11-" + (22 + i));
        }
        String moved =
                shop.api().post("/sandbox/clock", Map.of("advance", "PT1H")).header("X-Request-Id");
        String requestId = pages.allocate(shop, "the last one");
        pages.awaitLogged(shop, requestId);
        pages.awaitLogged(shop, moved);
        return List.of(
                "/sandbox",
                "/sandbox/page/requests/" + requestId,
                "/sandbox/page/requests/" + moved,
                "/sandbox/page/time",
                "/sandbox/page/scenarios",
                "/sandbox/page/catchers",
                "/sandbox/page/catchers/" + hook,
                "/sandbox/page/inbox",
                "/sandbox/page/company");
    }

    private void shoot(String state, List<String> paths) {
        // A screenshot hides the caret by a style of its own, which the pages' policy would refuse.
        try (BrowserContext context =
                context(new Browser.NewContextOptions().setBypassCSP(true).setReducedMotion(ReducedMotion.REDUCE))) {
            Page page = context.newPage();
            for (int i = 0; i < paths.size(); i++) {
                page.navigate(pages.server().uri(paths.get(i)).toString());
                Chromium.shoot(page, "sandbox-" + state + "-" + i);
            }
        }
    }
}
