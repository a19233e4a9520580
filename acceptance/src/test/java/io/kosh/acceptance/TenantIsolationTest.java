package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;
import tools.jackson.databind.JsonNode;

/// Every served route that names a resource: the owner's call succeeds, and the same call with another company's token
/// is answered 403 or 404. Generated from the served API document, so that a new route cannot skip it: an id or a body
/// that is not known here fails.
@ExtendWith(Acceptance.class)
class TenantIsolationTest {
    private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /// What everybody may look at: the catalogue is no company's.
    private static final Set<String> SHARED = Set.of("productCatalogId");

    /// What browsers call without a token: the ids, which nobody guesses, let them in.
    private static final Set<String> BY_CAPABILITY =
            Set.of("GET /api/v0/transactions/{transactionId}/minimal", "GET /api/v0/bin/details");

    /// Orders that are paid, not those of vouchers.
    private static final String PAYMENT_ORDERS = "/api/v0/orders/";

    /// The header in which a merchant names one of its own keys.
    private static final String ACCESS_KEY = "merchantAccessKey";

    /// One pixel.
    private static final String PICTURE = "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
            + "0000000c4944415408d763f8cfc000000301010018dd8db00000000049454e44ae426082";

    /// What is sent where a route wants a body.
    private static final Map<String, Object> BODIES = Map.ofEntries(
            Map.entry("PATCH /api/v0/enkash-coins/{coinConfigId}", Json.object("amount", 9)),
            Map.entry(
                    "POST /api/v0/payment/{transactionId}/refund",
                    Json.object("amount", "1.00", "requestId", "isolated-refund")),
            Map.entry("PUT /api/v1/gateway/settings", Json.object("name", "Asha Books")),
            Map.entry(
                    "POST /api/v1/gateway/fees",
                    Json.object(
                            "sort",
                            "SC",
                            "mode",
                            "CREDIT_CARD",
                            "qualifier",
                            "VISA",
                            "percent",
                            1.5,
                            "source",
                            "letter")),
            Map.entry("PATCH /api/v1/coins/events/{coinConfigId}", Json.object("amount", 9)),
            Map.entry("POST /api/v1/coins/burns/{burnId}/commit", Json.object("amount", 1)),
            Map.entry("PUT /api/v1/coins/settings", Json.object("allowNegativeReversal", true)),
            Map.entry("POST /api/v1/clients/{clientId}/secrets", Json.object("overlapSeconds", 60)),
            Map.entry("PUT /api/v1/logins/{username}/password", Json.object("password", "another horse battery")),
            Map.entry("PATCH /api/v1/users/{userId}", Json.object("status", "INACTIVE")),
            Map.entry("PATCH /api/v1/webhooks/{endpointId}", Json.object("events", List.of("coins.*"))),
            Map.entry("POST /api/v1/webhooks/{endpointId}/secrets", Json.object("overlapSeconds", 60)),
            Map.entry("POST /api/v1/webhooks/order-secrets", Json.object("overlapSeconds", 60)),
            Map.entry("PUT /api/v1/companies/{companyId}/body-encryption", Json.object("rule", "OPTIONAL")),
            Map.entry("PUT /api/v1/companies/{companyId}/alert-mail", Json.object("email", "ops@example.com")),
            Map.entry("POST /api/v1/users/{userId}/contacts/{contact}/verification", Json.object()),
            Map.entry("PUT /api/v1/cards/otp-rule", Json.object("always", false)),
            Map.entry("PUT /api/v1/cards/bulk-rule", Json.object("primaryKyc", false)),
            Map.entry(
                    "PUT /api/v1/cards/{enKashCardId}/shadow-limits",
                    Json.object("limits", Json.object("perTxnLimit", "5000"))),
            Map.entry(
                    "POST /api/v1/cards/{enKashCardId}/shadow-limits/replays",
                    Json.object("limits", Json.object("dtd", "10000"))),
            Map.entry("PUT /api/v1/cards/{enKashCardId}/pin", Json.object("pin", "4711", "otpRequired", false)),
            Map.entry(
                    "POST /api/v1/cards/{enKashCardId}/withdrawals",
                    Json.object("amount", 1, "reference", "isolated-back")),
            Map.entry("POST /api/v1/cards/{enKashCardId}/physical-order/moves", Json.object("state", "PRINTED")),
            Map.entry("POST /api/v1/cards/{enKashCardId}/physical-order/activation", Json.object("otpRequired", false)),
            Map.entry("POST /api/v1/cards/{enKashCardId}/terms-acceptance", Json.object("version", 1)),
            Map.entry(
                    "POST /api/v1/cards/authorizations/{authorizationId}/captures",
                    Json.object("source", "isolated-capture", "amount", 1)),
            Map.entry(
                    "POST /api/v1/cards/authorizations/{authorizationId}/reversals",
                    Json.object("source", "isolated-reversal")),
            Map.entry(
                    "POST /api/v1/cards/authorizations/{authorizationId}/refunds",
                    Json.object("source", "isolated-refund", "amount", 1)),
            Map.entry(
                    "POST /api/v1/voucher-orders/{orderId}/refunds",
                    Json.object("reference", "isolated-refund", "reason", "Void")),
            Map.entry("PUT /api/v1/cards/rules/{ruleId}/mode", Json.object("mode", "ENFORCED")),
            Map.entry(
                    "PUT /api/v1/cards/category-rules",
                    Json.object("accountType", "MEAL", "validFrom", "2026-12-01", "categories", List.of("5812"))),
            Map.entry("PUT /api/v1/card-holders/{userId}/kyc", Json.object("level", "FULL")),
            Map.entry("POST /api/v1/card-accounts/{cardAccountId}/terms", Json.object("text", "For meals.")),
            Map.entry("PUT /api/v1/card-accounts/{cardAccountId}/state", Json.object("state", "ACTIVE")),
            Map.entry("PATCH /api/v1/cards/accounts/{cardAccountId}/point-terms", Json.object("validityDays", 365)),
            Map.entry(
                    "PUT /api/v1/programmes/{programmeId}/terms",
                    Json.object("terms", OwnedResources.terms("Changed"))),
            Map.entry(
                    "POST /api/v1/programmes/{programmeId}/events",
                    Json.object("eventId", "isolated", "type", "VISIT", "mobile", "9000000003")),
            Map.entry(
                    "POST /api/v1/programmes/{programmeId}/simulations",
                    Json.object("eventId", "isolated", "type", "VISIT", "mobile", "9000000003")),
            Map.entry(
                    "POST /api/v1/card-accounts/{cardAccountId}/fundings",
                    Json.object("amount", 1, "reference", "isolated")),
            Map.entry(
                    "POST /api/v0/partner/enKashCard/bulk-create-allocate-points-json",
                    List.of(Json.object(
                            "title", "Mr",
                            "name", "Ravi Kumar",
                            "email", "ravi@example.com",
                            "mobile", "6836111111",
                            "loadAmount", 1,
                            "uniqueReferenceNumber", "isolated"))));

