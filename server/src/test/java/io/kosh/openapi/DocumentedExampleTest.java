package io.kosh.openapi;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.identity.ClientCredentials;
import io.kosh.kernel.Secret;
import io.kosh.platform.SandboxSeed;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.core.annotation.AnnotationAwareOrderComparator;
import org.yaml.snakeyaml.Yaml;

/// Sends every compatible route of the committed document its documented example, to a server seeded with the
/// documents' own data, and expects the documented answer. A compatible route that is not in the table fails.
class DocumentedExampleTest {
    private static final TestServer SERVER = TestServer.start(Map.of());
    private static final Map<String, Object> FACTS = seed();

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    /// Whose token an example is sent with, and what the pages show as its answer; `…` matches anything.
    private record Expected(String facts, String answer) {}

    private static final String CONFIGURED = """
            {"payload":{"companyId":"CEK0TCW2W8","headers":{"X-Merchant":"acme"},\
            "webhookUrl":"https://merchant.example.com/notify","sslCertificate":null,"events":["PAYOUT_SUCCESS"],\
            "enabled":true},"response_code":0,"response_message":"Success"}""";

    private static final String POINTS = """
            {"code":0,"message":"Success","payload":{"enKashCardId":"…","userId":"…","cardAccountId":"CAQL8YCV3",\
            "token":"…","maskedNumber":"XXXX XXXX XXXX 8867","email":"asha@example.com","mobile":"9600098867",\
            "title":"Mr","firstName":"Asha","gender":"M","otbBalance":11,"enkashCardTxnId":"…",\
            "pgReferenceNumber":"TEST234236"}}""";

    private static final String ONE = """
            "enKashCardId":"EKC9MKS5RM","userId":"EKPDC37K","cardAccountId":"CAQL8YCV3","token":"…",\
            "maskedNumber":"XXXX XXXX XXXX 8889\"""";

    private static final String CARD = ONE + """
            ,"expiryMonth":"","expiryYear":"","email":"test@example.com",\
            "mobile":"6667778889","title":"Mr","firstName":"Test","gender":"M","otbBalance":50,\
            "primaryEnKashCard":false,"cardStatus":{"name":"UL","label":"Active"}""";

