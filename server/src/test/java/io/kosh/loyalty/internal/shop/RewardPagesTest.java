package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.BusinessClock;
import io.kosh.platform.Moment;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// The shop's pages as a browser without JavaScript gets them, and as somebody who means harm asks for them.
class RewardPagesTest {
    private static final String COBBLE = "PC7513531244A681";
    private static final String COBBLE_500 = "PCN233451126S5CZC";
    private static final String BOOKS = "PC123789";
    private static final String BOOKS_ANY = "PCN7700000004PAGE";
    private static final Pattern CODE = Pattern.compile("data-copy-text=\"([^\"]{8,})\" aria-label=\"Copy Code");
    private static final List<String> PAGES = List.of(
            "/rewards",
            "/rewards?q=shoes",
            "/rewards/products/" + BOOKS,
            "/rewards/cart",
            "/rewards/orders",
            "/rewards/points");

    private final Shop shop = Shop.with(2_000);
    private final ShopHolder asha = ShopHolder.of(shop, shop.card());

    @BeforeAll
    static void offer() {
        SampleCatalogue.products().forEach(TestServer.shared().bean(Catalogue.class)::save);
    }

    private String bought(ShopHolder holder) {
        holder.put(COBBLE, COBBLE_500, "1");
        return holder.order();
    }

    @Test
    void theBalanceTheCatalogueAndItsSearchAreShown() {
        String page = asha.get("/rewards").body();

        assertThat(page).containsPattern("<strong class=\"numbers\">2,000</strong>");
        assertThat(page).contains("Cobble Lane E-Gift Card", "from 98 points", "Save 2 %");
        assertThat(asha.get("/rewards?q=BOOK").body())
                .contains("Page &amp; Quill")
                .doesNotContain("Cobble Lane");
        assertThat(asha.get("/rewards?category=Books").body())
                .contains("Page &amp; Quill")
                .doesNotContain("Cobble Lane");
        assertThat(asha.get("/rewards?q=%3Cscript%3E").body()).contains("Nothing matches", "value=\"&lt;script&gt;\"");
        assertThat(asha.get("/rewards/products/" + BOOKS).body()).contains("₹50 to ₹5,000", "good for 730 days");
    }

    @Test
    void aCartIsFilledChangedAndOrdered() {
        assertThat(asha.get("/rewards/cart").body()).contains("Your cart is empty");
        asha.put(COBBLE, COBBLE_500, "2");
        asha.put(COBBLE, COBBLE_500, "1");
        asha.submit(
                "/rewards/cart",
                Map.of(
                        "product", List.of(BOOKS),
                        "config", List.of(BOOKS_ANY),
                        "amount", List.of("200")));

        String cart = asha.get("/rewards/cart").body();

        assertThat(cart).contains("You save 30 points", "Pay 1,660 points", "₹1,700", "−40", ">340<");
        String cartId = ShopHolder.field(cart, Pattern.compile("name=\"cart\" value=\"([0-9]+)\""));
        asha.submit(
                "/rewards/cart/items",
                Map.of("cart", List.of(cartId), "config", List.of(COBBLE_500), "quantity", List.of("0")));
        assertThat(asha.get("/rewards/cart").body()).contains("Pay 190 points").doesNotContain("Cobble Lane");

        String order = asha.order();

        assertThat(asha.get(order).body()).contains("Your vouchers are here", "190");
        assertThat(shop.points()).isEqualTo("1810");
        assertThat(asha.get("/rewards/cart").body()).contains("Your cart is empty");
        assertThat(asha.get("/rewards/orders").body()).contains("href=\"" + order + "\"", "Complete");
        assertThat(asha.get("/rewards/points").body()).contains("−190", "+2,000", "Points received", "then 1,810");
        shop.assertBooksBalance();
    }