    /// One operation of the API document.
    private record Route(String method, String path, List<JsonNode> parameters, boolean body, boolean picture) {
        String name() {
            return method + " " + path;
        }

        List<String> names(String where) {
            return parameters.stream()
                    .filter(parameter -> parameter.required("in").asString().equals(where))
                    .map(parameter -> parameter.required("name").asString())
                    .toList();
        }

        /// Whether it names something that belongs to somebody.
        boolean namesAResource() {
            return namesOneOfSomebody() || names("query").stream().anyMatch(name -> name.endsWith("Id"));
        }

        boolean namesOneOfSomebody() {
            return !SHARED.containsAll(names("path"));
        }

        String filled(Map<String, String> values, boolean withCompany) {
            String filled = path;
            for (String name : names("path")) {
                filled = filled.replace("{" + name + "}", Api.encoded(value(values, name)));
            }
            List<String> query = new ArrayList<>();
            for (JsonNode parameter : parameters) {
                String name = parameter.required("name").asString();
                boolean required = parameter.path("required").asBoolean(false);
                boolean wanted = name.equals("companyId") ? withCompany || required : required || name.endsWith("Id");
                if (parameter.required("in").asString().equals("query") && wanted) {
                    query.add(name + "=" + Api.encoded(value(values, name)));
                }
            }
            return query.isEmpty() ? filled : filled + "?" + String.join("&", query);
        }

        private String value(Map<String, String> values, String name) {
            String value = values.get(name);
            if (value == null) {
                throw new AssertionError(name() + " names " + name + ", which this test knows nothing of: add it");
            }
            return value;
        }

        @Nullable
        Object sent(Map<String, String> values) {
            if (!body) {
                return null;
            }
            if (path.endsWith("/confirm")) {
                return Json.object("code", value(values, "code"));
            }
            Object known = BODIES.get(name());
            if (known == null) {
                throw new AssertionError(name() + " wants a body, which this test knows nothing of: add it");
            }
            return known;
        }
    }

    @TestFactory
    List<DynamicTest> anotherCompanyIsRefused(World world) {
        Company intruder = world.company(1);
        List<DynamicTest> tests = new ArrayList<>();
        for (Route route : routes(world)) {
            if (route.namesAResource() && !BY_CAPABILITY.contains(route.name())) {
                tests.add(DynamicTest.dynamicTest(route.name(), () -> tryOut(world, route, intruder)));
            }
        }
        assertThat(tests).hasSizeGreaterThan(40);
        return tests;
    }

