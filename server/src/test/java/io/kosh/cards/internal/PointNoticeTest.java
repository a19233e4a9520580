package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.kosh.cards.RewardPoints;
import io.kosh.cards.RewardPoints.Reservation;
import io.kosh.cards.RewardPoints.Return;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/// Who is told that points end.
@Tag("store")
class PointNoticeTest extends TimedPoints {
    @Test
    void theHolderIsToldOnceBeforePointsEnd() {
        terms(Map.of("validityDays", 30, "noticeDays", 5, "noticeBy", "BOTH", "language", "hi"));
        give("R1", 10);
        give("R2", 5);
        advanceTo(25, LocalTime.of(5, 30));
        assertThat(runDue()).as("the night before").isEmpty();
        assertThat(next())
                .isEqualTo(today().atTime(9, 0).atZone(BusinessClock.ZONE).toInstant());

        clock.advance(Duration.ofHours(10));

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
        clock.advance(Duration.between(clock.now(account.shop().company().key()), then));
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
        clock.advance(Duration.ofDays(25));

        assertThat(runDue()).extracting(Fired::outcome).containsExactlyInAnyOrder("nothing left", "told by 0 messages");

        assertThat(messages()).isEmpty();
    }

    @Test
    void theHolderIsToldAnewOfPointsThatCameBackAfterTheirNotice() {
        terms(Map.of("validityDays", 30, "noticeDays", 5));
        CompanyKey key = account.shop().company().key();
        Reservation spent =
                new Reservation(give("R1", 10), 1000, "O1", clock.now(key).plus(Duration.ofDays(2)));
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
        clock.advance(Duration.ofHours(18));
        assertThat(notices()).containsExactly("told by 1 messages");
        assertThat(notices()).isEmpty();

        clock.advance(Duration.ofDays(3).plusHours(12));
        giveBack(hold, spent, new Return(3, 400, 200, today(), today().plusDays(30)));
        assertThat(notices()).as("the last evening").containsExactly("told by 1 messages");

        clock.advance(Duration.ofDays(1));
        assertThat(notices()).isEmpty();
        giveBack(hold, spent, new Return(4, 600, 400, today(), today().plusDays(8)));
        clock.advance(Duration.ofDays(2));
        assertThat(notices()).as("before its days").isEmpty();
        clock.advance(Duration.ofDays(1));
        assertThat(notices()).as("of a lot of new days").containsExactly("told by 1 messages");
        assertThat(messages()).containsExactly("points-expiry MAIL", "points-expiry MAIL", "points-expiry MAIL");
    }

    private <T> T inCompany(Function<RewardPoints, T> work) {
        return server.bean(Database.class)
                .inCompany(account.shop().company().key(), () -> work.apply(server.bean(RewardPoints.class)));
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
}
