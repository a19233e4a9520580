package io.kosh.cards.internal;

import static io.kosh.cards.internal.RewardAccount.FAMILY;
import static io.kosh.cards.internal.RewardAccount.refused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.EncryptedClient;
import io.kosh.testing.EncryptedClient.Sealed;
import io.kosh.testing.TestServer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import javax.crypto.AEADBadTagException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/// Encrypted bodies over HTTP, with a client that knows the guide only.
@Tag("store")
class EncryptedBodiesTest {
    private static final String MOBILE = "9600098867";
    private static final String SEARCH = FAMILY + "/search";
    private static final String MOVE = FAMILY + "/create-allocate-points";
    private static final String INVALID = "Invalid encrypted request.";
    private static final int BLOCK = 16;

    private final TestServer server = TestServer.shared();
    private final RewardAccount account = RewardAccount.funded(100);
    private final EncryptedClient documented = EncryptedClient.of(server, account.shop(), false);
    private final EncryptedClient gcm = EncryptedClient.of(server, account.shop(), true);

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance();
    }

    private EncryptedClient client(boolean byGcm) {
        return byGcm ? gcm : documented;
    }

    private Map<String, Object> which() {
        return Map.of("companyId", account.shop().companyId(), "cardAccountId", account.id());
    }

    @ParameterizedTest
    @CsvSource({
        "/cardAccount/get, false",
        "/search, false",
        "/transaction/all, false",
        "/cardAccount/get, true",
        "/search, true",
        "/transaction/all, true"
    })
    void aReadAnswersEncryptedWhatItAnswersPlain(String route, boolean byGcm) {
        account.give("R1", 11, MOBILE);

        Reply encrypted = client(byGcm).post(FAMILY + route, which());

        assertThat(encrypted.body())
                .isEqualTo(account.api().post(FAMILY + route, which()).body());
        assertThat(encrypted.header("Content-Type")).isEqualTo("application/json");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyWriteOfTheFamilyTakesAnEncryptedBody(boolean byGcm) {
        EncryptedClient client = client(byGcm);
        String bulk = FAMILY + "/bulk-create-allocate-points-json?companyId="
                + account.shop().companyId() + "&cardAccountId=" + account.id() + "&isPointsAllocation=true";

        Reply opened =
                client.post(FAMILY + "/cardAccount/create", RewardAccount.draft(account.shop(), "CHANNEL_INCENTIVE"));
        Reply given = client.post(MOVE, account.move("R1", 11, MOBILE));
        Reply byGuide = client.post(FAMILY + "/points/allocate", account.move("R2", 1, MOBILE));
        Reply many = client.post(bulk, items(3));
        Reply signIn = client.post(
                FAMILY + "/sso-token",
                Map.of(
                        "companyId", account.shop().companyId(),
                        "cardAccountId", account.id(),
                        "enkashCardId", given.text("payload.enKashCardId")));

        assertThat(opened.text("payload.cardAccountId")).startsWith("CA");
        assertThat(given.text("payload.otbBalance")).isEqualTo("11");
        assertThat(byGuide.text("payload.otbBalance")).isEqualTo("12");
        assertThat(many.text("payload.successCount")).isEqualTo("3");
        assertThat(signIn.text("payload.access_token")).isNotBlank();
    }

    private static List<Map<String, Object>> items(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> Map.<String, Object>of(
                        "title",
                        "Mr",
                        "name",
                        "Ravi Kumar",
                        "email",
                        "ravi" + i + "@example.com",
                        "mobile",
                        "68" + (10_000_000 + i),
                        "loadAmount",
                        "0.01",
                        "uniqueReferenceNumber",
                        "B" + i))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void otherCompatibleRoutesTakeOneToo(boolean byGcm) {
        Reply made = client(byGcm)
                .post(
                        "/api/v0/enkash-coins/create-coins-config",
                        Map.of(
                                "companyId",
                                account.shop().companyId(),
                                "configuration",
                                "CUSTOM",
                                "event",
                                "REFERRAL_EVENT",
                                "amount",
                                7));
        String event = "/api/v0/enkash-coins/" + made.text("payload.coinConfigId");
        Reply changed = client(byGcm).send("PATCH", event, Map.of("amount", 8));

        assertThat(changed.text("payload.amount")).isEqualTo("8");
        assertThat(client(byGcm).get(event).body())
                .isEqualTo(account.api().get(event).body());
    }

    @Test
    void aGetAnswersPlainUnlessItAsksInItsHeader() {
        String balance =
                "/api/v0/coins/balance?userId=" + account.shop().userIds().getFirst();

        assertThat(account.api().get(balance).text("payload")).isEqualTo("0");
        assertThat(documented.get(balance).text("payload")).isEqualTo("0");
        assertThat(gcm.get(balance).text("payload")).isEqualTo("0");
        refused(
                gcm.raw("POST", SEARCH, "{}", "Kosh-Encrypted-Request", gcm.sealed("POST", SEARCH, "")),
                400,
                "Kosh-Encrypted-Request");
    }

    @Test
    void anOlderPagesBareTextIsAnsweredAsOne() {
        String request = documented.sealed(
                "POST",
                SEARCH,
                "{\"companyId\":\"" + account.shop().companyId() + "\",\"cardAccountId\":\"" + account.id() + "\"}");

        Reply reply = documented.raw("POST", SEARCH, "\"" + request + "\"");

        assertThat(reply.header("Kosh-Compat-Note")).contains("a bare text was taken as an encrypted body");
        assertThat(reply.body()).matches("\"[A-Za-z0-9+/=]+\"");
        String text = reply.body().substring(1, reply.body().length() - 1);
        assertThat(documented.opened("POST", SEARCH, request, text))
                .isEqualTo(account.search().body());
    }

    @Test
    void lineBreaksInBase64AreLeftOut() {
        String request = documented
                .sealed("POST", SEARCH, "{\"companyId\":\"" + account.shop().companyId() + "\"}")
                .replaceAll("(.{20})", "$1\\\\r\\\\n");

        Reply reply = documented.post(SEARCH, new Sealed(request));

        assertThat(reply.json().has("request")).as(reply.body()).isTrue();
        assertThat(reply.header("Kosh-Compat-Note")).contains("line breaks");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTextMayBeLongerThanAnyOtherField(boolean byGcm) {
        String bulk = FAMILY + "/bulk-create-allocate-points-json?companyId="
                + account.shop().companyId() + "&cardAccountId=" + account.id() + "&isPointsAllocation=true";

        Reply many = client(byGcm).post(bulk, items(600));

        assertThat(many.text("payload.successCount")).isEqualTo("600");
    }

    @Test
    void aBodyAboveTheLimitIsRefusedUnread() {
        refused(gcm.post(SEARCH, new Sealed("A".repeat(1_100_000))), 413, "larger than");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsRefusedOnceTheBodyIsOpenIsEncryptedToo(boolean byGcm) {
        EncryptedClient client = client(byGcm);

        refused(client.post(SEARCH, Map.of("companyId", "CEK0000000", "cardAccountId", "CA1")), 403, "may not act");
        refused(client.post(MOVE, account.move("R1", 101, MOBILE)), 200, "Insufficient balance in card account");
        refused(client.post(MOVE, account.move("R2", "1.234", MOBILE)), 400, "loadAmount");
        Reply failed = client.post(MOVE, account.move("R3", 1, MOBILE), "X-Sandbox-Scenario", "fail");
        assertThat(failed.status()).isEqualTo(500);
        assertThat(failed.text("message")).contains("nothing was done");
        assertThat(account.figure("availableBalance")).isEqualTo("100");
    }

    @Test
    void onlyWhatIsAuthenticatedIsToldWhatIsWrongWithItsJson() {
        refused(gcm.post(SEARCH, "{\"companyId\":"), 400, "not valid JSON");
    }

    @Test
    void whatCannotBeOpenedIsRefusedInOneSentenceWhateverIsWrong() {
        String body =
                "{\"companyId\":\"" + account.shop().companyId() + "\",\"cardAccountId\":\"" + account.id() + "\"}";
        Api.Fixture other = Api.of(server).newCompany(0);
        List<String> wrong = new ArrayList<>(List.of(
                "",
                "not base64!",
                "AAAA",
                "A256GCM.",
                "A256GCM.AAAA",
                "A256GCM.not base64!",
                "A128CBC." + documented.sealed("POST", SEARCH, body),
                "A256GCM." + documented.sealed("POST", SEARCH, body),
                gcm.sealed("POST", SEARCH, body).substring("A256GCM.".length()),
                documented.sealed("POST", SEARCH, "no JSON"),
                documented.sealed("POST", SEARCH, "\"a text\""),
                documented.sealed("POST", SEARCH, body + "{}"),
                documented.sealed("POST", SEARCH, ""),
                gcm.sealed("POST", FAMILY + "/cardAccount/get", body),
                gcm.sealed("PUT", SEARCH, body),
                gcm.sealed("POST", SEARCH + "?a=b", body)));
        for (boolean byGcm : List.of(false, true)) {
            EncryptedClient foreign = new EncryptedClient(
                    server, account.shop().token(), other.client().secret().value(), byGcm);
            EncryptedClient unknown =
                    new EncryptedClient(server, account.shop().token(), "no secret of anybody", byGcm);
            wrong.add(foreign.sealed("POST", SEARCH, body));
            wrong.add(unknown.sealed("POST", SEARCH, body));
            wrong.add(tampered(client(byGcm).sealed("POST", SEARCH, body)));
        }

        for (String each : wrong) {
            Reply reply = documented.post(SEARCH, new Sealed(each));

            refused(reply, 422, INVALID);
            assertThat(reply.text("message")).as(each).isEqualTo(INVALID);
        }
    }

    /// With the last byte of the cipher text changed.
    private static String tampered(String request) {
        int dot = request.indexOf('.') + 1;
        byte[] bytes = EncryptedClient.bytes(request.substring(dot));
        bytes[bytes.length - 1] ^= 1;
        return request.substring(0, dot) + EncryptedClient.base64(bytes);
    }

    /// Each part in blocks of its own, which JSON allows.
    private static String aligned(String... parts) {
        StringBuilder text = new StringBuilder();
        for (String part : parts) {
            text.append(part).repeat(' ', (BLOCK - part.length() % BLOCK) % BLOCK);
        }
        return text.toString();
    }

    private String swappable(String reference) {
        return aligned(
                "{\"companyId\":\"" + account.shop().companyId() + "\",",
                "\"cardAccountId\":\"" + account.id() + "\",",
                "\"transactionCode\":\"ALLOCATION\",\"transactionType\":\"CR\",\"type\":\"ALLOCATE_POINT\",",
                "\"email\":\"asha@example.com\",\"mobile\":\"" + MOBILE + "\",\"title\":\"Mr\",\"firstName\":\"Asha\",",
                "\"loadAmount\":",
                "1,",
                "\"nobodyReads\":",
                "90,",
                "\"uniqueReferenceNum\":\"" + reference + "\"}");
    }

    /// With the blocks swapped that hold the two numbers.
    private static String swapped(String request, String text) {
        int dot = request.indexOf('.') + 1;
        byte[] bytes = EncryptedClient.bytes(request.substring(dot));
        int start = dot == 0 ? 0 : 12;
        int one = start + text.indexOf("1,  ");
        int ninety = start + text.indexOf("90,  ");
        byte[] kept = Arrays.copyOfRange(bytes, one, one + BLOCK);
        System.arraycopy(bytes, ninety, bytes, one, BLOCK);
        System.arraycopy(kept, 0, bytes, ninety, BLOCK);
        return request.substring(0, dot) + EncryptedClient.base64(bytes);
    }

    /// The documented mode proves nothing: this is why there is another.
    @Test
    void swappedBlocksGoThroughByTheDocumentedModeWhichIsItsKnownWeakness() {
        String text = swappable("R1");

        Reply reply = documented.post(MOVE, new Sealed(swapped(documented.sealed("POST", MOVE, text), text)));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(account.figure("availableBalance")).isEqualTo("10");
    }

    @Test
    void swappedBlocksAreRefusedByGcm() {
        String text = swappable("R1");
        String request = gcm.sealed("POST", MOVE, text);

        refused(gcm.post(MOVE, new Sealed(swapped(request, text))), 422, INVALID);

        assertThat(account.figure("availableBalance")).isEqualTo("100");
        assertThat(gcm.post(MOVE, text).text("payload.otbBalance")).isEqualTo("1");
    }

    @Test
    void aKeyOfIdempotencyKnowsTheBodyInEveryWrapping() {
        String create = FAMILY + "/cardAccount/create";
        String body = JsonMapper.shared().writeValueAsString(RewardAccount.draft(account.shop(), "EMPLOYEE_REWARDS"));

        Reply first = documented.post(create, body, "Idempotency-Key", "K1");
        Reply byGcm = gcm.post(create, body, "Idempotency-Key", "K1");
        Reply plain = gcm.raw("POST", create, body, "Idempotency-Key", "K1");
        Reply other = gcm.post(create, body.replace("Rewards", "Other"), "Idempotency-Key", "K1");

        assertThat(first.status()).as(first.body()).isEqualTo(200);
        assertThat(byGcm.body()).isEqualTo(first.body());
        assertThat(plain.body()).isEqualTo(first.body());
        assertThat(List.of(byGcm, plain))
                .allSatisfy(
                        reply -> assertThat(reply.header("Idempotent-Replayed")).isEqualTo("true"));
        assertThat(other.status()).isEqualTo(422);
        assertThat(other.text("response_message")).contains("Idempotency-Key");
    }

    @Test
    void theSandboxesLogShowsWhatWasMeantMaskedAndHowItTravelled() {
        Map<String, Object> move = account.move("R1", 11, MOBILE);
        move.put("otp", "482913");

        Reply reply = gcm.post(MOVE, move);

        String events = "/sandbox/events/requests/" + reply.header("X-Request-Id");
        await().atMost(Duration.ofSeconds(10))
                .until(() -> account.api().get(events).status() == 200);
        Reply logged = account.api().get(events);
        assertThat(logged.text("events.0.detail.encryption")).isEqualTo("A256GCM");
        assertThat(logged.text("events.0.detail.request.body"))
                .contains("ALLOCATE_POINT", "***")
                .doesNotContain("482913", "A256GCM");
        assertThat(logged.text("events.0.detail.answer.body"))
                .contains("otbBalance")
                .doesNotContain("A256GCM");
        assertThat(logged.text("events.0.detail.answer.size"))
                .isEqualTo(String.valueOf(reply.body().getBytes(StandardCharsets.UTF_8).length));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aScenarioThatWaitsForAFieldSeesWhatWasMeant(boolean byGcm) {
        Reply planned = account.api()
                .post(
                        "/sandbox/scenarios",
                        Map.of(
                                "scenario", "unavailable",
                                "times", 1,
                                "route", "POST " + FAMILY + "/*",
                                "field", "uniqueReferenceNum",
                                "value", "R9"));
        assertThat(planned.status()).as(planned.body()).isEqualTo(201);

        assertThat(client(byGcm).post(MOVE, account.move("R8", 1, MOBILE)).status())
                .isEqualTo(200);
        refused(client(byGcm).post(MOVE, account.move("R9", 1, MOBILE)), 503, "unavailable");
        assertThat(client(byGcm).post(MOVE, account.move("R9", 1, MOBILE)).status())
                .isEqualTo(200);
    }

    @Test
    void anAnswerToAnotherRequestDoesNotOpen() {
        String body = JsonMapper.shared().writeValueAsString(which());
        String one = gcm.sealed("POST", SEARCH, body);
        String other = gcm.sealed("POST", SEARCH, body);

        String answer = gcm.post(SEARCH, new Sealed(one)).text("request");

        assertThat(gcm.opened("POST", SEARCH, one, answer)).contains("recordsCount");
        assertThatThrownBy(() -> gcm.opened("POST", SEARCH, other, answer))
                .hasCauseInstanceOf(AEADBadTagException.class);
        assertThatThrownBy(() -> gcm.opened("POST", MOVE, one, answer)).hasCauseInstanceOf(AEADBadTagException.class);
    }

    @Test
    void nativeRoutesKnowNothingOfIt() {
        Reply reply = gcm.post("/api/v1/users", new Sealed(gcm.sealed("POST", "/api/v1/users", "{\"name\":\"Asha\"}")));

        assertThat(reply.status()).isEqualTo(400);
        assertThat(reply.text("field")).isEqualTo("name");
    }
}