    private static void tryOut(World world, Route route, Company intruder) {
        Company owner = world.company(1);
        Map<String, String> values = OwnedResources.of(world, owner);
        if (route.path().startsWith("/api/v1/programmes/") || route.path().endsWith("/points")) {
            values.put("enKashCardId", String.valueOf(values.get(OwnedResources.POINTS_CARD)));
        }

        if (route.path().startsWith(PAYMENT_ORDERS) || route.path().startsWith("/api/v0/payment/")) {
            OwnedResources.paid(world, owner, values);
        }

        if (route.path().endsWith("/unlock")) {
            String lock = route.filled(values, true).replace("/unlock", "/lock");
            world.operator().send(route.method(), lock, null).expect(200);
        }

        if (route.path().startsWith("/api/v1/voucher-orders/")) {
            awaitVouchers(owner, String.valueOf(values.get("orderId")));
        }

        if (route.path().endsWith("/ledger/chain")) {
            awaitSealed(owner);
        }

        if (route.path().endsWith("/confirm")) {
            values.put("code", code(owner));
        }

        if (route.path().endsWith("/activation")) {
            delivered(world, owner, String.valueOf(values.get("enKashCardId")));
        }

        Asker stranger = new Asker(intruder.api(), intruder.clientId());
        refused(stranger.ask(route, values, true));
        if (route.namesOneOfSomebody()) {
            refused(stranger.ask(route, values, false));
        }
        refusedAs(401, new Asker(world.nobody(), owner.clientId()).ask(route, values, true));

        Reply owned = route.path().endsWith("/unlock")
                ? operators(world, route, values)
                : new Asker(owner.api(), owner.clientId()).ask(route, values, true);
        if (owned.status() == 403 && owned.text("title").equals("OPERATOR_ONLY")) {
            owned = operators(world, route, values);
        }
        assertThat(owned.status()).as(owned.toString()).isBetween(200, 201);
    }

    /// Who asks; as a merchant it names a key.
    private record Asker(Api api, String accessKey) {
        Reply ask(Route route, Map<String, String> values, boolean withCompany) {
            HttpRequest.Builder request = api.request(route.filled(values, withCompany));
            if (route.names("header").contains(ACCESS_KEY)) {
                request.header(ACCESS_KEY, accessKey);
            }
            if (route.picture()) {
                byte[] picture = HexFormat.of().parseHex(PICTURE);
                return api.exchange(request.header("Content-Type", "image/png")
                        .method(route.method(), BodyPublishers.ofByteArray(picture)));
            }
            Object body = route.sent(values);
            if (body == null) {
                return api.exchange(request.method(route.method(), BodyPublishers.noBody()));
            }
            return api.exchange(request.header("Content-Type", "application/json")
                    .method(route.method(), BodyPublishers.ofString(Json.write(body))));
        }
    }

    /// The plastic of a card was made and is there.
    private static void delivered(World world, Company owner, String card) {
        String moves = "/api/v1/cards/" + card + "/physical-order/moves?companyId=" + owner.id();
        for (String state : List.of("PRINTED", "DISPATCHED", "DELIVERED")) {
            world.operator().post(moves, Json.object("state", state)).expect(200);
        }
    }

    /// A code that was sent to the owner's person by mail.
    private static String code(Company owner) {
        String path = "/api/v1/users/" + owner.user() + "/contacts/email/verification";
        owner.api().post(path, Json.object()).expect(201);
        long deadline = System.nanoTime() + 30_000_000_000L;
        Reply inbox = owner.api().get("/sandbox/inbox?channel=MAIL");
        while (inbox.at("items").isEmpty() && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            inbox = owner.api().get("/sandbox/inbox?channel=MAIL");
        }
        return inbox.text("items.0.otp");
    }

    /// The chain of new books has an end once they are sealed, soon after their first posting.
    private static void awaitSealed(Company owner) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (owner.api().get("/api/v1/ledger/chain").status() == 404 && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    /// An order has its vouchers, which may take longer than its answer.
    private static void awaitVouchers(Company owner, String order) {
        long deadline = System.nanoTime() + 30_000_000_000L;
        while (!owner.api()
                        .get("/api/v0/order/" + order)
                        .text("payload.orderStatus")
                        .equals("SUCCESS")
                && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
    }

    private static Reply operators(World world, Route route, Map<String, String> values) {
        return world.operator().send(route.method(), route.filled(values, true), route.sent(values));
    }

    private static void refused(Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isIn(403, 404);
    }

    private static void refusedAs(int status, Reply reply) {
        assertThat(reply.status()).as(reply.toString()).isEqualTo(status);
    }

    private static List<Route> routes(World world) {
        JsonNode paths = world.nobody().get("/v3/api-docs").expect(200).at("paths");
        List<Route> routes = new ArrayList<>();
        paths.propertyStream()
                .filter(path -> path.getKey().startsWith("/api/"))
                .forEach(path -> path.getValue()
                        .propertyStream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .forEach(operation -> routes.add(new Route(
                                operation.getKey().toUpperCase(Locale.ROOT),
                                path.getKey(),
                                operation
                                        .getValue()
                                        .path("parameters")
                                        .valueStream()
                                        .toList(),
                                operation.getValue().has("requestBody"),
                                operation.getValue().at("/requestBody/content").has("image/png")))));
        return routes;
    }
}
