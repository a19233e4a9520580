package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import io.kosh.cards.internal.HeldCard.Code;
import io.kosh.identity.Identity;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.EncryptedClient;
import io.kosh.testing.EveryTable;
import io.kosh.testing.TestServer;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;

/// One journey through all that is secret: a card is made, seen, given a PIN, swiped through a socket and replaced, its
/// holder's document is recorded, vouchers are bought and shown. Then neither what was logged nor any table of the
/// database, looked at as its owner, has a number, a security code, a PIN, a document or a voucher's code in clear.
@Tag("store")
class SecrecyTest {
    private static final String PIN = "7391";
    private static final String PAN = "QXZPV8412M";
    /// Where a sandbox shows what was written to people, so that somebody can try things out: their one-time codes.
    private static final String INBOX = "sandbox.inbox";
    private static final String CODE = "one-time code";
    private static final Pattern FORM_TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private final HeldCard card = HeldCard.made();
    private final TestServer server = card.server();
    private final CompanyKey company = card.shop().company().key();
    private final Map<String, Pattern> secrets = new LinkedHashMap<>();

    /// Keeps all that is logged, with its fields, as it is before anything is masked.
    private static final class Listening extends AppenderBase<ILoggingEvent> {
        private final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        protected void append(ILoggingEvent event) {
            lines.add(event.getFormattedMessage() + " " + event.getKeyValuePairs() + " "
                    + (event.getThrowableProxy() == null
                            ? ""
                            : event.getThrowableProxy().getMessage()));
        }
    }

    /// What must be found nowhere, as it would be written.
    private void secret(String name, String text) {
        secrets.put(name, Pattern.compile(text));
    }

    /// In digits with or without gaps, and as bytes.
    private void number(String name, String digits) {
        secret(name, String.join("[ -]?", digits.split("")));
        secret(name + " in hex", HexFormat.of().formatHex(digits.getBytes(StandardCharsets.US_ASCII)));
    }

    /// Few digits stand in many places; these are where such a code would.
    private void shortCode(String name, String names, String digits) {
        secret(name, ">" + digits + "<|(?i:" + names + ")[a-zA-Z\\\\\"':=> ]{1,16}" + digits + "(?![0-9])");
    }

    /// A few more digits: in quotation marks they are nothing else.
    private void longerCode(String name, String names, String digits) {
        shortCode(name, names, digits);
        secret(name + " as a text", "[\"']" + digits + "[\"'\\\\]");
    }