    private static final Map<String, Expected> CARDS = Map.of(
            "POST /api/v0/partner/enKashCard/cardAccount/create",
            new Expected("rewards", """
                    {"payload":{"cardAccountId":"…","companyId":"CEK1PU9AOO","companyName":"anay meal",\
                    "accountType":"EMPLOYEE_REWARDS","accountTitle":"Rewards","creditLimit":0,"dynamicLimit":0,\
                    "usedCreditLimit":0,"availableBalance":0,"availableCardBalance":0,\
                    "primaryEnKashCard":{"enKashCardId":"…","userId":"…","cardAccountId":"…","token":"…",\
                    "maskedNumber":"XXXX XXXX XXXX 0003","expiryMonth":"","expiryYear":""},"totalCards":1,\
                    "activeCards":1,"totalAllocationPoint":0,"totalRedemptionPoint":0,\
                    "currentMonthAllocationPoint":0,"currentMonthRedemptionPoint":0},\
                    "response_code":0,"response_message":"Success"}"""),
            "POST /api/v0/partner/enKashCard/cardAccount/get",
            new Expected("rewards", """
                    {"payload":{"cardAccountId":"CAQL8YCV3","companyId":"CEK1PU9AOO","companyName":"Example Rewards",\
                    "accountType":"EMPLOYEE_REWARDS","accountTitle":"Rewards","creditLimit":0,"dynamicLimit":0,\
                    "usedCreditLimit":…,"availableBalance":…,"availableCardBalance":…,\
                    "primaryEnKashCard":{"enKashCardId":"EKCDM5AVZY","userId":"…","cardAccountId":"CAQL8YCV3",\
                    "token":"…","maskedNumber":"XXXX XXXX XXXX 0002","expiryMonth":"","expiryYear":""},\
                    "totalCards":…,"activeCards":…,"totalAllocationPoint":…,"totalRedemptionPoint":…,\
                    "currentMonthAllocationPoint":…,"currentMonthRedemptionPoint":…},\
                    "response_code":0,"response_message":"Success"}"""),
            "POST /api/v0/partner/enKashCard/create-allocate-points",
            new Expected("rewards", POINTS),
            "POST /api/v0/partner/enKashCard/points/allocate",
            new Expected("rewards", POINTS),
            "POST /api/v0/partner/enKashCard/bulk-create-allocate-points-json",
            new Expected("rewards", """
                    {"code":0,"message":"Success","payload":{"successBulkEnKashCardCreateDTOs":[\
                    {"email":"ravi@example.com","name":"Ravi Kumar","mobile":"6836111111","title":"Mr",\
                    "loadAmount":100,"companyId":"CEK1PU9AOO","cardAccountId":"CAQL8YCV3","enKashCardId":"…",\
                    "userId":"…","availableBalance":…,"enkashCardTxnId":"…","otbBalance":100,\
                    "pgReferenceNumber":"test123457"}],"failedBulkEnKashCardCreateDTOs":[],"successCount":1,\
                    "failureCount":0,"totalCount":1}}"""),
            "POST /api/v0/partner/enKashCard/search",
            new Expected(
                    "rewards",
                    "{\"code\":0,\"message\":\"Success\",\"payload\":{" + ONE + ",\"recordsCount\":1,\"data\":[{" + CARD
                            + "}]},\"response_code\":0,\"response_message\":\"Success\"}"),
            "POST /api/v0/partner/enKashCard/sso-token",
            new Expected("rewards", """
                    {"code":0,"message":"Success","payload":{"access_token":"…","expires_in":300}}"""),
            "POST /api/v0/partner/enKashCard/transaction/all",
            new Expected("rewards", """
                    {"code":0,"message":"Success","payload":{"recordsCount":1,"data":[{"enKashTransactionId":"…",\
                    "enkashCardTxnId":"…","pgReferenceNumber":"SEED-1","enKashCardId":"EKC9MKS5RM",\
                    "cardAccountId":"CAQL8YCV3","companyId":"CEK1PU9AOO","companyName":"Example Rewards",\
                    "userId":"EKPDC37K","cardHolderName":"Test","maskedNumber":"XXXX XXXX XXXX 8889",\
                    "cardTransactionType":"CR","type":"ALLOCATE_POINT","transactionCode":"ALLOCATION","amount":50,\
                    "otbBalance":50,"status":"CREATED","remarks":"A first reward","txnDate":"…"}]}}"""));

    private static final String SUCCESS = """
            {"code":0,"message":"Success","payload":"Success"}""";

    private static final String SHOWN = """
            {"code":0,"message":"Success","payload":{"enKashCardId":"EKC94AEX89","cardAccountId":"CAA8W45",\
            "maskedNumber":"2004 01XX XXXX XX…","expiryMonth":"…","expiryYear":"…","viewLink":"…",\
            "viewLinkExpiresAt":"…"}}""";

    private static final Map<String, Expected> CARD_SECRETS = Map.of(
            "POST /api/v0/partner/enKashCard/otp",
            new Expected("prepaid", """
                    {"code":0,"message":"Success","payload":{"otpRequestId":"CHL…","cardOtpAction":"TRANSACTION_OTP",\
                    "otpMedium":"MOBILE","sentTo":"+91******8880","expiresIn":300,"expiresAt":"…","resendAt":"…"}}"""),
            "POST /api/v0/partner/enKashCard/view",
            new Expected("prepaid", SHOWN),
            "POST /api/v0/partner/enKashCard/view-cvv",
            new Expected("prepaid", SHOWN),
            "POST /api/v0/partner/enKashCard/setPin",
            new Expected("prepaid", SUCCESS),
            "POST /api/v0/partner/enKashCard/block",
            new Expected("prepaid", SUCCESS));

    private static final String LOADED = """
            "enKashCardId":"EKCMB7KAEW","userId":"…","cardAccountId":"CABFIPS","token":"…",\
            "maskedNumber":"2004 01XX XXXX XX…\"""";

    private static final Map<String, Expected> CARD_CONTROLS = Map.of(
            "POST /api/v0/partner/enKashCard/velocity/rule",
            new Expected("prepaid", """
                    {"code":0,"message":"Success","payload":{"enKashCardIds":["EKC94AEX89"]}}"""),
            "POST /api/v0/partner/enKashCard/velocity/rule/get",
            new Expected("prepaid", """
                    {"code":0,"message":"Success","payload":{"createdBy":"…","createdOn":"…","modifiedOn":"…",\
                    "enKashCardId":"EKC94AEX89","posAllowed":true,"onlineAllowed":true,"atmAllowed":false,\
                    "internationalAllowed":false,"contactlessAllowed":true,"perTxnLimit":null,"dtd":null,"mtd":null,\
                    "ytd":null,"dtdCount":null,"mtdCount":null,"ytdCount":null,"posDailyLimit":null,\
                    "posDailyLimitCount":null,"ecomDailyLimit":null,"ecomDailyLimitCount":null,\
                    "contactlessDailyLimit":null,"contactlessDailyLimitCount":null}}"""));

