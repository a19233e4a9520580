package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.extension.ExtendWith;

/// What a careless or malicious client sends: refused in the documented envelope with a proper status, the field named,
/// and nothing changed.
@ExtendWith(Acceptance.class)
class HostileInputTest {
    private static final String CREATE = "/api/v0/enkash-coins/create-coins-config";
    private static final String SQL = "x'; drop table ledger.entry; --";
    private static final String SCRIPT = "<script>alert(1)</script>";

    @TestFactory
    List<DynamicTest> amountsThatAreNone(World world) {
        AttackTarget target = AttackTarget.make(world);
        List<Attack> attacks = new ArrayList<>();
        for (String amount : List.of(
                "0",
                "-1",
                "1.5",
                "\"ten\"",
                "\"\"",
                "true",
                "null",
                "[]",
                "{}",
                "1000000001",
                "9223372036854775808",
                "1e400",
                "\"9223372036854775808\"",
                "\"1.5\"",
                "-9223372036854775809",
                "\"0x10\"")) {
            String body = Json.write(target.creation()).replace("\"amount\":7", "\"amount\":" + amount);
            attacks.add(
                    new Attack("create " + amount, () -> target.company().api().post(CREATE, body), 400, "amount"));
            attacks.add(new Attack(
                    "update " + amount,
                    () -> target.company()
                            .api()
                            .send("PATCH", "/api/v0/enkash-coins/" + target.config(), "{\"amount\":" + amount + "}"),
                    400,
                    "amount"));
        }
        return Attack.tests(target, attacks);
    }

    @TestFactory
    List<DynamicTest> bodiesThatAreNone(World world) {
        AttackTarget target = AttackTarget.make(world);
        Api api = target.company().api();
        String good = Json.write(target.creation());
        List<Attack> attacks = new ArrayList<>();
        for (String path : List.of(CREATE, AttackTarget.ALLOCATE)) {
            for (String type :
                    List.of("text/plain", "application/xml", "application/x-www-form-urlencoded", "image/png")) {
                attacks.add(new Attack(
                        path + " as " + type,
                        () -> api.send("POST", path, type, BodyPublishers.ofString(good)),
                        415,
                        ""));
            }
            attacks.add(new Attack(
                    path + " without a type",
                    () -> api.send("POST", path, null, BodyPublishers.ofString(good)),
                    415,
                    ""));
            Map<String, String> bodies = new LinkedHashMap<>();
            bodies.put("empty", "");
            bodies.put("null", "null");
            bodies.put("a list", "[" + good + "]");
            bodies.put("cut off", good.substring(0, good.length() - 1));
            bodies.put("two bodies", good + good);
            bodies.put("comments", "/* x */" + good);
            bodies.put(
                    "deep in an unknown field",
                    good.replace("{", "{\"x\":" + "[".repeat(1000) + "]".repeat(1000) + ","));
            bodies.put("deep", "{\"a\":".repeat(100_000));
            bodies.put("a key twice", good.replace("}", ",\"amount\":8}"));
            bodies.put("an unknown key twice", good.replace("}", ",\"x\":1,\"x\":2}"));
            bodies.forEach(
                    (name, body) -> attacks.add(new Attack(path + " " + name, () -> api.post(path, body), 400, "")));
            attacks.add(new Attack(
                    path + " a text, which is taken for an encrypted body", () -> api.post(path, "\"x\""), 422, ""));
            attacks.add(new Attack(
                    path + " 2 MB", () -> api.post(path, "{\"event\":\"" + "x".repeat(2 << 20) + "\"}"), 413, ""));
            attacks.add(new Attack(
                    path + " broken UTF-8",
                    () -> api.send(
                            "POST",
                            path,
                            "application/json",
                            BodyPublishers.ofByteArray("{\"event\":\"\u00ff\"}".getBytes(StandardCharsets.ISO_8859_1))),
                    400,
                    ""));
        }
        return Attack.tests(target, attacks);
    }

