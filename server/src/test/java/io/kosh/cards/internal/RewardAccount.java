package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A company with a funded reward account, for tests.
///
/// @param id          the account
/// @param primaryCard the administrator's card
record RewardAccount(Fixture shop, String id, String primaryCard) {
    static final String FAMILY = "/api/v0/partner/enKashCard";

    static RewardAccount funded(Object amount) {
        return of("EMPLOYEE_REWARDS", amount);
    }

    static RewardAccount of(String type, Object amount) {
        return of(TestServer.shared(), type, amount);
    }

    static RewardAccount of(TestServer server, String type, Object amount) {
        Fixture shop = Api.of(server).newCompany(1);
        Reply made = create(shop, type);
        RewardAccount account = new RewardAccount(
                shop,
                made.text("payload.cardAccountId"),
                made.json().at("/payload/primaryEnKashCard/enKashCardId").asString(""));
        assertThat(account.fund(amount, "F0").status()).isEqualTo(201);
        return account;
    }

    static Reply create(Fixture shop, String type) {
        return shop.api().post(FAMILY + "/cardAccount/create", draft(shop, type));
    }

    static Map<String, Object> draft(Fixture shop, String type) {
        return new HashMap<>(Map.of(
                "companyId", shop.companyId(),
                "companyName", "Example Traders",
                "planMasterId", "PMGAZ7L5A",
                "email", "admin@example.com",
                "mobile", "9000000003",
                "accountTitle", "Rewards",
                "accountType", type));
    }

    Api api() {
        return shop.api();
    }

    Reply fund(Object amount, String reference) {
        return api().post(fundings(), Map.of("amount", amount, "reference", reference));
    }

    String fundings() {
        return "/api/v1/card-accounts/" + id + "/fundings";
    }

    Reply get() {
        return api().post(FAMILY + "/cardAccount/get", Map.of("companyId", shop.companyId(), "cardAccountId", id));
    }

    String figure(String name) {
        return get().text("payload." + name);
    }

    /// The documented example for this account.
    Map<String, Object> move(String reference, Object amount, String mobile) {
        return new HashMap<>(Map.ofEntries(
                Map.entry("companyId", shop.companyId()),
                Map.entry("cardAccountId", id),
                Map.entry("transactionCode", "ALLOCATION"),
                Map.entry("transactionType", "CR"),
                Map.entry("type", "ALLOCATE_POINT"),
                Map.entry("email", "p" + mobile + "@example.com"),
                Map.entry("mobile", mobile),
                Map.entry("title", "Mr"),
                Map.entry("firstName", "Asha"),
                Map.entry("gender", "M"),
                Map.entry("loadAmount", amount),
                Map.entry("uniqueReferenceNum", reference)));
    }

    Map<String, Object> takeBack(String reference, Object amount, String mobile) {
        Map<String, Object> body = move(reference, amount, mobile);
        body.put("transactionType", "DR");
        body.put("type", "UNALLOCATE_POINT");
        return body;
    }

    Reply send(Map<String, Object> body) {
        return api().post(FAMILY + "/create-allocate-points", body);
    }

    Reply give(String reference, Object amount, String mobile) {
        return send(move(reference, amount, mobile));
    }

    Reply take(String reference, Object amount, String mobile) {
        return send(takeBack(reference, amount, mobile));
    }

    /// The answer to a search for the cards of the account.
    Reply search() {
        return api().post(FAMILY + "/search", Map.of("companyId", shop.companyId(), "cardAccountId", id));
    }

    Reply transactions(Map<String, Object> filter) {
        Map<String, Object> body = new HashMap<>(filter);
        body.put("companyId", shop.companyId());
        body.put("cardAccountId", id);
        return api().post(FAMILY + "/transaction/all", body);
    }

    /// The ledger's audit is green and the context's own look at the state finds nothing.
    void assertBooksBalance() {
        assertBooksBalance(TestServer.shared());
    }

    /// The same on another server than the shared one.
    void assertBooksBalance(TestServer server) {
        Reply audit = api().get("/api/v1/ledger/audit");
        assertThat(audit.json().get("balanced").asBoolean()).as(audit.body()).isTrue();
        assertThat(uneven(server)).isEmpty();
    }

    /// What the context's own look at the state finds.
    List<String> uneven(TestServer server) {
        var check = server.bean(UnevenCards.class);
        var company = shop.company().key();
        return server.bean(Database.class).inCompany(company, () -> check.problems(company, Instant.EPOCH));
    }

    static void refused(Reply reply, int status, String message) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(status);
        assertThat(reply.text("response_code")).isEqualTo("1");
        assertThat(reply.text("code")).isEqualTo("1");
        assertThat(reply.text("message")).contains(message);
        assertThat(reply.text("response_message")).isEqualTo(reply.text("message"));
        assertThat(reply.text("payload")).isEqualTo(reply.text("message"));
    }
}