    private static final Map<String, Expected> CARD_LIVES = Map.of(
            "POST /api/v0/partner/enKashCard",
            new Expected("prepaid", """
                    {"code":0,"message":"Success","payload":{"enKashCardId":"…","userId":"…","cardAccountId":"CABFIPS",\
                    "token":"…","maskedNumber":"2004 01XX XXXX XX…","expiryMonth":"…","expiryYear":"…",\
                    "email":"johny@example.com","mobile":"6001098801","title":"Mr","firstName":"johny","gender":"M",\
                    "otbBalance":10,"primaryEnKashCard":false,\
                    "cardStatus":{"name":"AP","label":"Activation in progress"},"kycStatus":"MIN_KYC",\
                    "partnerTncUrl":"…"}}"""),
            "POST /api/v0/partner/enKashCard/balance",
            new Expected("prepaid", "{\"code\":0,\"message\":\"Success\",\"payload\":{" + LOADED + """
                    ,"email":"card@example.com","mobile":"6667778880","title":"Ms","firstName":"Test","gender":"F",\
                    "otbBalance":110,"enkashCardTxnId":"…","pgReferenceNumber":"Ref123"}}"""),
            "POST /api/v0/partner/enKashCard/card-balance",
            new Expected("prepaid", """
                    {"code":0,"message":"Success","payload":{"cardAccountId":"CABFIPS","companyId":"CEKEP5GSGP",\
                    "enKashCardId":"EKCMB7KAEW","maskedNumber":"2004 01XX XXXX XX…","otbBalance":…,\
                    "availableBalance":…,"availableCardBalance":…}}"""),
            "POST /api/v0/partner/enKashCard/physical",
            new Expected("prepaid", """
                    {"code":0,"message":"Success","payload":{"enKashCardId":"EKCMB7KAEW","cardAccountId":"CABFIPS",\
                    "maskedNumber":"2004 01XX XXXX XX…","cardStatus":{"name":"UL","label":"Active"},\
                    "physicalOrderId":"…","physicalCardStatus":"ORDERED"}}"""),
            "POST /api/v0/partner/enKashCard/replaceCard",
            new Expected("prepaid", "{\"code\":0,\"message\":\"Success\",\"payload\":{" + LOADED + """
                    ,"expiryMonth":"…","expiryYear":"…","email":"card@example.com","mobile":"6667778880","title":"Ms",\
                    "firstName":"Test","gender":"F","otbBalance":…,"primaryEnKashCard":false,\
                    "cardStatus":{"name":"UL","label":"Active"},"kycStatus":"FULL_KYC"}}"""));

    /// Which action a code is asked for, by the last part of the path that wants one.
    private static final Map<String, String> ACTIONS =
            Map.of("view", "VIEW_CARD", "view-cvv", "VIEW_CVV", "block", "BLOCK_CARD");

    private static final Map<String, Expected> ANSWERS = Map.of(
            "GET /api/v0/enkash-coins/{coinConfigId}",
            new Expected("platform", """
                    {"payload":{"coinConfigId":"WCC12345","configuration":"DEFAULT","event":"REFERRAL_EVENT","amount":…},\
                    "response_code":0,"response_message":"Success"}"""),
            "POST /api/v0/enkash-coins/create-coins-config",
            new Expected("platform", """
                    {"payload":{"coinConfigId":"WCC…","configuration":"DEFAULT","event":"MEAL_CARD_PAYMENT","amount":6},\
                    "response_code":0,"response_message":"Success"}"""),
            "PATCH /api/v0/enkash-coins/{coinConfigId}",
            new Expected("platform", """
                    {"payload":{"coinConfigId":"WCC024845","configuration":"DEFAULT","event":"INVOICE_PAYMENT",\
                    "amount":10},"response_code":0,"response_message":"Success"}"""),
            "POST /api/v0/enkash-coins/allocate-coin",
            new Expected("", """
                    {"payload":"Successfully allocated enkash Coins","response_code":0,"response_message":"Success"}"""),
            "GET /api/v0/coins/balance",
            new Expected("", """
                    {"payload":0,"response_code":0,"response_message":"Success"}"""),
            "POST /api/v0/webhook-data",
            new Expected("", CONFIGURED),
            "GET /api/v0/webhook-data",
            new Expected("", CONFIGURED),
            "POST /oauth/token",
            new Expected("documented", """
                    {"access_token":"…","token_type":"bearer","refresh_token":"…","expires_in":86399,\
                    "scope":"read write trust"}"""));