    @Test
    void codesAreShownOnceAndAfterwardsOnlyWhenAsked() {
        String order = bought(asha);
        assertThat(asha.send(asha.request(order).HEAD()).statusCode()).isEqualTo(200);
        assertThat(asha.send(asha.request(order).header("Sec-Purpose", "prefetch;prerender"))
                        .body())
                .doesNotContainPattern(CODE);

        HttpResponse<String> first = asha.get(order);
        String code = ShopHolder.field(first.body(), CODE);

        assertThat(code).isNotEqualTo("none");
        assertThat(first.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(asha.get(order).body()).contains("Show the codes").doesNotContain(code);
        HttpResponse<String> again = asha.submit(order, Map.of());
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.headers().firstValue("Cache-Control")).hasValue("no-store");
        assertThat(again.body()).contains(code);
        assertThat(asha.get(order).body()).doesNotContain(code);
        assertThat(shop.sql("select count(*) from loyalty.voucher_showing where first", Long.class))
                .isEqualTo(1);
        assertThat(shop.sql("select count(*) from loyalty.voucher_showing where not first", Long.class))
                .isEqualTo(1);
    }

    @Test
    void whatCountsLaterAndWhatEndsNextIsSaid() {
        String terms = "/api/v1/cards/accounts/" + shop.account() + "/point-terms";
        shop.api().patch(terms, Map.of("validityDays", 10));
        shop.give(25);
        shop.api().patch(terms, Map.of("pendingDays", 3));
        shop.give(40);
        LocalDate today = shop.server().bean(BusinessClock.class).today(shop.key());

        String page = asha.get("/rewards").body();

        assertThat(page)
                .contains(
                        "2,025",
                        "40 more count from " + Moment.day(today.plusDays(3)),
                        "25 of them end after " + Moment.day(today.plusDays(9)));
        assertThat(asha.get("/rewards?lang=hi").body()).contains("40 और पॉइंट");
    }

    @Test
    void whatWasGivenBackForAVoucherIsSeen() {
        String order = bought(asha);
        String id = order.substring(order.lastIndexOf('/') + 1);
        shop.ended(id);
        assertThat(asha.get(order).body()).doesNotContain("Given back later");

        Reply refunded = shop.api()
                .post(
                        "/api/v1/voucher-orders/" + id + "/refunds",
                        Map.of("reference", "RF-1", "reason", "No shop takes it"));

        assertThat(refunded.status()).as(refunded.body()).isEqualTo(201);
        assertThat(asha.get(order).body()).contains("Given back later");
        assertThat(asha.get("/rewards/points").body())
                .contains("Points given back", "+490", "No shop takes it", "then 2,000");
        shop.assertBooksBalance();
    }

