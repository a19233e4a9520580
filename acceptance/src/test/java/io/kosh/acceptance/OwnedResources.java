package io.kosh.acceptance;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/// What a company owns of everything that a route can name, for the test that tries each route as somebody else.
final class OwnedResources {
    /// Where the resources keep the card that carries points: `enKashCardId` is one with a number.
    static final String POINTS_CARD = "pointsCard";

    private static final Sink SINK = Sink.open();

    private OwnedResources() {}

    /// One of everything that a path or a query can name, all of the owner.
    static Map<String, String> of(World world, Company owner) {
        Map<String, String> values = new HashMap<>();
        values.put("companyId", owner.id());
        values.put("userId", owner.user());
        values.put("clientId", owner.clientId());
        values.put("coinConfigId", owner.event("EARNED", 10));
        owner.allocate("EARNED", "owned", owner.user()).expect(200);
        values.put("sourceKind", "coins.allocate");
        values.put("sourceId", "owned");
        JsonNode transfer = owner.journal("owned").get(0);
        values.put("transferId", World.text(transfer, "transferId"));
        values.put("accountId", World.text(transfer.required("entries").get(1), "accountId"));
        values.put("at", "2026-01-01T00:00:00Z");
        values.put(
                "burnId",
                owner.api()
                        .post(
                                "/api/v1/coins/burns",
                                Json.object("userId", owner.user(), "amount", 1, "requestId", "owned"))
                        .expect(201)
                        .text("burnId"));
        values.put(
                "partnerId",
                world.operator()
                        .post("/api/v1/partners", Json.object("name", "Partner", "companyIds", List.of(owner.id())))
                        .expect(201)
                        .text("partnerId"));
        values.put("cardAccountId", owner.rewardAccount(100, "owned"));
        values.put("enKashCardId", owner.prepaidCard());
        values.put("reference", "owned");
        values.put("orderId", owner.voucherOrder("owned-order"));
        values.put("partnerOrderReferenceId", "owned-order");
        values.put("productCatalogId", "PC7324536190LULHL");
        values.put("product", "VOUCHER");
        values.put("ekUserId", owner.user());
        programme(owner, values);
        values.put("isPointsAllocation", "true");
        spending(owner, values);
        webhook(owner, values);
        message(owner, values);
        String username = World.unique("login");
        values.put("username", username);
        world.operator()
                .post(
                        "/api/v1/logins",
                        Json.object(
                                "username",
                                username,
                                "password",
                                "correct horse battery",
                                "companyId",
                                owner.id(),
                                "userId",
                                owner.user()))
                .expect(201);
        return values;
    }

    /// A payment by the owner's card, and a rule about such.
    private static void spending(Company owner, Map<String, String> values) {
        Reply paid = owner.api()
                .post(
                        "/api/v1/cards/authorizations/advices",
                        Json.object(
                                "source",
                                "isolated-advice",
                                "enKashCardId",
                                String.valueOf(values.get("enKashCardId")),
                                "amount",
                                1,
                                "channel",
                                "POS",
                                "merchant",
                                Json.object("category", "5812")))
                .expect(200);
        values.put("authorizationId", paid.text("authorizationId"));
        Reply rule = owner.api()
                .post(
                        "/api/v1/cards/rules",
                        Json.object("name", "Cash", "conditions", Json.object("channels", List.of("ATM"))))
                .expect(201);
        values.put("ruleId", rule.text("ruleId"));
        values.put("state", "CLEARED");
    }

    /// What a programme gives for a visit.
    static Map<String, Object> terms(String name) {
        return Json.object(
                "name",
                name,
                "startsOn",
                "2026-01-01",
                "rules",
                List.of(Json.object(
                        "name", "visit", "event", "VISIT", "award", Json.object("measure", "FIXED", "points", 1))),
                "tierMonths",
                12,
                "tiers",
                List.of(Json.object("name", "GOLD", "from", 1, "multiplier", 2)));
    }

    /// A programme of a reward account of its own, and an event of its administrator, who has a card.
    private static void programme(Company owner, Map<String, String> values) {
        String account = owner.rewardAccount(10, "programme-funds");
        Reply made = owner.api()
                .post("/api/v1/programmes", Json.object("cardAccountId", account, "terms", terms("Owned")))
                .expect(201);
        values.put("programmeId", made.text("programmeId"));
        values.put("programmeEventId", "owned");
        Reply valued = owner.api()
                .post(
                        "/api/v1/programmes/" + made.text("programmeId") + "/events",
                        Json.object("eventId", "owned", "type", "VISIT", "mobile", "9000000003"))
                .expect(200);
        values.put(POINTS_CARD, valued.text("enKashCardId"));
    }

    /// An order that is paid, and money for refunds.
    static void paid(World world, Company owner, Map<String, String> values) {
        Merchant shop = Merchant.of(world, owner);
        String order = shop.order("owned", "10.00");
        String payment = shop.pay(order, "success@kosh");
        shop.awaitTransaction(payment, "SUCCESS");
        shop.recharge("10", "owned");
        values.put("orderId", order);
        values.put("merchantOrderId", "owned");
        values.put("transactionId", payment);
    }

    /// An endpoint that takes everything, one delivery to it, and the documented configuration.
    private static void webhook(Company owner, Map<String, String> values) {
        owner.api()
                .post(
                        "/api/v0/webhook-data",
                        Json.object("webhookUrl", "http://localhost:9/", "events", List.of("PAYOUT_SUCCESS")))
                .expect(200);
        String endpoint = owner.api()
                .post("/api/v1/webhooks", Json.object("url", SINK.url(), "events", List.of("*")))
                .expect(201)
                .text("endpointId");
        Reply sent = owner.api()
                .post("/api/v1/webhooks/" + endpoint + "/test", Json.object())
                .expect(201);
        values.put("endpointId", endpoint);
        values.put("deliveryId", sent.text("delivery.deliveryId"));
        values.put("eventId", sent.text("delivery.eventId"));
        values.put("resourceId", endpoint);
    }

    /// The addresses of a person, and an SMS that was written to one of them.
    private static void message(Company owner, Map<String, String> values) {
        String user = "/api/v1/users/" + owner.user();
        owner.api()
                .send("PATCH", user, Json.object("email", "asha@example.com", "phone", "9876543210"))
                .expect(200);
        owner.api().post(user + "/contacts/phone/verification", Json.object()).expect(201);
        values.put("contact", "email");
        values.put("messageId", owner.api().get("/api/v1/messages").expect(200).text("items.0.messageId"));
    }
}