    private static Map<String, Object> seed() {
        Map<String, Object> facts = new LinkedHashMap<>();
        SERVER.beans(SandboxSeed.class).stream()
                .sorted(AnnotationAwareOrderComparator.INSTANCE)
                .forEach(seed -> seed.seed(facts));
        return facts;
    }

    @Test
    void everyCompatibleRouteAnswersItsDocumentedExample() throws IOException {
        Map<String, Object> document = new Yaml().load(Files.readString(Path.of("../docs/openapi.yaml")));
        // What a GET shows must be there before it is asked for.
        send(document, "/api/v0/webhook-data", "post", expected("POST /api/v0/webhook-data"));
        send(document, "/api/v0/cart", "patch", expected("PATCH /api/v0/cart"));
        awaitVouchers();
        int sent = 0;
        for (var path : object(document, "paths").entrySet()) {
            boolean compatible =
                    path.getKey().startsWith("/api/v0/") || path.getKey().startsWith("/oauth/");
            if (!compatible || GatewayExampleTest.isOfTheGateway(path.getKey())) {
                continue;
            }
            for (String method : objectOf(path.getValue()).keySet()) {
                String route = method.toUpperCase(Locale.ROOT) + " " + path.getKey();
                Expected expected = expected(route);
                Reply reply = send(document, path.getKey(), method, expected);
                assertThat(reply.status()).as(route + ": " + reply.body()).isEqualTo(200);
                assertThat(reply.body()).as(route).matches(pattern(expected.answer()));
                sent++;
            }
        }
        assertThat(sent)
                .isEqualTo(ANSWERS.size()
                        + CARDS.size()
                        + CARD_SECRETS.size()
                        + CARD_CONTROLS.size()
                        + CARD_LIVES.size()
                        + RedemptionExamples.ANSWERS.size()
                        + RedemptionExamples.DETAILED.size());
    }

    /// The seeded order is filled behind the seed's back.
    private static void awaitVouchers() {
        long deadline = System.nanoTime() + 30_000_000_000L;
        Api holder = as("redemption");
        while (!holder.get("/api/v0/order/OR631764TS4UC")
                .text("payload.orderStatus")
                .equals("SUCCESS")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            Thread.onSpinWait();
        }
    }

    @Test
    void theShortDocumentedChangeIsAnsweredAsDocumented() {
        Reply changed =
                as("platform").patch("/api/v0/enkash-coins/WCC024845", "{\"amount\":10,\"configuration\":\"DEFAULT\"}");
        assertThat(changed.body())
                .matches(pattern(
                        expected("PATCH /api/v0/enkash-coins/{coinConfigId}").answer()));
    }

    private static Expected expected(String route) {
        String redeemed = RedemptionExamples.ANSWERS.getOrDefault(route, RedemptionExamples.DETAILED.get(route));
        Expected expected = redeemed == null
                ? ANSWERS.getOrDefault(
                        route,
                        CARDS.getOrDefault(
                                route,
                                CARD_SECRETS.getOrDefault(
                                        route, CARD_LIVES.getOrDefault(route, CARD_CONTROLS.get(route)))))
                : new Expected("redemption", redeemed);
        if (expected == null) {
            throw new AssertionError("say in ANSWERS what " + route + " answers to its documented example");
        }
        return expected;
    }

