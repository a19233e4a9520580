package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kosh.cards.RewardPoints;
import io.kosh.cards.RewardPoints.Reservation;
import io.kosh.cards.RewardPoints.Return;
import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.Command;
import io.kosh.ledger.Ledger;
import io.kosh.ledger.Leg;
import io.kosh.ledger.SourceKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import io.kosh.platform.StateCheck;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// What business time does to points. The server is this class's own, since its clock is moved.
@Tag("store")
class PointTimeTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-22T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);
    private static final String MOBILE = "9600098867";
    private static final String OTHER = "9600098868";

    private final RewardAccount account = RewardAccount.of(SERVER, "EMPLOYEE_REWARDS", 1000);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance(SERVER);
        var company = account.shop().company().key();
        for (StateCheck check : SERVER.beans(StateCheck.class)) {
            assertThat(SERVER.bean(Database.class)
                            .inCompany(company, () -> check.problems(company, CLOCK.now(company))))
                    .as(check.name())
                    .isEmpty();
        }
    }

    private Api api() {
        return account.api();
    }

    private String accountPath() {
        return "/api/v1/cards/accounts/" + account.id();
    }

    private void terms(Map<String, Object> change) {
        Reply changed = api().patch(accountPath() + "/point-terms", change);
        assertThat(changed.status()).as(changed.body()).isEqualTo(200);
    }

    private String give(String reference, Object amount) {
        Reply given = account.give(reference, amount, MOBILE);
        assertThat(given.text("code")).as(given.body()).isEqualTo("0");
        return given.text("payload.enKashCardId");
    }

    private JsonNode points(String card) {
        return api().get("/api/v1/cards/" + card + "/points").json();
    }

    private static String text(JsonNode node, String field) {
        return node.get(field).asString();
    }

    private static @Nullable String orNull(JsonNode node, String field) {
        return node.get(field).isNull() ? null : text(node, field);
    }

    private LocalDate today() {
        return CLOCK.today(account.shop().company().key());
    }

    private String inDays(int days) {
        return today().plusDays(days).toString();
    }

    private List<Fired> runDue() {
        var company = account.shop().company().key();
        return SERVER.bean(DueWorks.class).runDue(company, CLOCK.now(company));
    }

    private Instant next() {
        return SERVER.bean(DueWorks.class).next(account.shop().company().key()).orElseThrow();
    }

    private static Instant begin(LocalDate day) {
        return day.atStartOfDay(BusinessClock.ZONE).toInstant();
    }

    /// Spends by the template that spending uses.
    private void redeem(String cardId, String source, long hundredths) {
        var key = account.shop().company().key();
        SERVER.bean(Database.class).inCompany(key, () -> {
            Card card = Objects.requireNonNull(SERVER.bean(CardStore.class).find(key, cardId));
            return SERVER.bean(Ledger.class)
                    .post(
                            key,
                            new Command.Post(
                                    new SourceKey("points.redeem", source),
                                    "",
                                    CardBook.POINTS.spend(),
                                    List.of(Leg.of(
                                            card.ledgerAccount(),
                                            CardBook.POINTS.spentOf(
                                                    card.account().key()),
                                            hundredths)),
                                    List.of(),
                                    Map.of(),
                                    false));
        });
    }

    @Test
    void withoutTermsPointsCountAtOnceAndForEver() {
        String card = give("R1", 100);

        CLOCK.advance(Duration.ofDays(400));

        assertThat(runDue()).isEmpty();
        JsonNode points = points(card);
        assertThat(text(points, "available")).isEqualTo("100");
        assertThat(points.get("lots")).singleElement().satisfies(lot -> {
            assertThat(text(lot, "amount")).isEqualTo("100");
            assertThat(lot.get("expiresOn").isNull()).isTrue();
        });
        assertThat(points.get("expiringNext").isNull()).isTrue();
    }

    @Test
    void pointsEndByTheirDayAndBecomeBreakage() {
        terms(Map.of("validityDays", 10));
        String card = give("R1", "100.50");
        CLOCK.advance(Duration.ofDays(5));
        give("R2", 50);
        JsonNode points = points(card);
        assertThat(points.get("lots"))
                .extracting(lot -> text(lot, "amount"), lot -> text(lot, "expiresOn"))
                .containsExactly(tuple("100.5", inDays(5)), tuple("50", inDays(10)));
        assertThat(text(points.get("expiringNext"), "amount")).isEqualTo("100.5");

        CLOCK.advance(Duration.ofDays(5));
        assertThat(text(points(card), "available")).as("before it is posted").isEqualTo("50");
        assertThat(account.take("T1", 51, MOBILE).text("message")).startsWith("Insufficient balance");
        assertThat(give("R3", 1)).isEqualTo(card);
        assertThat(account.give("R3", 1, MOBILE).text("payload.otbBalance"))
                .as("what has ended is not told as there")
                .isEqualTo("51");

        assertThat(next()).isEqualTo(begin(today()));
        assertThat(runDue())
                .extracting(Fired::work, Fired::done, Fired::outcome)
                .containsExactly(tuple("cards.point-expiry", true, "100.5 points expired"));
        assertThat(runDue()).isEmpty();
        assertThat(account.figure("availableCardBalance")).isEqualTo("51");
        assertThat(account.figure("totalAllocationPoint")).isEqualTo("151.5");
        JsonNode owed = api().get("/api/v1/cards/points-liability").json();
        assertThat(text(owed, "breakage")).isEqualTo("100.5");
        assertThat(text(owed, "outstanding")).isEqualTo("51");
        assertThat(text(owed, "available")).isEqualTo("848.5");
    }

    @Test
    void soonestToEndIsSpentFirst() {
        terms(Map.of("validityDays", 30));
        String card = give("R1", 10);
        terms(Map.of("validityDays", 5));
        give("R2", 10);
        terms(Map.of("clear", List.of("validityDays")));
        give("R3", 10);

        redeem(card, "S1", 1200);

        assertThat(points(card).get("lots"))
                .extracting(lot -> text(lot, "amount"), lot -> orNull(lot, "expiresOn"))
                .containsExactly(tuple("8", inDays(30)), tuple("10", null));
    }

    @Test
    void pendingPointsCountFromTheirDay() {
        terms(Map.of("validityDays", 10, "pendingDays", 3));
        Reply first = account.give("R1", 40, MOBILE);
        String card = first.text("payload.enKashCardId");
        assertThat(first.text("payload.otbBalance")).isEqualTo("0");
        assertThat(account.take("T1", 41, MOBILE).text("message")).isEqualTo("Insufficient balance in card");
        JsonNode points = points(card);
        assertThat(text(points, "available")).isEqualTo("0");
        assertThat(text(points, "pending")).isEqualTo("40");
        assertThat(points.get("pendingLots"))
                .extracting(lot -> text(lot, "startsOn"), lot -> text(lot, "expiresOn"))
                .containsExactly(tuple(inDays(3), inDays(13)));
        assertThat(account.figure("availableCardBalance")).isEqualTo("0");
        assertThat(account.figure("totalAllocationPoint")).isEqualTo("40");
        assertThat(account.figure("availableBalance")).isEqualTo("960");

        assertThat(next()).isEqualTo(begin(today().plusDays(3)));
        CLOCK.advance(Duration.ofDays(3));
        assertThat(runDue())
                .extracting(Fired::work, Fired::outcome)
                .containsExactly(tuple("cards.point-start", "40 points started"));

        points = points(card);
        assertThat(text(points, "available")).isEqualTo("40");
        assertThat(text(points, "pending")).isEqualTo("0");
        assertThat(text(points.get("expiringNext"), "expiresOn")).isEqualTo(inDays(10));
        assertThat(account.give("R1", 40, MOBILE).body())
                .as("the first answer, later")
                .isEqualTo(first.body());
        CLOCK.advance(Duration.ofDays(10));
        assertThat(runDue()).extracting(Fired::work).containsExactly("cards.point-expiry");
    }

    @Test
    void whatWaitsIsTakenBackNewestFirst() {
        terms(Map.of("pendingDays", 3));
        String card = give("R1", 40);
        give("R2", 30);

        Reply taken = account.take("T1", 50, MOBILE);
        assertThat(taken.text("code")).as(taken.body()).isEqualTo("0");
        assertThat(taken.text("payload.otbBalance")).isEqualTo("0");
        assertThat(account.take("T1", 50, MOBILE).body()).isEqualTo(taken.body());

        assertThat(points(card).get("pendingLots"))
                .extracting(lot -> text(lot, "amount"))
                .containsExactly("20");
        assertThat(account.figure("availableBalance")).isEqualTo("980");
        assertThat(account.take("T2", 21, MOBILE).text("message")).isEqualTo("Insufficient balance in card");
        CLOCK.advance(Duration.ofDays(3));
        assertThat(runDue()).extracting(Fired::outcome).containsExactly("20 points started");
        assertThat(account.take("T3", 20, MOBILE).text("payload.otbBalance")).isEqualTo("0");
        assertThat(account.figure("availableBalance")).isEqualTo("1000");
    }

    @Test
    void whatCountsIsTakenBackBeforeWhatWaits() {
        String card = give("R1", 10);
        terms(Map.of("pendingDays", 3));
        give("R2", 30);

        assertThat(account.take("T1", 11, MOBILE).text("payload.otbBalance"))
                .as("more than counts")
                .isEqualTo("10");
        assertThat(account.take("T2", 4, MOBILE).text("payload.otbBalance")).isEqualTo("6");
        assertThat(account.take("T3", 20, MOBILE).text("message"))
                .as("more than either has")
                .isEqualTo("Insufficient balance in card");

        assertThat(text(points(card), "available")).isEqualTo("6");
        assertThat(text(points(card), "pending")).isEqualTo("19");
        assertThat(account.figure("availableBalance")).isEqualTo("975");
    }

    @Test
    void everyPointIsTakenBackOnceWhilePointsStartAndEnd() throws Exception {
        terms(Map.of("validityDays", 1));
        String card = give("OLD", 5);
        terms(Map.of("validityDays", 5, "pendingDays", 1));
        for (int i = 0; i < 20; i++) {
            give("R" + i, 2);
        }
        CLOCK.advance(Duration.ofDays(1));

        try (var executor = Executors.newFixedThreadPool(16)) {
            List<Callable<String>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                String reference = "T" + i;
                all.add(() -> account.take(reference, 1, MOBILE).text("code"));
                if (i % 10 == 5) {
                    all.add(() -> {
                        runDue();
                        return "0";
                    });
                }
            }
            for (Future<String> each : executor.invokeAll(all)) {
                assertThat(each.get()).isEqualTo("0");
            }
        }
        runDue();

        assertThat(text(points(card), "available")).isEqualTo("0");
        assertThat(text(points(card), "pending")).isEqualTo("0");
        assertThat(account.figure("availableBalance")).isEqualTo("995");
        assertThat(text(api().get("/api/v1/cards/points-liability").json(), "breakage"))
                .isEqualTo("5");
    }

    @Test
    void aPromiseStartsOnceHoweverManyRun() throws Exception {
        terms(Map.of("pendingDays", 1));
        for (int i = 0; i < 20; i++) {
            give("R" + i, 1);
        }
        String card = give("LAST", 1);
        CLOCK.advance(Duration.ofDays(1));

        try (var executor = Executors.newFixedThreadPool(8)) {
            PointStartJob job = SERVER.bean(PointStartJob.class);
            var company = account.shop().company().key();
            List<Callable<List<Fired>>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                runs.add(() -> job.run(company, CLOCK.now(company), 200));
            }
            for (Future<List<Fired>> run : executor.invokeAll(runs)) {
                assertThat(run.get()).allMatch(Fired::done);
            }
        }

        assertThat(text(points(card), "available")).isEqualTo("21");
        assertThat(text(points(card), "pending")).isEqualTo("0");
    }

    @Test
    void theHolderIsToldOnceBeforePointsEnd() {
        terms(Map.of("validityDays", 30, "noticeDays", 5, "noticeBy", "BOTH", "language", "hi"));
        give("R1", 10);
        give("R2", 5);
        advanceTo(25, LocalTime.of(5, 30));
        assertThat(runDue()).as("the night before").isEmpty();
        assertThat(next())
                .isEqualTo(today().atTime(9, 0).atZone(BusinessClock.ZONE).toInstant());

        CLOCK.advance(Duration.ofHours(10));

        assertThat(runDue())
                .extracting(Fired::work, Fired::outcome)
                .contains(tuple("cards.point-notices", "told by 2 messages"));
        assertThat(runDue()).extracting(Fired::work).doesNotContain("cards.point-notices");
        assertThat(messages()).containsExactlyInAnyOrder("points-expiry MAIL", "points-expiry SMS");
    }

    /// To an hour in India, days later.
    private void advanceTo(int days, LocalTime hour) {
        Instant then =
                today().plusDays(days).atTime(hour).atZone(BusinessClock.ZONE).toInstant();
        CLOCK.advance(Duration.between(CLOCK.now(account.shop().company().key()), then));
    }

    private List<String> messages() {
        List<String> told = new ArrayList<>();
        for (JsonNode item : api().get("/api/v1/messages").json().get("items")) {
            told.add(text(item, "kind") + " " + text(item, "channel"));
        }
        return told;
    }

    @Test
    void nobodyIsToldOfPointsThatAreGoneOrWhereTheAccountSaysNo() {
        terms(Map.of("validityDays", 30, "noticeDays", 5));
        String card = give("R1", 10);
        redeem(card, "S1", 1000);
        account.give("R2", 7, OTHER);
        terms(Map.of("noticeBy", "NONE"));
        CLOCK.advance(Duration.ofDays(25));

        assertThat(runDue()).extracting(Fired::outcome).containsExactlyInAnyOrder("nothing left", "told by 0 messages");

        assertThat(messages()).isEmpty();
    }

    @Test
    void theHolderIsToldAnewOfPointsThatCameBackAfterTheirNotice() {
        terms(Map.of("validityDays", 30, "noticeDays", 5));
        CompanyKey key = account.shop().company().key();
        Reservation spent =
                new Reservation(give("R1", 10), 1000, "O1", CLOCK.now(key).plus(Duration.ofDays(2)));
        long hold = inCompany(points -> {
            long held = points.reserve(key, spent);
            points.spend(key, held, spent, 1000, "a voucher");
            return held;
        });
        advanceTo(25, LocalTime.of(15, 0));
        assertThat(notices()).containsExactly("nothing left");

        giveBack(hold, spent, new Return(1, 0, 300, today(), today().plusDays(30)));
        giveBack(hold, spent, new Return(2, 300, 100, today(), today().plusDays(30)));
        assertThat(notices()).as("in the afternoon").isEmpty();
        assertThat(next())
                .isEqualTo(today().plusDays(1)
                        .atTime(9, 0)
                        .atZone(BusinessClock.ZONE)
                        .toInstant());
        CLOCK.advance(Duration.ofHours(18));
        assertThat(notices()).containsExactly("told by 1 messages");
        assertThat(notices()).isEmpty();

        CLOCK.advance(Duration.ofDays(3).plusHours(12));
        giveBack(hold, spent, new Return(3, 400, 200, today(), today().plusDays(30)));
        assertThat(notices()).as("the last evening").containsExactly("told by 1 messages");

        CLOCK.advance(Duration.ofDays(1));
        assertThat(notices()).isEmpty();
        giveBack(hold, spent, new Return(4, 600, 400, today(), today().plusDays(8)));
        CLOCK.advance(Duration.ofDays(2));
        assertThat(notices()).as("before its days").isEmpty();
        CLOCK.advance(Duration.ofDays(1));
        assertThat(notices()).as("of a lot of new days").containsExactly("told by 1 messages");
        assertThat(messages()).containsExactly("points-expiry MAIL", "points-expiry MAIL", "points-expiry MAIL");
    }

    private <T> T inCompany(Function<RewardPoints, T> work) {
        return SERVER.bean(Database.class)
                .inCompany(account.shop().company().key(), () -> work.apply(SERVER.bean(RewardPoints.class)));
    }

    private void giveBack(long hold, Reservation spent, Return part) {
        inCompany(points -> {
            points.giveBack(account.shop().company().key(), hold, spent, part, "a voucher that did not work");
            return hold;
        });
    }

    private List<String> notices() {
        return runDue().stream()
                .filter(each -> each.work().equals("cards.point-notices"))
                .map(Fired::outcome)
                .toList();
    }

    @Test
    void termsAreCheckedAndTheirChangesKept() {
        String path = accountPath() + "/point-terms";
        assertThat(api().get(path).json().get("validityDays").isNull()).isTrue();
        assertThat(api().patch(path, Map.of("noticeDays", 5)).status()).isEqualTo(400);
        assertThat(api().patch(path, Map.of("validityDays", 0)).status()).isEqualTo(400);
        assertThat(api().patch(path, Map.of("noticeBy", "PIGEON")).status()).isEqualTo(400);
        terms(Map.of("validityDays", 10));
        terms(Map.of("validityDays", 10));
        terms(Map.of("clear", List.of("validityDays"), "pendingDays", 2));

        assertThat(api().get(path + "/changes").json().get("items"))
                .extracting(
                        item -> orNull(item.get("terms"), "validityDays"),
                        item -> orNull(item.get("terms"), "pendingDays"))
                .containsExactly(tuple(null, "2"), tuple("10", null));

        Api other = Api.of(SERVER).newCompany(1).api();
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.patch(path, Map.of("validityDays", 1)).status()).isEqualTo(404);
        assertThat(other.get(accountPath() + "/points-statement").status()).isEqualTo(404);
        assertThat(other.get("/api/v1/cards/" + account.primaryCard() + "/points")
                        .status())
                .isEqualTo(404);
        RewardAccount meals = RewardAccount.of(SERVER, "MEAL", 1);
        assertThat(meals.api()
                        .get("/api/v1/cards/accounts/" + meals.id() + "/point-terms")
                        .text("title"))
                .isEqualTo("CARD_ACCOUNT_NOT_POINTS");
    }

    @Test
    void theStatementIsTheLedger() {
        LocalDate first = today();
        terms(Map.of("validityDays", 20));
        String card = give("R1", 100);
        give("R2", "0.25");
        account.take("T1", 10, MOBILE);
        redeem(card, "S1", 1_525);
        CLOCK.advance(Duration.ofDays(31));
        runDue();
        terms(Map.of("pendingDays", 40));
        account.give("R3", 30, OTHER);
        CLOCK.advance(Duration.ofDays(31));

        Reply statement = api().get(accountPath() + "/points-statement?from=" + first.minusDays(1) + "&to=" + today());

        JsonNode months = statement.json().get("months");
        BigDecimal closing = BigDecimal.ZERO;
        BigDecimal allocated = BigDecimal.ZERO;
        BigDecimal expired = BigDecimal.ZERO;
        for (JsonNode month : months) {
            assertThat(number(month, "opening")).isEqualByComparingTo(closing);
            closing = number(month, "opening")
                    .add(number(month, "allocated"))
                    .subtract(number(month, "takenBack"))
                    .subtract(number(month, "redeemed"))
                    .add(number(month, "refunded"))
                    .subtract(number(month, "expired"));
            assertThat(number(month, "closing")).isEqualByComparingTo(closing);
            allocated = allocated.add(number(month, "allocated"));
            expired = expired.add(number(month, "expired"));
        }
        assertThat(months.size()).isGreaterThanOrEqualTo(3);
        assertThat(allocated).isEqualByComparingTo("130.25");
        assertThat(expired).isEqualByComparingTo("75");
        assertThat(closing).isEqualByComparingTo("30");
        assertThat(number(months.get(months.size() - 1), "pending")).isEqualByComparingTo("30");
        JsonNode owed = api().get("/api/v1/cards/points-liability").json();
        assertThat(number(owed, "outstanding")).as("on cards and pending").isEqualByComparingTo(closing);
        assertThat(number(owed, "breakage")).isEqualByComparingTo(expired);

        Reply later = api().get(accountPath() + "/points-statement?from=" + today() + "&to=" + today());
        assertThat(number(later.json().get("months").get(0), "opening")).isEqualByComparingTo("30");
        Reply csv = api().get(accountPath() + "/points-statement.csv?from=" + first.minusDays(1) + "&to=" + today());
        assertThat(csv.header("Content-Type")).startsWith("text/csv");
        assertThat(csv.body().lines()).hasSize(months.size() + 1);
        assertThat(csv.body()).contains(",30,30\r\n");
        assertThat(api().get(accountPath() + "/points-statement?from=tomorrow").status())
                .isEqualTo(400);

        String days = "?from=" + first.minusDays(1) + "&to=" + today();
        assertThat(api().get("/api/v1/cards/points-statement" + days).json().get("months"))
                .as("of one account alone")
                .isEqualTo(months);
        assertThat(api().get("/api/v1/cards/points-statement.csv" + days).body())
                .isEqualTo(csv.body());
        RewardAccount second = new RewardAccount(
                account.shop(),
                RewardAccount.create(account.shop(), "CHANNEL_INCENTIVE").text("payload.cardAccountId"),
                "");
        second.fund(50, "F-second");
        second.give("R-second", 5, OTHER);
        Reply whole = api().get("/api/v1/cards/points-statement" + days);
        JsonNode latest = whole.json().get("months").get(months.size() - 1);
        assertThat(number(latest, "closing")).isEqualByComparingTo("35");
        assertThat(number(latest, "allocated"))
                .isEqualByComparingTo(
                        number(months.get(months.size() - 1), "allocated").add(new BigDecimal(5)));
        assertThat(number(api().get("/api/v1/cards/points-liability").json(), "outstanding"))
                .isEqualByComparingTo("35");
        Api other = Api.of(SERVER).newCompany(1).api();
        assertThat(other.get("/api/v1/cards/points-statement?companyId="
                                + account.shop().companyId())
                        .status())
                .isEqualTo(403);
        assertThat(other.get("/api/v1/cards/points-statement").json().get("months"))
                .allSatisfy(month -> assertThat(number(month, "closing")).isZero());
    }

    private static BigDecimal number(JsonNode node, String field) {
        return new BigDecimal(text(node, field));
    }
}