    private static String last(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private Reply done(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isBetween(200, 201);
        return reply;
    }

    /// The holder's document, the terms, and money on the card.
    private void makeUsable() {
        String user = card.post("/search").text("payload.data.0.userId");
        done(card.api().put("/api/v1/card-holders/" + user + "/kyc", Map.of("level", "FULL", "pan", PAN)));
        done(card.api().post("/api/v1/cards/" + card.id() + "/terms-acceptance", Map.of("version", 1)));
        done(card.api()
                .post(
                        "/api/v1/card-accounts/" + card.account() + "/fundings",
                        Map.of("amount", 1000, "reference", "F1")));
        done(card.post("/balance", "amount", 1000, "transactionType", "CR", "uniqueReferenceNumber", "L1"));
        secret("document", "(?i:" + PAN + ")");
    }

    private void setPins() {
        Code pin = card.code("SET_PIN");
        card.post("/setPin", pin.wrong().with("pinBlock", PIN));
        done(card.post("/setPin", pin.with("pinBlock", PIN)));
        card.post("/setPin", "pinBlock", PIN + "4", "otpRequired", false);
        done(card.api().put("/api/v1/cards/" + card.id() + "/pin", Map.of("pin", PIN, "otpRequired", false)));
        Map<String, Object> wrapped = card.named();
        wrapped.putAll(Map.of("pinBlock", PIN, "otpRequired", false));
        done(EncryptedClient.of(server, card.shop(), true).post(FAMILY + "/setPin", wrapped));
        longerCode("PIN", "pin", PIN);
        longerCode("first " + CODE, "otp|code", pin.otp());
    }

    private void look() {
        Code any = card.code("TRANSACTION_OTP");
        Reply shown = card.post("/view", any.with());
        String link = URI.create(shown.text("payload.viewLink")).getPath();
        card.open(link);
        assertThat(card.press(link).body()).contains(card.number().replaceAll("(.{4})(?=.)", "$1 "));
        card.press(link);
        String backLink = card.link("/view-cvv");
        assertThat(card.press(backLink).body()).contains(card.securityCode());
        String unused = card.another().link("/view");
        card.open(unused);
        card.open(unused + "/more");
        number("number", card.number());
        shortCode("security code", "cvv|code", card.securityCode());
        longerCode("second " + CODE, "otp|code", any.otp());
        secret("used link", last(link));
        secret("other used link", last(backLink));
        secret("unused link", last(unused));
    }

    /// Somebody with a browser, who keeps cookies.
    private record Browser(TestServer server, HttpClient http) implements AutoCloseable {
        static Browser at(TestServer server) {
            return new Browser(
                    server,
                    HttpClient.newBuilder().cookieHandler(new CookieManager()).build());
        }

        HttpResponse<String> send(HttpRequest.Builder request) {
            try {
                return http.send(request.header("Accept", "text/html").build(), BodyHandlers.ofString());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        HttpResponse<String> get(String path) {
            return send(HttpRequest.newBuilder(server.uri(path)));
        }

        HttpResponse<String> submit(String path, Map<String, String> fields) {
            Matcher token = FORM_TOKEN.matcher(get("/sandbox/page/company").body());
            assertThat(token.find()).isTrue();
            Map<String, String> all = new LinkedHashMap<>(fields);
            all.put("form_token", token.group(1));
            String body = all.entrySet().stream()
                    .map(each -> each.getKey() + "=" + URLEncoder.encode(each.getValue(), StandardCharsets.UTF_8))
                    .collect(Collectors.joining("&"));
            return send(HttpRequest.newBuilder(server.uri(path))
                    .header("Content-Type", "application/x-www-form-urlencoded")
                    .header("Origin", "http://" + server.uri("/").getAuthority())
                    .POST(BodyPublishers.ofString(body)));
        }

        @Override
        public void close() {
            http.close();
        }
    }

    /// Number, PIN and security code go through the socket of card messages.
    private void swipe() {
        try (Browser browser = Browser.at(server)) {
            browser.submit("/sandbox/do/sign-in", Map.of("token", card.shop().token()));
            for (String channel : List.of("POS", "ONLINE")) {
                Map<String, String> swipe = new LinkedHashMap<>(Map.of(
                        "card", card.id(),
                        "kind", "0200",
                        "channel", channel,
                        "category", "5812",
                        "merchant", "Cafe",
                        "amount", "250"));
                if (channel.equals("POS")) {
                    swipe.put("pin", PIN);
                }
                HttpResponse<String> swiped = browser.submit("/sandbox/do/swipe", swipe);
                assertThat(swiped.body()).contains("Approved", "0210").doesNotContain(card.number());
            }
        }
        Reply paid = card.api().get("/api/v1/cards/authorizations?enKashCardId=" + card.id());
        assertThat(paid.json().get("items")).as(paid.body()).hasSize(2);
    }

    private void replace() {
        done(card.post("/replaceCard", "otpMedium", "MOBILE", "otpRequired", false));
        number("number after the first", card.number());
    }

    /// Vouchers for points of the person whose token it is; their codes by the call, and on the holder's page.
    private void buyVouchers() {
        String user = Objects.requireNonNull(server.bean(Database.class)
                .inCompany(
                        company,
                        () -> server.bean(Identity.class)
                                .personOf(company, card.shop().username())));
        Map<String, Object> draft = RewardAccount.draft(card.shop(), "EMPLOYEE_REWARDS");
        draft.put("userId", user);
        Reply made = done(card.api().post(FAMILY + "/cardAccount/create", draft));
        RewardAccount points = new RewardAccount(
                card.shop(), made.text("payload.cardAccountId"), made.text("payload.primaryEnKashCard.enKashCardId"));
        done(points.fund(1000, "F2"));
        Map<String, Object> give = points.move("G1", 500, "9000000003");
        give.put("enkashCardId", points.primaryCard());
        List.of("email", "mobile", "title", "firstName", "gender").forEach(give::remove);
        assertThat(points.send(give).text("code")).isEqualTo("0");
        String product = "PCTSECRET" + Long.toString(System.nanoTime(), 36).toUpperCase(java.util.Locale.ROOT);
        done(Api.of(server)
                .newOperator()
                .put(
                        "/api/v1/catalogue/products/" + product,
                        Map.of(
                                "brand", "Brand " + product,
                                "category", "Tests",
                                "description", "A product of a test",
                                "termsAndCondition", "Terms",
                                "howToRedeem", "How",
                                "expiryPeriod", 30,
                                "denominations",
                                        List.of(Map.of(
                                                "productConfigId",
                                                product + "A",
                                                "sku",
                                                "SKU-A",
                                                "amount",
                                                100,
                                                "maxQuantity",
                                                20)))));
        String order = done(card.api()
                        .post(
                                "/api/v0/partner/create-order",
                                Map.of(
                                        "productCatalogId",
                                        product,
                                        "denomination",
                                        100,
                                        "quantity",
                                        2,
                                        "orderReferenceId",
                                        "R1")))
                .text("payload.orderId");
        HeldCard.await(
                () -> !List.of("PENDING", "PROCESSING").contains(found(order).text("payload.orderStatus")));
        Reply details = done(card.api().post("/api/v0/order/orderDetails", Map.of("orderId", order)));
        List<String> codes = new ArrayList<>();
        details.json().at("/paylod/voucherDetailsList").forEach(voucher -> {
            codes.add(voucher.get("cardNumber").asString());
            number("voucher " + codes.size(), codes.getLast());
            assertThat(voucher.get("pin").asString()).matches("[0-9]{4,}");
            shortCode(
                    "PIN of voucher " + codes.size(), "pin", voucher.get("pin").asString());
        });
        assertThat(codes).as(details.body()).hasSize(2);
        showVouchers(points, order);
    }

    private Reply found(String order) {
        return card.api().get("/api/v0/order/" + order);
    }

    private void showVouchers(RewardAccount points, String order) {
        String signIn = card.api()
                .post(
                        FAMILY + "/sso-token",
                        Map.of(
                                "companyId",
                                card.shop().companyId(),
                                "cardAccountId",
                                points.id(),
                                "enkashCardId",
                                points.primaryCard()))
                .text("payload.access_token");
        try (Browser browser = Browser.at(server)) {
            String cookie = browser.get("/sso/" + signIn + "/employee_rewards/hrms")
                    .headers()
                    .firstValue("Set-Cookie")
                    .orElseThrow();
            assertThat(browser.get("/rewards/orders/" + order).statusCode()).isEqualTo(200);
            assertThat(browser.get("/rewards/orders/" + order).statusCode()).isEqualTo(200);
            browser.get("/holder/signed-out");
            secret("session", cookie.substring(cookie.indexOf('=') + 1, cookie.indexOf(';')));
        }
        secret("sign-in", signIn);
    }

    @Test
    void noSecretIsInTheLogOrInATable() throws IOException {
        Listening log = new Listening();
        Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        log.start();
        root.addAppender(log);
        try {
            done(card.api().post("/api/v1/webhooks", Map.of("url", "http://localhost:9/", "events", List.of("*"))));
            makeUsable();
            setPins();
            look();
            swipe();
            buyVouchers();
            replace();
        } finally {
            root.detachAppender(log);
        }
        assertThat(log.lines).anyMatch(line -> line.contains("/cards/view/***"));
        assertThat(log.lines).anyMatch(line -> line.contains("/sso/***/employee_rewards/hrms"));
        assertThat(log.lines).anyMatch(line -> line.contains("/sandbox/do/swipe"));
        assertThat(secrets).containsKeys("PIN", "document", "number", "number after the first", "voucher 2");
        // The sandbox's log of requests is written a little later.
        HeldCard.await(() -> !in(company, "select 1 from sandbox.event where path like '/holder/%'")
                .isEmpty());
        HeldCard.await(() -> !in(company, "select 1 from sandbox.event where path like '%/replaceCard'")
                .isEmpty());

        List<String> found = new ArrayList<>();
        log.lines.forEach(line -> note(found, "the log", line));
        Path databases = TestServer.dir("test-postgres").resolve("postgres.log");
        if (Files.exists(databases)) {
            Files.readString(databases).lines().forEach(line -> note(found, "the database's log", line));
        }
        // Zero for requests that were about no company.
        for (CompanyKey each : List.of(company, new CompanyKey(0))) {
            try (EveryTable every = EveryTable.of(server, each)) {
                List<String> tables = every.names();
                assertThat(tables)
                        .contains(
                                "cards.card", "cards.page_link", "messages.message", "messages.challenge", "vault.card")
                        .contains("platform.public_id", "webhooks.delivery", "sandbox.event", INBOX)
                        .contains("loyalty.voucher_order", "ledger.transfer", "platform.idempotent_answer");
                for (String table : tables) {
                    every.rows(table).forEach(row -> note(found, table, row));
                }
            }
        }
        assertThat(found).isEmpty();
    }

    private void note(List<String> found, String where, String text) {
        secrets.forEach((name, secret) -> {
            boolean meantToBeRead = where.equals(INBOX) && name.contains(CODE);
            if (!meantToBeRead && secret.matcher(text).find()) {
                found.add(name + " is in " + where);
            }
        });
    }

    private List<String> in(CompanyKey whose, String sql) {
        return server.bean(Database.class)
                .inCompany(
                        whose,
                        () -> server.bean(JdbcClient.class)
                                .sql(sql)
                                .query(String.class)
                                .list());
    }

    @Test
    void theSearchFindsWhatThereIs() {
        secret("public id", card.id());
        longerCode("mobile", "mobile", card.mobile());
        List<String> found = new ArrayList<>();
        try (EveryTable every = EveryTable.of(server, company)) {
            every.rows("cards.card").forEach(row -> note(found, "cards.card", row));
            assertThat(every.rows("vault.card")).isNotEmpty();
        }
        note(found, "a body", "{\\\"mobile\\\":\\\"" + card.mobile() + "\\\"}");
        assertThat(found)
                .contains("public id is in cards.card", "mobile is in cards.card", "mobile as a text is in cards.card")
                .contains("mobile is in a body", "mobile as a text is in a body");
    }
}