    private static Reply send(Map<String, Object> document, String path, String method, Expected expected) {
        Map<String, Object> operation =
                objectOf(objectOf(object(document, "paths").get(path)).get(method));
        String uri = path;
        String query = "";
        for (Object each : (List<?>) operation.getOrDefault("parameters", List.of())) {
            Map<String, Object> parameter = objectOf(each);
            String example = String.valueOf(parameter.get("example"));
            if ("path".equals(parameter.get("in"))) {
                uri = uri.replace("{" + parameter.get("name") + "}", example);
            } else if (Boolean.TRUE.equals(parameter.get("required"))) {
                query += (query.isEmpty() ? "?" : "&") + parameter.get("name") + "=" + example;
            }
        }
        if (path.equals("/oauth/token")) {
            return token(expected.facts(), objectOf(body(document, operation)));
        }
        Api api = as(expected.facts());
        return switch (method) {
            case "get" -> api.get(uri + query);
            case "post" -> api.post(uri + query, withCode(api, uri, body(document, operation)));
            case "patch" -> api.patch(uri + query, body(document, operation));
            default -> throw new AssertionError("no example of " + method + " is sent yet");
        };
    }

    /// A one-time code works once: where an example names one, a new one takes its place.
    private static Object withCode(Api api, String path, Object body) {
        if (!(body instanceof Map<?, ?> fields) || !fields.containsKey("otpRequestId")) {
            return body;
        }
        Map<String, Object> fresh = new LinkedHashMap<>(objectOf(body));
        int before = api.get("/sandbox/inbox").json().path("items").size();
        String action = String.valueOf(ACTIONS.get(path.substring(path.lastIndexOf('/') + 1)));
        Reply asked = api.post(
                "/api/v0/partner/enKashCard/otp",
                Map.of("enKashCardId", String.valueOf(fields.get("enKashCardId")), "cardOtpAction", action));
        fresh.put("otpRequestId", asked.text("payload.otpRequestId"));
        long deadline = System.nanoTime() + 20_000_000_000L;
        Reply inbox = api.get("/sandbox/inbox");
        while (inbox.json().path("items").size() == before && System.nanoTime() < deadline) {
            Thread.onSpinWait();
            inbox = api.get("/sandbox/inbox");
        }
        fresh.put("otp", inbox.text("items.0.otp"));
        return fresh;
    }

    /// The examples of the request's fields, put together; of a list, one item.
    static Object body(Map<String, Object> document, Map<String, Object> operation) {
        Map<String, Object> content = object(object(operation, "requestBody"), "content");
        Map<String, Object> schema = object(objectOf(content.values().iterator().next()), "schema");
        return "array".equals(schema.get("type"))
                ? List.of(example(document, object(schema, "items")))
                : example(document, schema);
    }

    static Map<String, Object> example(Map<String, Object> document, Map<String, Object> schema) {
        Object reference = schema.get("$ref");
        Map<String, Object> described = schema;
        if (reference != null) {
            String name = String.valueOf(reference).replace("#/components/schemas/", "");
            described = object(object(object(document, "components"), "schemas"), name);
        }
        Map<String, Object> body = new LinkedHashMap<>();
        object(described, "properties").forEach((field, property) -> {
            Object example = objectOf(property).get("example");
            if (example != null) {
                body.put(field, example);
            }
        });
        return body;
    }

    private static Api as(String facts) {
        Map<String, Object> login = facts.isEmpty() ? FACTS : object(FACTS, facts);
        Map<String, Object> form = Map.of(
                "grant_type", "password",
                "username", String.valueOf(login.get("username")),
                "password", String.valueOf(login.get("password")));
        return Api.of(SERVER).as(token(facts, form).text("access_token"));
    }

    private static Reply token(String facts, Map<String, Object> form) {
        Map<String, Object> client = facts.isEmpty() ? FACTS : object(FACTS, facts);
        Map<String, String> fields = new LinkedHashMap<>();
        form.forEach((field, value) -> fields.put(field, String.valueOf(value)));
        fields.remove("refresh_token");
        ClientCredentials credentials = new ClientCredentials(
                String.valueOf(client.get("clientId")), new Secret<>(String.valueOf(client.get("clientSecret"))));
        return Api.of(SERVER).token(credentials, fields);
    }

    private static String pattern(String answer) {
        return "\\Q" + answer.replace("\"…\"", "\"\\E[^\"]+\\Q\"").replace("…", "\\E[^\",}]*\\Q") + "\\E";
    }

    static Map<String, Object> object(Map<String, Object> parent, String key) {
        return objectOf(parent.get(key));
    }

    @SuppressWarnings("unchecked") // a YAML object with texts as keys
    static Map<String, Object> objectOf(@Nullable Object value) {
        if (!(value instanceof Map<?, ?> map)) {
            throw new AssertionError("no object: " + value);
        }
        return (Map<String, Object>) map;
    }
}