    @TestFactory
    List<DynamicTest> textsThatAreNone(World world) {
        AttackTarget target = AttackTarget.make(world);
        Api api = target.company().api();
        Map<String, String> texts = new LinkedHashMap<>();
        texts.put("NUL", "a\\u0000b");
        texts.put("half a surrogate pair", "a\\ud800b");
        texts.put("the other half", "\\udc00");
        texts.put("blank", "  ");
        texts.put("too long", "x".repeat(5000));
        List<Attack> attacks = new ArrayList<>();
        texts.forEach((name, text) -> {
            target.creation().forEach((field, value) -> {
                if (!field.equals("amount")) {
                    String body = with(target.creation(), field, text);
                    attacks.add(new Attack(field + " of an event " + name, () -> api.post(CREATE, body), 400, field));
                }
            });
            target.allocation().forEach((field, value) -> {
                String body = with(target.allocation(), field, text);
                attacks.add(new Attack(
                        field + " of an allocation " + name, () -> api.post(AttackTarget.ALLOCATE, body), 400, field));
            });
        });
        for (String wrong : List.of("true", "[]", "{}", "null", "1.5")) {
            target.allocation().forEach((field, value) -> {
                String body = Json.write(target.allocation())
                        .replaceFirst("\"" + field + "\":\"[^\"]*\"", "\"" + field + "\":" + wrong);
                attacks.add(new Attack(field + " " + wrong, () -> api.post(AttackTarget.ALLOCATE, body), 400, field));
            });
        }
        target.allocation().keySet().forEach(field -> {
            Map<String, Object> body = target.allocation();
            body.remove(field);
            attacks.add(new Attack("no " + field, () -> api.post(AttackTarget.ALLOCATE, body), 400, field));
        });
        target.creation().keySet().forEach(field -> {
            Map<String, Object> body = target.creation();
            body.remove(field);
            attacks.add(new Attack("no " + field + " of an event", () -> api.post(CREATE, body), 400, field));
        });
        attacks.add(new Attack("no userId", () -> api.get("/api/v0/coins/balance"), 400, "userId"));
        return Attack.tests(target, attacks);
    }

    @TestFactory
    List<DynamicTest> sqlAndScriptsInIds(World world) {
        AttackTarget target = AttackTarget.make(world);
        Api api = target.company().api();
        List<Attack> attacks = new ArrayList<>();
        for (String text : List.of(SQL, SCRIPT, "' or '1'='1", "../../etc/passwd", "${jndi:ldap://x}", "%00")) {
            attacks.add(new Attack(
                    "userId " + text,
                    () -> api.post(AttackTarget.ALLOCATE, replaced(target.allocation(), "userId", text)),
                    404,
                    text));
            attacks.add(new Attack(
                    "event " + text,
                    () -> api.post(AttackTarget.ALLOCATE, replaced(target.allocation(), "event", text)),
                    404,
                    text));
            attacks.add(new Attack(
                    "companyId " + text,
                    () -> api.post(AttackTarget.ALLOCATE, replaced(target.allocation(), "companyId", text)),
                    403,
                    "company"));
            attacks.add(new Attack(
                    "configuration " + text,
                    () -> api.post(CREATE, replaced(target.creation(), "configuration", text)),
                    400,
                    "configuration"));
            attacks.add(new Attack(
                    "balance of " + text, () -> api.get("/api/v0/coins/balance?userId=" + Api.encoded(text)), 404, ""));
        }
        for (String text : List.of(
                "x';%20drop%20table%20ledger.entry;%20--",
                "%3Cscript%3Ealert(1)%3C%2Fscript%3E",
                "..%2F..%2Fetc%2Fpasswd",
                "%2e%2e",
                "%2e%2e%2f%2e%2e%2fapi%2fv1%2fcompanies",
                "..%5c..%5cx",
                "%00",
                "WCC%00",
                "%ff%fe",
                "%ED%A0%80",
                "x".repeat(5000),
                "WCC999999999")) {
            String path = "/api/v0/enkash-coins/" + text;
            String name = text.length() > 50 ? "a very long id" : text;
            attacks.add(new Attack("read " + name, () -> api.get(path), Attack.BAD_OR_UNKNOWN, ""));
            attacks.add(new Attack(
                    "change " + name, () -> api.patch(path, Json.object("amount", 9)), Attack.BAD_OR_UNKNOWN, ""));
        }
        return Attack.tests(target, attacks);
    }