    @Test
    void aFormThatIsSentTwiceIsOneOrder() throws Exception {
        asha.put(COBBLE, COBBLE_500, "1");
        Map<String, List<String>> form = asha.orderForm();
        String token = asha.formToken();
        List<Callable<String>> presses = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            presses.add(() -> ShopHolder.ledTo(asha.submit("/rewards/orders", form, token, asha.origin())));
        }
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<String>> placed = threads.invokeAll(presses);
            String order = placed.getFirst().get();
            assertThat(order).startsWith("/rewards/orders/OR");
            for (Future<String> each : placed) {
                assertThat(each.get()).isEqualTo(order);
            }
        }
        assertThat(shop.points()).isEqualTo("1510");
        assertThat(shop.sql("select count(*) from loyalty.voucher_order", Long.class))
                .isEqualTo(1);
        shop.assertBooksBalance();
    }

    @Test
    void whatChangedSinceThePageWasShownIsToldAndNothingIsTaken() {
        asha.put(COBBLE, COBBLE_500, "1");
        Map<String, List<String>> form = new HashMap<>(asha.orderForm());
        asha.put(COBBLE, COBBLE_500, "1");

        HttpResponse<String> refused = asha.submit("/rewards/orders", form);

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("role=\"alert\"", "changed since you looked", "Pay 980 points");
        assertThat(shop.points()).isEqualTo("2000");
        form.put("cart", List.of("999999999"));
        assertThat(asha.submit("/rewards/orders", form).statusCode()).isEqualTo(404);
        form.put("order", List.of("not minted here"));
        assertThat(ShopHolder.ledTo(asha.submit("/rewards/orders", form))).isEqualTo("/rewards/cart");
        assertThat(shop.sql("select count(*) from loyalty.voucher_order", Long.class))
                .isZero();
    }

    @Test
    void moreThanThereIsCannotBeOrdered() {
        asha.put(COBBLE, COBBLE_500, "5");
        String cart = asha.get("/rewards/cart").body();
        assertThat(cart).contains("You have 450 points too few").doesNotContain("action=\"/rewards/orders\"");
        String cartId = ShopHolder.field(cart, Pattern.compile("name=\"cart\" value=\"([0-9]+)\""));

        HttpResponse<String> forced = asha.submit(
                "/rewards/orders",
                Map.of(
                        "order", List.of("WEB" + "A".repeat(20)),
                        "total", List.of("245000"),
                        "cart", List.of(cartId)));

        assertThat(forced.statusCode()).isEqualTo(422);
        assertThat(forced.body()).contains("You have too few points for this now");
        shop.assertBooksBalance();
    }

    @Test
    void anAmountOfOnesOwnIsCheckedBesideItsField() {
        for (String wrong : new String[] {"", "49", "5001", "99.50", "-1", "a lot", "9".repeat(60)}) {
            HttpResponse<String> refused = asha.submit(
                    "/rewards/cart",
                    Map.of(
                            "product", List.of(BOOKS),
                            "config", List.of(BOOKS_ANY),
                            "amount", List.of(wrong)));
            assertThat(refused.statusCode()).as(wrong).isEqualTo(422);
            assertThat(refused.body()).as(wrong).contains("aria-invalid=\"true\"", "whole number of rupees");
        }
        assertThat(asha.put(COBBLE, "PCNOTHERS", "1").statusCode()).isEqualTo(422);
        assertThat(asha.put(COBBLE, COBBLE_500, "11").body()).contains("more than may be bought at once");
        assertThat(asha.put("PCNOTTHERE", COBBLE_500, "1").statusCode()).isEqualTo(404);
        assertThat(asha.get("/rewards/cart").body()).contains("Your cart is empty");
    }

    @Test
    void whoIsNotSignedInIsToldSoAndReachesNothing() {
        String order = bought(asha);
        ShopHolder nobody = ShopHolder.nobody(shop);
        for (String path : PAGES) {
            HttpResponse<String> page = nobody.get(path);
            assertThat(page.statusCode()).as(path).isEqualTo(401);
            assertThat(page.body()).as(path).contains("You are signed out", "Nothing is lost");
        }
        assertThat(nobody.get(order).body()).contains("You are signed out").doesNotContainPattern(CODE);
        assertThat(nobody.get(order + "/state").statusCode()).isEqualTo(401);
        assertThat(nobody.submit(order, Map.of(), "guessed", nobody.origin()).statusCode())
                .isEqualTo(401);
        String token = asha.formToken();
        asha.submit("/holder/sign-out", Map.of());
        HttpResponse<String> late = asha.submit(
                "/rewards/cart",
                Map.of("product", List.of(COBBLE), "config", List.of(COBBLE_500)),
                token,
                asha.origin());
        assertThat(late.statusCode()).isEqualTo(401);
        assertThat(late.body()).contains("You are signed out");
    }

    @Test
    void anotherHoldersOrderIsNotThere() {
        ShopHolder meera = ShopHolder.of(shop, ShopHolder.another(shop, 1_000, "9000000077"));
        String order = bought(asha);
        String reference = shop.sql("select reference from loyalty.voucher_order", String.class);
        for (String path : List.of(order, "/rewards/orders/" + reference, "/rewards/orders/ORNOTTHERE01")) {
            assertThat(meera.get(path).statusCode()).as(path).isEqualTo(404);
            assertThat(meera.get(path).body()).contains("This is not here").doesNotContainPattern(CODE);
            assertThat(meera.submit(path, Map.of()).statusCode()).isEqualTo(404);
            assertThat(meera.get(path + "/state").statusCode()).isEqualTo(404);
        }
        assertThat(meera.get("/rewards/orders").body()).contains("You ordered nothing yet");
        asha.put(COBBLE, COBBLE_500, "1");
        assertThat(meera.submit("/rewards/orders", asha.orderForm()).statusCode())
                .isEqualTo(404);
        assertThat(asha.get(order + "/state").statusCode()).isEqualTo(204);
        assertThat(asha.get(order).body()).containsPattern(CODE);
    }

    @Test
    void whoLooksAfterTheAccountSpendsNothingOnThatSession() {
        ShopHolder administrator = ShopHolder.nobody(shop);
        assertThat(ShopHolder.ledTo(administrator.get(ShopHolder.link(shop, shop.card(), "reward_account"))))
                .isEqualTo("/reward-account");

        HttpResponse<String> page = administrator.get("/rewards");

        assertThat(page.statusCode()).isEqualTo(403);
        assertThat(page.body()).contains("This page is for spending points");
        assertThat(administrator.get("/reward-account").statusCode()).isEqualTo(200);
        assertThat(asha.get("/reward-account").statusCode()).isEqualTo(403);
        assertThat(ShopHolder.nobody(shop).get("/reward-account").statusCode()).isEqualTo(401);
    }

    @Test
    void aFormFromElsewhereDoesNothing() {
        Map<String, List<String>> wanted = Map.of("product", List.of(COBBLE), "config", List.of(COBBLE_500));
        String token = asha.formToken();
        for (String origin : new String[] {"", "null", "https://evil.example", "http://127.0.0.1"}) {
            assertThat(asha.submit("/rewards/cart", wanted, token, origin).statusCode())
                    .as(origin)
                    .isEqualTo(403);
        }
        HttpResponse<String> guessed = asha.submit("/rewards/cart", wanted, "guessed", asha.origin());
        assertThat(guessed.statusCode()).isEqualTo(403);
        assertThat(guessed.body()).contains("That was not done", "href=\"/rewards\"");
        assertThat(asha.send(asha.request("/rewards/cart")
                                .header("Content-Type", "application/x-www-form-urlencoded")
                                .header("Origin", asha.origin())
                                .POST(BodyPublishers.ofString("product=" + COBBLE)))
                        .statusCode())
                .isEqualTo(403);
        assertThat(asha.get("/rewards/cart").body()).contains("Your cart is empty");
        String order = bought(asha);
        asha.get(order);
        assertThat(asha.submit(order, Map.of(), token, "https://evil.example").body())
                .doesNotContainPattern(CODE);
    }

    @Test
    void everyPageRunsOnlyItsOwnScriptsAndSpeaksHindi() {
        List<String> paths = new ArrayList<>(PAGES);
        paths.add(bought(asha));
        paths.add("/rewards/products/NOTHING");
        for (String path : paths) {
            HttpResponse<String> page = asha.get(path);
            assertThat(page.headers().firstValue("Content-Security-Policy").orElse(""))
                    .contains("default-src 'none'", "frame-ancestors 'none'");
            assertThat(page.headers().firstValue("Cache-Control")).hasValue("no-store");
            assertThat(page.body())
                    .as(path)
                    .doesNotContainPattern("(src|href)=\"(https?:)?//")
                    .doesNotContainPattern(" (style|onclick)=|\\?\\?[a-z.]+");
            String hindi = asha.get(path + (path.contains("?") ? "&" : "?") + "lang=hi")
                    .body();
            assertThat(hindi).as(path).contains("<html lang=\"hi\"").doesNotContainPattern("\\?\\?[a-z.]+");
            asha.get(path + (path.contains("?") ? "&" : "?") + "lang=en");
        }
    }
}
