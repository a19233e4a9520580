package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.identity.Identity;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Database;
import io.kosh.platform.StateCheck;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.springframework.jdbc.core.simple.JdbcClient;

/// A company whose administrator has points to spend, for tests; the token is that person's.
///
/// @param user    the person whose token it is
/// @param account the reward account
/// @param card    the person's card
record Shop(TestServer server, Fixture company, String user, String account, String card) {
    private static final AtomicInteger COUNT = new AtomicInteger();

    static Shop with(Object points) {
        return on(TestServer.shared(), points);
    }

    static Shop on(TestServer server, Object points) {
        Fixture company = Api.of(server).newCompany(1);
        CompanyKey key = company.company().key();
        String user = Objects.requireNonNull(server.bean(Database.class)
                .inCompany(key, () -> server.bean(Identity.class).personOf(key, company.username())));
        Reply made = company.api()
                .post(
                        "/api/v0/partner/enKashCard/cardAccount/create",
                        Map.of(
                                "companyId", company.companyId(),
                                "companyName", "Example Traders",
                                "planMasterId", "PMGAZ7L5A",
                                "email", "admin@example.com",
                                "mobile", "9000000003",
                                "accountTitle", "Rewards",
                                "accountType", "EMPLOYEE_REWARDS",
                                "userId", user));
        String account = made.text("payload.cardAccountId");
        String card = made.text("payload.primaryEnKashCard.enKashCardId");
        Shop shop = new Shop(server, company, user, account, card);
        assertThat(company.api()
                        .post(
                                "/api/v1/card-accounts/" + account + "/fundings",
                                Map.of("amount", 1_000_000, "reference", "F0"))
                        .status())
                .isEqualTo(201);
        shop.give(points);
        return shop;
    }

    void give(Object points) {
        Reply given = api().post(
                        "/api/v0/partner/enKashCard/create-allocate-points",
                        Map.of(
                                "companyId",
                                company.companyId(),
                                "cardAccountId",
                                account,
                                "enkashCardId",
                                card,
                                "transactionCode",
                                "ALLOCATION",
                                "transactionType",
                                "CR",
                                "type",
                                "ALLOCATE_POINT",
                                "loadAmount",
                                points,
                                "uniqueReferenceNumber",
                                "G" + COUNT.incrementAndGet()));
        assertThat(given.text("code")).as(given.body()).isEqualTo("0");
    }

    Api api() {
        return company.api();
    }

    CompanyKey key() {
        return company.company().key();
    }

    /// A denomination to be offered.
    static Map<String, Object> denomination(String id, int rupees, Map<String, Object> more) {
        Map<String, Object> denomination =
                new HashMap<>(Map.of("productConfigId", id, "sku", "SKU-" + id, "amount", rupees, "maxQuantity", 20));
        denomination.putAll(more);
        return denomination;
    }

    /// A product of its own, whose denominations' ids begin with its id.
    String product(Denomination... denominations) {
        String id = "PCT" + COUNT.incrementAndGet() + "X" + Long.toString(System.nanoTime(), 36);
        List<Map<String, Object>> offered = new ArrayList<>();
        for (Denomination each : denominations) {
            offered.add(denomination(id + each.name(), each.rupees(), each.more()));
        }
        Map<String, Object> product = new HashMap<>(Map.of(
                "brand", "Brand " + id,
                "category", "Tests",
                "description", "A product of a test",
                "termsAndCondition", "Terms",
                "howToRedeem", "How",
                "expiryPeriod", 30,
                "denominations", offered));
        Reply saved = operator().put("/api/v1/catalogue/products/" + id, product);
        assertThat(saved.status()).as(saved.body()).isEqualTo(200);
        return id;
    }

    Api operator() {
        return Api.of(server).newOperator();
    }

    record Denomination(String name, int rupees, Map<String, Object> more) {
        static Denomination of(String name, int rupees) {
            return new Denomination(name, rupees, Map.of());
        }
    }

    Reply order(String product, Object denomination, int quantity, String reference) {
        return api().post(
                        "/api/v0/partner/create-order",
                        Map.of(
                                "productCatalogId",
                                product,
                                "denomination",
                                denomination,
                                "quantity",
                                quantity,
                                "orderReferenceId",
                                reference));
    }

    Reply details(String idOrReference) {
        return api().post("/api/v0/order/orderDetails", Map.of("orderId", idOrReference));
    }

    /// An order with its state, codes excluded.
    Reply found(String idOrReference) {
        return api().get("/api/v0/order/" + idOrReference);
    }

    /// Waits until an order has ended.
    Reply ended(String idOrReference) {
        long deadline = System.nanoTime() + 40_000_000_000L;
        Reply now = found(idOrReference);
        while (List.of("PENDING", "PROCESSING").contains(now.text("payload.orderStatus"))) {
            assertThat(System.nanoTime()).as(now.body()).isLessThan(deadline);
            LockSupport.parkNanos(10_000_000);
            now = found(idOrReference);
        }
        return now;
    }

    /// What the person can still spend.
    String points() {
        return points("otbBalance");
    }

    private String points(String field) {
        Reply found = api().post(
                        "/api/v0/partner/enKashCard/search",
                        Map.of("companyId", company.companyId(), "cardAccountId", account, "enKashCardId", card));
        return found.text("payload.data.0." + field);
    }

    /// A figure of the reward account.
    String figure(String name) {
        return api().post(
                        "/api/v0/partner/enKashCard/cardAccount/get",
                        Map.of("companyId", company.companyId(), "cardAccountId", account))
                .text("payload." + name);
    }

    <T> T sql(String sql, Class<T> type, Object... parameters) {
        return server.bean(Database.class)
                .inCompany(
                        key(),
                        () -> server.bean(JdbcClient.class)
                                .sql(sql)
                                .params(parameters)
                                .query(type)
                                .single());
    }

    int change(String sql, Object... parameters) {
        return server.bean(Database.class)
                .inCompany(
                        key(),
                        () -> server.bean(JdbcClient.class)
                                .sql(sql)
                                .params(parameters)
                                .update());
    }

    /// The ledger's audit is green, and no context finds anything wrong.
    void assertBooksBalance() {
        Reply audit = api().get("/api/v1/ledger/audit");
        assertThat(audit.json().get("balanced").asBoolean()).as(audit.body()).isTrue();
        Instant now = Instant.EPOCH;
        for (StateCheck check : server.beans(StateCheck.class)) {
            List<String> problems = server.bean(Database.class).inCompany(key(), () -> check.problems(key(), now));
            assertThat(problems).as(check.name()).isEmpty();
        }
    }

    static void refused(Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("response_code")).isEqualTo("1");
        assertThat(reply.text("response_message")).contains(message);
        assertThat(reply.text("payload")).isEqualTo(reply.text("response_message"));
    }
}