    @TestFactory
    List<DynamicTest> whatIsOfAnotherCompany(World world) {
        AttackTarget target = AttackTarget.make(world);
        AttackTarget other = AttackTarget.make(world);
        Api intruder = other.company().api();
        String path = "/api/v0/enkash-coins/" + target.config();
        List<Attack> attacks = new ArrayList<>();
        attacks.add(new Attack("its event", () -> intruder.get(path), 404, ""));
        attacks.add(new Attack("a change of it", () -> intruder.patch(path, Json.object("amount", 1)), 404, ""));
        attacks.add(new Attack(
                "the balance of its user",
                () -> intruder.get(
                        "/api/v0/coins/balance?userId=" + target.company().user()),
                404,
                target.company().user()));
        attacks.add(new Attack(
                "an allocation to its user",
                () -> intruder.post(
                        AttackTarget.ALLOCATE,
                        replaced(other.allocation(), "userId", target.company().user())),
                404,
                target.company().user()));
        attacks.add(new Attack(
                "an allocation in its name",
                () -> intruder.post(AttackTarget.ALLOCATE, target.allocation()),
                403,
                "company"));
        attacks.add(new Attack("an event in its name", () -> intruder.post(CREATE, target.creation()), 403, "company"));
        attacks.add(new Attack(
                "an allocation for a company that is not there",
                () -> intruder.post(AttackTarget.ALLOCATE, replaced(other.allocation(), "companyId", "CEK0000000")),
                403,
                "company"));
        attacks.add(new Attack(
                "its own event moved there",
                () -> intruder.patch(
                        "/api/v0/enkash-coins/" + other.config(),
                        Json.object("companyId", target.company().id())),
                403,
                "company"));
        attacks.add(new Attack(
                "the platform's default",
                () -> intruder.patch("/api/v0/enkash-coins/WCC024845", Json.object("amount", 1)),
                403,
                ""));
        attacks.add(new Attack(
                "its own made the platform's default",
                () -> intruder.patch("/api/v0/enkash-coins/" + other.config(), Json.object("configuration", "DEFAULT")),
                422,
                "DEFAULT"));
        String before = other.state();
        List<DynamicTest> tests = new ArrayList<>(Attack.tests(target, attacks));
        tests.add(DynamicTest.dynamicTest(
                "nothing of its own changed", () -> assertThat(other.state()).isEqualTo(before)));
        return tests;
    }

    @Test
    void aNumberThatIsWrittenAsTextIsTakenWithANote(World world) {
        AttackTarget target = AttackTarget.make(world);

        Reply taken = target.company()
                .api()
                .patch("/api/v0/enkash-coins/" + target.config(), Json.object("amount", "10"))
                .expect(200);

        assertThat(taken.number("payload.amount")).isEqualTo(10);
        assertThat(taken.header("Kosh-Compat-Note")).contains("amount");
    }

    @Test
    void unknownFieldsAreIgnored(World world) {
        AttackTarget target = AttackTarget.make(world);
        Map<String, Object> body = target.allocation();
        body.put("amount", 1_000_000);
        body.put("admin", true);
        body.put("x", List.of(Map.of("y", "z")));

        target.company().api().post(AttackTarget.ALLOCATE, body).expect(200);

        assertThat(target.company().balance(target.company().user())).isEqualTo(10);
    }

    @Test
    void sqlAndScriptsInFreeTextsAreKeptAndAnsweredAsTheyAre(World world) {
        AttackTarget target = AttackTarget.make(world);
        Company company = target.company();
        for (String text : List.of(SQL, SCRIPT, "संतोष 🎉", "a\\b\"c'd")) {
            company.event(text, 3);
            company.allocate(text, text, company.users().get(1)).expect(200);
            Reply user = company.api()
                    .post("/api/v1/users", Json.object("name", text))
                    .expect(201);

            assertThat(user.text("name")).isEqualTo(text);
            assertThat(user.header("Content-Type")).startsWith("application/json");
            assertThat(user.header("X-Content-Type-Options")).isEqualTo("nosniff");
            assertThat(company.journal(text).get(0).required("sourceId").asString())
                    .isEqualTo(text);
        }
        assertThat(company.balance(company.users().get(1))).isEqualTo(12);
    }

    private static Map<String, Object> replaced(Map<String, Object> body, String field, Object value) {
        body.put(field, value);
        return body;
    }

    /// The body with a field's text written as it is given, escapes included.
    private static String with(Map<String, Object> body, String field, String jsonText) {
        body.put(field, "@@");
        return Json.write(body).replace("\"@@\"", "\"" + jsonText + "\"");
    }
}
