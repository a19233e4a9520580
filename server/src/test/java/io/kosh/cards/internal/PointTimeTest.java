package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kosh.platform.DueWork.Fired;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
/// What business time does to points.

@Tag("store")
class PointTimeTest extends TimedPoints {
    @Test
    void withoutTermsPointsCountAtOnceAndForEver() {
        String card = give("R1", 100);

        clock.advance(Duration.ofDays(400));

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
        clock.advance(Duration.ofDays(5));
        give("R2", 50);
        JsonNode points = points(card);
        assertThat(points.get("lots"))
                .extracting(lot -> text(lot, "amount"), lot -> text(lot, "expiresOn"))
                .containsExactly(tuple("100.5", inDays(5)), tuple("50", inDays(10)));
        assertThat(text(points.get("expiringNext"), "amount")).isEqualTo("100.5");

        clock.advance(Duration.ofDays(5));
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
        clock.advance(Duration.ofDays(3));
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
        clock.advance(Duration.ofDays(10));
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
        clock.advance(Duration.ofDays(3));
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
        clock.advance(Duration.ofDays(1));

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
        clock.advance(Duration.ofDays(1));

        try (var executor = Executors.newFixedThreadPool(8)) {
            PointStartJob job = server.bean(PointStartJob.class);
            var company = account.shop().company().key();
            List<Callable<List<Fired>>> runs = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                runs.add(() -> job.run(company, clock.now(company), 200));
            }
            for (Future<List<Fired>> run : executor.invokeAll(runs)) {
                assertThat(run.get()).allMatch(Fired::done);
            }
        }

        assertThat(text(points(card), "available")).isEqualTo("21");
        assertThat(text(points(card), "pending")).isEqualTo("0");
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

        Api other = Api.of(server).newCompany(1).api();
        assertThat(other.get(path).status()).isEqualTo(404);
        assertThat(other.patch(path, Map.of("validityDays", 1)).status()).isEqualTo(404);
        assertThat(other.get(accountPath() + "/points-statement").status()).isEqualTo(404);
        assertThat(other.get("/api/v1/cards/" + account.primaryCard() + "/points")
                        .status())
                .isEqualTo(404);
        RewardAccount meals = RewardAccount.of(server, "MEAL", 1);
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
        clock.advance(Duration.ofDays(31));
        runDue();
        terms(Map.of("pendingDays", 40));
        account.give("R3", 30, OTHER);
        clock.advance(Duration.ofDays(31));

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
        Api other = Api.of(server).newCompany(1).api();
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
