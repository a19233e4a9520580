package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Somebody with a browser without JavaScript, for tests: keeps cookies, follows no redirect by itself.
record ShopHolder(Shop shop, HttpClient browser) {
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    static ShopHolder nobody(Shop shop) {
        return new ShopHolder(
                shop, HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
    }

    /// Signed in by a link to spend what is on a card.
    static ShopHolder of(Shop shop, String card) {
        ShopHolder holder = nobody(shop);
        HttpResponse<String> landed = holder.get(link(shop, card, "employee_rewards"));
        assertThat(ledTo(landed)).isEqualTo("/rewards");
        return holder;
    }

    static String link(Shop shop, String card, String page) {
        Reply token = shop.api()
                .post(
                        "/api/v0/partner/enKashCard/sso-token",
                        Map.of(
                                "companyId",
                                shop.company().companyId(),
                                "cardAccountId",
                                shop.account(),
                                "enkashCardId",
                                card));
        return "/sso/" + token.text("payload.access_token") + "/" + page + "/hrms";
    }

    /// The card of a new holder.
    static String another(Shop shop, Object points, String mobile) {
        Reply given = shop.api()
                .post(
                        "/api/v0/partner/enKashCard/create-allocate-points",
                        Map.ofEntries(
                                Map.entry("companyId", shop.company().companyId()),
                                Map.entry("cardAccountId", shop.account()),
                                Map.entry("transactionCode", "ALLOCATION"),
                                Map.entry("transactionType", "CR"),
                                Map.entry("type", "ALLOCATE_POINT"),
                                Map.entry("email", "p" + mobile + "@example.com"),
                                Map.entry("mobile", mobile),
                                Map.entry("title", "Ms"),
                                Map.entry("firstName", "Meera"),
                                Map.entry("gender", "F"),
                                Map.entry("loadAmount", points),
                                Map.entry("uniqueReferenceNum", "N" + mobile)));
        return given.text("payload.enKashCardId");
    }

    /// The path that an answer sends the browser to, `none` where it sends it nowhere.
    static String ledTo(HttpResponse<String> answer) {
        return answer.headers()
                .firstValue("Location")
                .map(location -> URI.create(location).getPath())
                .orElse("none");
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return browser.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(shop.server().uri(path));
    }

    HttpResponse<String> get(String path) {
        return send(request(path));
    }

    String formToken() {
        return field(get("/rewards").body(), FORM_TOKEN);
    }

    static String field(String page, Pattern pattern) {
        Matcher matcher = pattern.matcher(page);
        return matcher.find() ? matcher.group(1) : "none";
    }

    String origin() {
        return "http://" + shop.server().uri("/").getAuthority();
    }

    HttpResponse<String> submit(String path, Map<String, List<String>> fields) {
        return submit(path, fields, formToken(), origin());
    }

    HttpResponse<String> submit(String path, Map<String, List<String>> fields, String formToken, String origin) {
        String body = fields.entrySet().stream()
                .flatMap(field -> field.getValue().stream().map(value -> field.getKey() + "=" + encoded(value)))
                .collect(Collectors.joining("&", "form_token=" + encoded(formToken) + "&", ""));
        HttpRequest.Builder request = request(path)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(body));
        return send(origin.isEmpty() ? request : request.header("Origin", origin));
    }

    private static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8);
    }

    /// Puts vouchers into the cart.
    HttpResponse<String> put(String product, String config, String quantity) {
        return submit(
                "/rewards/cart",
                Map.of("product", List.of(product), "config", List.of(config), "quantity", List.of(quantity)));
    }

    /// The fields of the form that orders what is in the cart, as the page has them.
    Map<String, List<String>> orderForm() {
        String page = get("/rewards/cart").body();
        String form = page.substring(page.indexOf("action=\"/rewards/orders\""));
        List<String> carts = Pattern.compile("name=\"cart\" value=\"([0-9]+)\"")
                .matcher(form)
                .results()
                .map(match -> match.group(1))
                .toList();
        return Map.of(
                "order", List.of(field(form, Pattern.compile("name=\"order\" value=\"([^\"]+)\""))),
                "total", List.of(field(form, Pattern.compile("name=\"total\" value=\"([^\"]+)\""))),
                "cart", carts);
    }

    /// Orders what is in the cart, and gives the path of the order.
    String order() {
        HttpResponse<String> placed = submit("/rewards/orders", orderForm());
        assertThat(placed.statusCode()).as(placed.body()).isEqualTo(302);
        return ledTo(placed);
    }
}
