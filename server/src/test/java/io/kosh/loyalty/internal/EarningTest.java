package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import io.kosh.platform.StateCheck;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Programmes from HTTP to SQL. The server is this class's own, since its clock is moved.
@Tag("store")
class EarningTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final int THREADS = 32;
    private static final String MOBILE = "9000000003";

    private final Fixture shop = Api.of(SERVER).newCompany(1);
    private final String account = account();

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void theBooksBalance() {
        assertThat(shop.api().get("/api/v1/ledger/audit").body()).contains("\"balanced\":true");
        var company = shop.company().key();
        for (StateCheck check : SERVER.beans(StateCheck.class)) {
            assertThat(SERVER.bean(Database.class)
                            .inCompany(company, () -> check.problems(company, CLOCK.now(company))))
                    .as(check.name())
                    .isEmpty();
        }
    }

    /// A funded reward account, whose administrator has a card.
    private String account() {
        String made = shop.api()
                .post(
                        "/api/v0/partner/enKashCard/cardAccount/create",
                        Map.of(
                                "companyId", shop.companyId(),
                                "companyName", "Example Traders",
                                "planMasterId", "PMGAZ7L5A",
                                "email", "admin@example.com",
                                "mobile", MOBILE,
                                "accountTitle", "Rewards",
                                "accountType", "EMPLOYEE_REWARDS"))
                .text("payload.cardAccountId");
        shop.api().post("/api/v1/card-accounts/" + made + "/fundings", Map.of("amount", 10_000, "reference", "F0"));
        return made;
    }

    private static Map<String, Object> fixed(String name, Object points) {
        return Map.of("name", name, "event", "VISIT", "award", Map.of("measure", "FIXED", "points", points));
    }

    private static Map<String, Object> terms(Object... rules) {
        return new HashMap<>(Map.of("name", "Visits", "startsOn", "2026-11-01", "rules", List.of(rules)));
    }

    private String programme(Map<String, Object> terms) {
        Reply made = shop.api().post("/api/v1/programmes", Map.of("cardAccountId", account, "terms", terms));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
        return "/api/v1/programmes/" + made.text("programmeId");
    }

    private static Map<String, Object> visit(String eventId) {
        return new HashMap<>(Map.of("eventId", eventId, "type", "VISIT", "mobile", MOBILE));
    }

    private Reply send(String programme, Map<String, Object> event) {
        return shop.api().post(programme + "/events", event);
    }

    private String points(Reply reply) {
        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        return reply.text("points");
    }

    private JsonNode card(Reply reply) {
        return shop.api()
                .get("/api/v1/cards/" + reply.text("enKashCardId") + "/points")
                .json();
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asString();
    }

    private List<Fired> runDue() {
        var company = shop.company().key();
        return SERVER.bean(DueWorks.class).runDue(company, CLOCK.now(company));
    }

    private String given(String programme) {
        return shop.api().get(programme + "/usage").text("given");
    }

    @Test
    void theAnswerTellsWhatEachRuleGaveAndWhyNot() {
        String programme = programme(terms(
                fixed("visit", "2.5"),
                Map.of("name", "other", "event", "SALE", "award", Map.of("measure", "FIXED", "points", 1)),
                Map.of(
                        "name",
                        "travel",
                        "event",
                        "VISIT",
                        "conditions",
                        List.of(Map.of("field", "category", "is", "EQUAL", "values", List.of("TRAVEL"))),
                        "award",
                        Map.of("measure", "PERCENT", "percent", "1.5")),
                Map.of(
                        "name",
                        "food",
                        "event",
                        "VISIT",
                        "conditions",
                        List.of(Map.of("field", "category", "is", "EQUAL", "values", List.of("FOOD"))),
                        "award",
                        Map.of("measure", "FIXED", "points", 9))));
        Map<String, Object> event = visit("E1");
        event.put("amount", "333.33");
        event.put("fields", Map.of("category", "TRAVEL"));

        Reply valued = send(programme, event);

        assertThat(points(valued)).isEqualTo("7.49");
        assertThat(valued.json().get("results"))
                .extracting(
                        each -> text(each, "rule"),
                        each -> text(each, "points"),
                        each -> each.get("why").isNull() ? "" : text(each, "why"))
                .containsExactly(
                        tuple("visit", "2.5", ""),
                        tuple("other", "0", "OTHER_EVENT"),
                        tuple("travel", "4.99", ""),
                        tuple("food", "0", "CONDITION"));
        assertThat(text(card(valued), "available")).isEqualTo("7.49");
        assertThat(given(programme)).isEqualTo("7.49");
        assertThat(send(programme, event).body()).as("repeated").isEqualTo(valued.body());
        event.put("amount", 1);
        Reply reused = send(programme, event);
        assertThat(reused.status()).isEqualTo(409);
        assertThat(reused.text("title")).isEqualTo("PROGRAMME_EVENT_REUSED");
        assertThat(shop.api().get(programme + "/events/E1").json().get("event").toString())
                .isEqualTo(valued.json().toString());
    }

    @Test
    void whoOrWhatIsUnknownIsRefused() {
        String programme = programme(terms(fixed("visit", 1)));
        Map<String, Object> nobody = visit("E1");
        nobody.put("mobile", "9999999999");
        assertThat(send(programme, nobody).text("title")).isEqualTo("CARD_HOLDER_UNKNOWN");
        assertThat(send("/api/v1/programmes/EPG0000000", visit("E1")).status()).isEqualTo(404);
        assertThat(shop.api().get(programme + "/events/E1").status()).isEqualTo(404);
        Map<String, Object> future = visit("E1");
        future.put("occurredAt", "2099-01-01T00:00:00Z");
        assertThat(send(programme, future).text("title")).isEqualTo("PROGRAMME_EVENT_LATER");
        Map<String, Object> early = visit("E1");
        early.put("occurredAt", "2026-10-01T00:00:00Z");
        assertThat(send(programme, early).text("title")).isEqualTo("PROGRAMME_NOT_RUNNING");
        assertThat(shop.api()
                        .post("/api/v1/programmes", Map.of("cardAccountId", account, "terms", terms()))
                        .status())
                .as("no rules")
                .isEqualTo(400);
        Api other = Api.of(SERVER).newCompany(1).api();
        assertThat(other.post(programme + "/events", visit("E1")).status()).isEqualTo(404);
        assertThat(other.get(programme).status()).isEqualTo(404);
        assertThat(other.post("/api/v1/programmes", Map.of("cardAccountId", account, "terms", terms(fixed("a", 1))))
                        .status())
                .isEqualTo(404);
        assertThat(points(send(programme, visit("E1"))))
                .as("the id was not used up")
                .isEqualTo("1");
    }

    @Test
    void anEventIsValuedByTheVersionOfItsTime() {
        String programme = programme(terms(fixed("visit", 1)));
        Instant first = CLOCK.now(shop.company().key());
        CLOCK.advance(Duration.ofHours(1));
        Reply second = shop.api().put(programme + "/terms", Map.of("terms", terms(fixed("visit", 2))));
        assertThat(second.text("version")).isEqualTo("2");
        assertThat(shop.api()
                        .put(programme + "/terms", Map.of("terms", terms(fixed("visit", 2))))
                        .text("version"))
                .as("the same again")
                .isEqualTo("2");
        Map<String, Object> late = visit("E1");
        late.put("occurredAt", first.toString());

        assertThat(points(send(programme, late))).isEqualTo("1");
        assertThat(points(send(programme, visit("E2")))).isEqualTo("2");
        assertThat(shop.api().get(programme + "/versions").json().get("items"))
                .extracting(each -> text(each, "version"))
                .containsExactly("2", "1");
    }

    @Test
    void capsStartAnewAndABudgetDoesNot() {
        Map<String, Object> terms = terms(fixed("visit", 10));
        terms.put("capPerDay", 10);
        terms.put("budget", 25);
        String programme = programme(terms);

        assertThat(points(send(programme, visit("E1")))).isEqualTo("10");
        assertThat(why(send(programme, visit("E2")))).isEqualTo("CAP_PER_DAY");
        CLOCK.advance(Duration.ofDays(1));
        assertThat(points(send(programme, visit("E3")))).isEqualTo("10");
        CLOCK.advance(Duration.ofDays(1));
        assertThat(why(send(programme, visit("E4")))).isEqualTo("BUDGET");
        assertThat(shop.api().get(programme + "/usage").text("left")).isEqualTo("5");
    }

    @Test
    void aCapCountsWhatWasGivenBeforeItWasSet() {
        String programme = programme(terms(fixed("visit", 10)));
        assertThat(points(send(programme, visit("E1")))).isEqualTo("10");
        Map<String, Object> capped = terms(fixed("visit", 10));
        capped.put("capTotal", 15);
        shop.api().put(programme + "/terms", Map.of("terms", capped));
        CLOCK.advance(Duration.ofSeconds(1));

        assertThat(why(send(programme, visit("E2")))).isEqualTo("CAP_TOTAL");
    }

    private String why(Reply reply) {
        assertThat(points(reply)).isEqualTo("0");
        return text(reply.json().get("results").get(0), "why");
    }

    @Test
    void aReversalGivesCapAndBudgetBackAndTakesTheVeryLot() {
        Map<String, Object> terms = terms(fixed("visit", 10));
        terms.put("capPerDay", 20);
        terms.put("budget", 20);
        terms.put("validityDays", 30);
        String programme = programme(terms);
        Reply first = send(programme, visit("E1"));
        CLOCK.advance(Duration.ofMinutes(1));
        shop.api().patch("/api/v1/cards/accounts/" + account + "/point-terms", Map.of("validityDays", 5));
        terms.remove("validityDays");
        shop.api().put(programme + "/terms", Map.of("terms", terms));
        Reply second = send(programme, visit("E2"));
        assertThat(card(first).get("lots")).hasSize(2);
        assertThat(why(send(programme, visit("E3")))).isEqualTo("CAP_PER_DAY");

        Reply reversed = shop.api().post(programme + "/events/E1/reversal", "");

        assertThat(reversed.status()).as(reversed.body()).isEqualTo(201);
        assertThat(reversed.text("points")).isEqualTo("10");
        assertThat(shop.api().post(programme + "/events/E1/reversal", "").body())
                .isEqualTo(reversed.body());
        assertThat(card(second).get("lots"))
                .singleElement()
                .satisfies(lot -> assertThat(text(lot, "expiresOn"))
                        .isEqualTo(second.json()
                                .get("results")
                                .get(0)
                                .get("expiresOn")
                                .asString()));
        assertThat(given(programme)).isEqualTo("10");
        assertThat(points(send(programme, visit("E4")))).isEqualTo("10");
        assertThat(send(programme, visit("E1")).body()).as("its id stays used").isEqualTo(first.body());
    }

    @Test
    void pendingPointsAreWithdrawnAndStartedOnesTakenBack() {
        Map<String, Object> terms = terms(fixed("visit", 10));
        terms.put("pendingDays", 2);
        String programme = programme(terms);
        Reply first = send(programme, visit("E1"));
        send(programme, visit("E2"));
        assertThat(text(card(first), "pending")).isEqualTo("20");

        shop.api().post(programme + "/events/E1/reversal", "");
        assertThat(text(card(first), "pending")).isEqualTo("10");
        CLOCK.advance(Duration.ofDays(2));
        assertThat(runDue()).extracting(Fired::outcome).containsExactly("10 points started");
        assertThat(text(card(first), "available")).isEqualTo("10");
        shop.api().post(programme + "/events/E2/reversal", "");

        assertThat(text(card(first), "available")).isEqualTo("0");
        assertThat(given(programme)).isEqualTo("0");
    }

    @Test
    void aPromiseFromWhichTheCompanyTookIsNotTakenBackByItsEvent() {
        Map<String, Object> terms = terms(fixed("visit", 10));
        terms.put("pendingDays", 2);
        String programme = programme(terms);
        Reply first = send(programme, visit("E1"));
        takeAway(4);

        Reply refused = shop.api().post(programme + "/events/E1/reversal", "");

        assertThat(refused.text("title")).isEqualTo("CARD_INSUFFICIENT");
        assertThat(text(card(first), "pending")).isEqualTo("6");
        assertThat(given(programme)).isEqualTo("10");
    }

    @Test
    void whatWasSpentIsNotTakenBackUnlessTheProgrammeSaysSo() {
        String strict = programme(terms(fixed("visit", 10)));
        Map<String, Object> lenient = terms(fixed("visit", 10));
        lenient.put("allowNegativeReversal", true);
        String kind = programme(lenient);
        Reply first = send(strict, visit("E1"));
        send(kind, visit("E1"));
        takeAway(15);

        Reply refused = shop.api().post(strict + "/events/E1/reversal", "");
        assertThat(refused.text("title")).isEqualTo("CARD_INSUFFICIENT");
        assertThat(given(strict)).isEqualTo("10");
        assertThat(shop.api().post(kind + "/events/E1/reversal", "").status()).isEqualTo(201);
        assertThat(text(card(first), "available")).isEqualTo("-5");
    }

    private void takeAway(Object amount) {
        Reply taken = shop.api()
                .post(
                        "/api/v0/partner/enKashCard/create-allocate-points",
                        Map.of(
                                "companyId",
                                shop.companyId(),
                                "cardAccountId",
                                account,
                                "transactionCode",
                                "ALLOCATION",
                                "transactionType",
                                "DR",
                                "type",
                                "UNALLOCATE_POINT",
                                "mobile",
                                MOBILE,
                                "loadAmount",
                                amount,
                                "uniqueReferenceNum",
                                "AWAY"));
        assertThat(taken.text("code")).as(taken.body()).isEqualTo("0");
    }

    @Test
    void whatIsTriedOutLeavesNoTrace() {
        Map<String, Object> terms = terms(fixed("visit", 10));
        terms.put("capPerDay", 10);
        String programme = programme(terms);

        Reply tried = shop.api().post(programme + "/simulations", visit("E1"));

        assertThat(points(tried)).isEqualTo("10");
        assertThat(text(card(tried), "available")).isEqualTo("0");
        assertThat(given(programme)).isEqualTo("0");
        assertThat(points(send(programme, visit("E1")))).isEqualTo("10");
        assertThat(why(shop.api().post(programme + "/simulations", visit("E2"))))
                .isEqualTo("CAP_PER_DAY");
    }

    @Test
    void aTierIsReachedAtOnceAndLostWhenItsPeriodEnds() {
        Map<String, Object> terms = terms(fixed("visit", 10));
        terms.put("tierMonths", 1);
        terms.put(
                "tiers",
                List.of(
                        Map.of("name", "SILVER", "from", 10, "multiplier", "1.5"),
                        Map.of("name", "GOLD", "from", 20, "multiplier", 2)));
        String programme = programme(terms);
        Reply first = send(programme, visit("E1"));
        assertThat(first.json().get("tier").get("before").isNull()).isTrue();
        assertThat(first.text("tier.after")).isEqualTo("SILVER");
        assertThat(points(first)).isEqualTo("10");
        Reply second = send(programme, visit("E2"));
        assertThat(points(second)).isEqualTo("15");
        assertThat(second.text("tier.after")).as("20 without the multiplier").isEqualTo("GOLD");
        assertThat(points(send(programme, visit("E3")))).isEqualTo("20");
        String member = programme + "/members/" + first.text("enKashCardId");
        assertThat(shop.api().get(member).text("tier")).isEqualTo("GOLD");
        assertThat(shop.api().get(member).text("periodEnds")).isEqualTo(monthAfter());

        CLOCK.advance(Duration.ofDays(31));
        assertThat(runDue())
                .extracting(Fired::work, Fired::outcome)
                .containsExactly(tuple("loyalty.tier-periods", "from GOLD to GOLD"));
        assertThat(runDue()).isEmpty();
        assertThat(points(send(programme, visit("E4")))).isEqualTo("20");
        CLOCK.advance(Duration.ofDays(31));
        assertThat(runDue()).extracting(Fired::outcome).containsExactly("from GOLD to SILVER");
        CLOCK.advance(Duration.ofDays(31));
        assertThat(points(send(programme, visit("E5"))))
                .as("an event looks for itself")
                .isEqualTo("10");
        assertThat(shop.api().get(member).text("nextTier")).isEqualTo("GOLD");
        Reply reversed = shop.api().post(programme + "/events/E5/reversal", "");
        assertThat(reversed.status()).isEqualTo(201);
        assertThat(shop.api().get(member).text("qualifying")).isEqualTo("0");
        assertThat(shop.api().get(member).text("tier"))
                .as("until its period ends")
                .isEqualTo("SILVER");
    }

    private String monthAfter() {
        return CLOCK.today(shop.company().key()).withDayOfMonth(1).plusMonths(1).toString();
    }

    private List<Reply> together(IntFunction<Callable<Reply>> calls) throws Exception {
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Callable<Reply>> all = new ArrayList<>();
            for (int i = 0; i < 3 * THREADS; i++) {
                all.add(calls.apply(i));
            }
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> each : executor.invokeAll(all)) {
                replies.add(each.get());
            }
            return replies;
        }
    }

    @Test
    void budgetsAndCapsAreExactWhoeverComesAtOnce() throws Exception {
        Map<String, Object> terms = terms(fixed("visit", 7));
        terms.put("budget", 100);
        terms.put("capTotal", 80);
        String programme = programme(terms);

        List<Reply> replies = together(i -> () -> send(programme, visit("E" + i)));

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(200));
        assertThat(replies.stream().filter(reply -> reply.text("points").equals("7")))
                .hasSize(11);
        assertThat(new BigDecimal(given(programme))).isEqualByComparingTo("77");
        assertThat(text(card(replies.getFirst()), "available")).isEqualTo("77");
    }

    @Test
    void oneEventIsOneEffectWhoeverSendsIt() throws Exception {
        Map<String, Object> terms = terms(fixed("visit", 7));
        terms.put("tierMonths", 1);
        terms.put("tiers", List.of(Map.of("name", "SILVER", "from", 7, "multiplier", 3)));
        String programme = programme(terms);

        List<Reply> replies = together(_ -> () -> send(programme, visit("E1")));

        assertThat(replies.stream().map(Reply::body).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(given(programme)).isEqualTo("7");
        List<Reply> undone = together(_ -> () -> shop.api().post(programme + "/events/E1/reversal", ""));
        assertThat(undone.stream().map(Reply::body).collect(Collectors.toSet())).hasSize(1);
        assertThat(given(programme)).isEqualTo("0");
    }
}
