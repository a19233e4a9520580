package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import tools.jackson.databind.JsonNode;

/// A running server and what is known about it from demo.json.
///
/// @param nobody   a client without a token
/// @param operator a client with an operator's token
/// @param demo     the facts of demo.json
record World(Api nobody, Api operator, JsonNode demo) {
    private static final AtomicLong COUNT = new AtomicLong(System.currentTimeMillis() % 1_000_000_000 * 1000);

    static World of(URI base, Path demoFile) {
        try {
            JsonNode demo = Json.parse(Files.readString(demoFile));
            Api nobody = new Api(base, null);
            JsonNode operator = demo.required("operator");
            return new World(nobody, nobody.byClient(text(operator, "clientId"), text(operator, "clientSecret")), demo);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A company made for one journey, with people in it.
    record Company(String id, String clientId, String clientSecret, Api api, List<String> users) {
        String user() {
            return users.getFirst();
        }

        /// Configures an event by the documented route and answers its id.
        String event(String event, long amount) {
            return api.post(
                            "/api/v0/enkash-coins/create-coins-config",
                            Json.object("configuration", "CUSTOM", "companyId", id, "event", event, "amount", amount))
                    .expect(200)
                    .text("payload.coinConfigId");
        }

        /// Opens a reward account by the documented route, funds it and answers its id.
        String rewardAccount(long points, String reference) {
            String account = api.post(
                            "/api/v0/partner/enKashCard/cardAccount/create",
                            Json.object(
                                    "companyId", id,
                                    "companyName", "Journey",
                                    "planMasterId", "PMGAZ7L5A",
                                    "email", "admin@example.com",
                                    "mobile", "9000000003",
                                    "accountTitle", "Rewards",
                                    "accountType", "EMPLOYEE_REWARDS"))
                    .expect(200)
                    .text("payload.cardAccountId");
            api.post(
                            "/api/v1/card-accounts/" + account + "/fundings",
                            Json.object("amount", points, "reference", reference))
                    .expect(201);
            return account;
        }

        /// Opens an account of rupees and makes a card with a number under it, with 10 rupees on it and plastic
        /// ordered;
        /// answers the card's id.
        String prepaidCard() {
            String account = api.post(
                            "/api/v0/partner/enKashCard/cardAccount/create",
                            Json.object(
                                    "companyId", id,
                                    "companyName", "Journey",
                                    "planMasterId", "PMGAZ7L5A",
                                    "email", "admin@example.com",
                                    "mobile", "9000000003",
                                    "accountTitle", "Cards",
                                    "accountType", "RELOADABLE_GPR"))
                    .expect(200)
                    .text("payload.cardAccountId");
            api.post(
                            "/api/v1/card-accounts/" + account + "/fundings",
                            Json.object("amount", 10, "reference", "prepaid"))
                    .expect(201);
            String card = api.post(
                            "/api/v0/partner/enKashCard",
                            Json.object(
                                    "companyId",
                                    id,
                                    "cardAccountId",
                                    account,
                                    "firstName",
                                    "Asha",
                                    "email",
                                    "asha@example.com",
                                    "mobile",
                                    "9876543210",
                                    "loadAmount",
                                    10))
                    .expect(200)
                    .text("payload.enKashCardId");
            api.post(
                            "/api/v0/partner/enKashCard/physical",
                            Json.object(
                                    "companyId", id,
                                    "enKashCardId", card,
                                    "deliveryAddress", "12 Mill Road",
                                    "deliveryCity", "Kota",
                                    "deliveryState", "Rajasthan",
                                    "deliveryPincode", "323309"))
                    .expect(200);
            return card;
        }

        /// An order of a sample voucher, for points of a new holder under a new account. Returns its id.
        String voucherOrder(String reference) {
            String account = rewardAccount(100, reference + "-funds");
            String holder = api.post(
                            "/api/v0/partner/enKashCard/create-allocate-points",
                            Json.object(
                                    "companyId", id,
                                    "cardAccountId", account,
                                    "transactionCode", "ALLOCATION",
                                    "transactionType", "CR",
                                    "type", "ALLOCATE_POINT",
                                    "email", "spender@example.com",
                                    "mobile", "9600098867",
                                    "title", "Ms",
                                    "firstName", "Asha",
                                    "loadAmount", 100,
                                    "uniqueReferenceNumber", reference + "-points"))
                    .expect(200)
                    .text("payload.userId");
            return api.post(
                            "/api/v0/partner/create-order",
                            Json.object(
                                    "productCatalogId",
                                    "PC7324536190LULHL",
                                    "denomination",
                                    100,
                                    "quantity",
                                    1,
                                    "orderReferenceId",
                                    reference,
                                    "ekUserId",
                                    holder))
                    .expect(200)
                    .text("payload.orderId");
        }

        Reply allocate(String event, String requestId, String userId) {
            return api.post(
                    "/api/v0/enkash-coins/allocate-coin",
                    Json.object("companyId", id, "event", event, "requestId", requestId, "userId", userId));
        }

        long balance(String userId) {
            return api.get("/api/v0/coins/balance?userId=" + userId).expect(200).number("payload");
        }

        /// The transfers that came from an allocation: one or none.
        JsonNode journal(String requestId) {
            return api.get("/api/v1/ledger/transfers?sourceKind=coins.allocate&sourceId=" + Api.encoded(requestId))
                    .expect(200)
                    .at("items");
        }

        /// Every item of a native list, page by page.
        List<JsonNode> all(String path) {
            List<JsonNode> items = new ArrayList<>();
            String cursor = "";
            while (true) {
                Reply page = api.get(path + (path.contains("?") ? "&" : "?") + "limit=200" + cursor)
                        .expect(200);
                page.at("items").forEach(items::add);
                if (page.at("nextCursor").isNull()) {
                    return items;
                }
                cursor = "&cursor=" + page.text("nextCursor");
            }
        }
    }

    Company company(int users) {
        Reply made = operator.post("/api/v1/companies", Json.object("name", unique("Journey")))
                .expect(201);
        String clientId = made.text("clientId");
        String secret = made.text("clientSecret");
        Api api = nobody.byClient(clientId, secret);
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < users; i++) {
            ids.add(api.post("/api/v1/users", Json.object("name", "Person " + i))
                    .expect(201)
                    .text("userId"));
        }
        return new Company(made.text("companyId"), clientId, secret, api, ids);
    }

    /// A client with a token that a person of demo.json got by user name and password.
    Api login(JsonNode credentials) {
        return nobody.as(grant(credentials).expect(200).text("access_token"));
    }

    Reply grant(JsonNode credentials) {
        return nobody.grant(
                text(credentials, "clientId"),
                text(credentials, "clientSecret"),
                Map.of(
                        "grant_type",
                        "password",
                        "username",
                        text(credentials, "username"),
                        "password",
                        text(credentials, "password"),
                        "clientId",
                        text(credentials, "companyId")));
    }

    void assertBooksBalance() {
        Reply audit = operator.get("/api/v1/ledger/audit").expect(200);
        assertThat(audit.at("balanced").asBoolean()).as(audit.body()).isTrue();
    }

    /// A name that no journey had before.
    static String unique(String start) {
        return start + "-" + Long.toString(COUNT.incrementAndGet(), 36);
    }

    static String text(JsonNode object, String key) {
        return object.required(key).asString();
    }
}
