package io.kosh.ledger.internal;

import static io.kosh.ledger.internal.Bookkeeper.capture;
import static io.kosh.ledger.internal.Bookkeeper.give;
import static io.kosh.ledger.internal.Bookkeeper.mint;
import static io.kosh.ledger.internal.Bookkeeper.purse;
import static io.kosh.ledger.internal.Bookkeeper.release;
import static io.kosh.ledger.internal.Bookkeeper.shop;
import static io.kosh.ledger.internal.Bookkeeper.spend;
import static io.kosh.ledger.internal.Bookkeeper.take;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.ledger.Command;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.Leg;
import io.kosh.ledger.LimitUse;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Posted;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.Outcome.Refused;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DeciderTest {
    private static final LocalDate TOMORROW = LocalDate.of(2026, 11, 23);
    private static final LocalDate NEXT_WEEK = LocalDate.of(2026, 11, 29);

    private final Bookkeeper books = new Bookkeeper();

    private static long transfer(Outcome outcome) {
        return ((Posted) outcome).transfer();
    }

    private static Reason reason(Outcome outcome) {
        return ((Refused) outcome).reason();
    }

    @Test
    void aPostingMovesItsAmountOnBothSides() {
        Outcome outcome = books.run(give("1", 7, 25));

        assertThat(outcome).isInstanceOf(Posted.class);
        assertThat(books.balance(mint())).isEqualTo(25);
        assertThat(books.balance(purse(7))).isEqualTo(25);
        assertThat(books.entries()).extracting(Books.Entry::balance).containsExactly(25L, 25L);
        assertThat(books.entries()).extracting(Books.Entry::version).containsExactly(1L, 1L);
    }

    @Test
    void theSameSourceIsOneEffectAndTheFirstAnswer() {
        Outcome first = books.run(give("1", 7, 25));
        Outcome second = books.run(give("1", 7, 25));

        assertThat(transfer(second)).isEqualTo(transfer(first));
        assertThat(((Posted) second).replayed()).isTrue();
        assertThat(books.balance(purse(7))).isEqualTo(25);
    }

    @Test
    void theSameSourceTwiceInOneBatchIsOneEffectAndTwoEqualAnswers() {
        List<Outcome> outcomes = books.runAll(List.of(give("1", 7, 25), give("1", 7, 25)));

        assertThat(transfer(outcomes.get(1))).isEqualTo(transfer(outcomes.get(0)));
        assertThat(books.balance(purse(7))).isEqualTo(25);
    }

    @Test
    void theSameSourceForAnotherRequestIsRefused() {
        books.run(give("1", 7, 25));

        assertThat(reason(books.run(give("1", 7, 26)))).isEqualTo(Reason.SOURCE_REUSED);
    }

    @Test
    void aFlooredAccountIsNeverOverdrawn() {
        books.run(give("1", 7, 25));

        assertThat(reason(books.run(spend("2", 7, 26)))).isEqualTo(Reason.INSUFFICIENT);
        assertThat(books.run(spend("3", 7, 25))).isInstanceOf(Posted.class);
        assertThat(books.balance(purse(7))).isZero();
    }

    @Test
    void aRefusedCommandHarmsNoNeighbour() {
        List<Outcome> outcomes =
                books.runAll(List.of(give("1", 7, 10), spend("2", 7, 11), spend("3", 7, 10), spend("4", 7, 1)));

        assertThat(outcomes.get(0)).isInstanceOf(Posted.class);
        assertThat(reason(outcomes.get(1))).isEqualTo(Reason.INSUFFICIENT);
        assertThat(outcomes.get(2)).isInstanceOf(Posted.class);
        assertThat(reason(outcomes.get(3))).isEqualTo(Reason.INSUFFICIENT);
    }

    @Test
    void aRefusedSourceMayBeTriedAgain() {
        assertThat(reason(books.run(spend("1", 7, 5)))).isEqualTo(Reason.INSUFFICIENT);
        books.run(give("2", 7, 5));

        assertThat(books.run(spend("1", 7, 5))).isInstanceOf(Posted.class);
    }

    @Test
    void aTransferOfManyLegsIsAllOrNothing() {
        books.run(give("1", 7, 10));
        Command.Post both = new Command.Post(
                Bookkeeper.source("2"),
                "",
                Bookkeeper.SPEND,
                List.of(Leg.of(purse(7), shop(), 10), Leg.of(purse(8), shop(), 1)),
                List.of(),
                Map.of(),
                false);

        assertThat(reason(books.run(both))).isEqualTo(Reason.INSUFFICIENT);
        assertThat(books.balance(purse(7))).isEqualTo(10);
    }

    @Test
    void aHoldLeavesTheAvailableBalanceAtOnceAndMovesAtCapture() {
        books.run(give("1", 7, 10));
        long hold = transfer(books.run(books.hold("2", 7, 6)));
        assertThat(books.available(purse(7))).isEqualTo(4);
        assertThat(books.balance(purse(7))).isEqualTo(10);

        books.run(capture("3", hold));

        assertThat(books.balance(purse(7))).isEqualTo(4);
        assertThat(books.available(purse(7))).isEqualTo(4);
        assertThat(books.balance(shop())).isEqualTo(6);
    }

    @Test
    void aPartialCaptureReleasesTheRestAndNeverPassesTheHold() {
        books.run(give("1", 7, 10));
        long hold = transfer(books.run(books.hold("2", 7, 6)));

        assertThat(reason(books.run(capture("3", hold, 7L)))).isEqualTo(Reason.CAPTURE_EXCEEDS_HOLD);
        assertThat(books.run(capture("4", hold, 2L))).isInstanceOf(Posted.class);
        assertThat(books.available(purse(7))).isEqualTo(8);
        assertThat(reason(books.run(capture("5", hold, 1L)))).isEqualTo(Reason.HOLD_CLOSED);
    }

    @Test
    void aHoldNeverDrawsBelowTheFloor() {
        books.run(give("1", 7, 10));
        books.run(books.hold("2", 7, 6));

        assertThat(reason(books.run(books.hold("3", 7, 5)))).isEqualTo(Reason.INSUFFICIENT);
        assertThat(reason(books.run(spend("4", 7, 5)))).isEqualTo(Reason.INSUFFICIENT);
    }

    @Test
    void aReleaseGivesBackAndIsRepeatable() {
        books.run(give("1", 7, 10));
        long hold = transfer(books.run(books.hold("2", 7, 6)));

        Outcome first = books.run(release("3", hold));
        assertThat(books.run(release("3", hold))).isEqualTo(new Posted(transfer(first), books.now(), true));
        assertThat(books.available(purse(7))).isEqualTo(10);
        assertThat(reason(books.run(capture("4", hold)))).isEqualTo(Reason.HOLD_CLOSED);
    }

    @Test
    void aHoldWhoseTimeIsOverCannotBeCapturedAndTimesOutOnce() {
        books.run(give("1", 7, 10));
        long hold = transfer(books.run(books.hold("2", 7, 6)));
        Command.Release timeOut = new Command.Release(Bookkeeper.source("t"), "", hold, true);
        assertThat(reason(books.run(timeOut))).isEqualTo(Reason.HOLD_NOT_DUE);

        books.advanceTo(TOMORROW);

        assertThat(reason(books.run(capture("3", hold)))).isEqualTo(Reason.HOLD_CLOSED);
        assertThat(books.run(timeOut)).isInstanceOf(Posted.class);
        assertThat(books.hold(hold).state()).isEqualTo(HoldState.TIMED_OUT);
        assertThat(books.available(purse(7))).isEqualTo(10);
    }

    @Test
    void soonestToExpireIsSpentFirst() {
        books.run(give("1", 7, 10));
        books.run(give("2", 7, 10, NEXT_WEEK));
        books.run(give("3", 7, 10, TOMORROW));

        books.run(spend("4", 7, 15));

        assertThat(books.account(purse(7)).lots().get(TOMORROW)).isEqualTo(new Lot(0, 0));
        assertThat(books.account(purse(7)).lots().get(NEXT_WEEK)).isEqualTo(new Lot(5, 0));
    }

    @Test
    void anExpiredLotIsNotSpendableEvenBeforeItsExpiryWasPosted() {
        books.run(give("1", 7, 10, TOMORROW));
        books.run(give("2", 7, 5));
        books.advanceTo(TOMORROW);

        assertThat(books.available(purse(7))).isEqualTo(5);
        assertThat(reason(books.run(spend("3", 7, 6)))).isEqualTo(Reason.INSUFFICIENT);
        Leg expiry = Leg.expiry(purse(7), mint(), 10, TOMORROW);
        assertThat(books.run(take("4", expiry, false))).isInstanceOf(Posted.class);
        assertThat(books.available(purse(7))).isEqualTo(5);
        assertThat(books.balance(purse(7))).isEqualTo(5);
    }

    @Test
    void whatAHoldReservedDoesNotExpireUnderIt() {
        books.run(give("1", 7, 10, TOMORROW));
        long hold = transfer(books.run(new Command.Hold(
                Bookkeeper.source("2"),
                "",
                Bookkeeper.SPEND,
                List.of(Leg.of(purse(7), shop(), 6)),
                Map.of(),
                books.now().plus(Duration.ofDays(5)))));
        books.advanceTo(TOMORROW);

        assertThat(reason(books.run(take("3", Leg.expiry(purse(7), mint(), 10, TOMORROW), false))))
                .isEqualTo(Reason.INSUFFICIENT);
        books.run(take("4", Leg.expiry(purse(7), mint(), 4, TOMORROW), false));
        assertThat(books.run(capture("5", hold))).isInstanceOf(Posted.class);
        assertThat(books.balance(purse(7))).isZero();
        assertThat(books.account(purse(7)).lots().get(TOMORROW)).isEqualTo(new Lot(0, 0));
    }

    @Test
    void aReversalTakesFromItsOwnLotFirst() {
        books.run(give("1", 7, 10, TOMORROW));
        books.run(give("2", 7, 10, NEXT_WEEK));

        books.run(take("3", Leg.of(purse(7), mint(), 10).takingFirst(NEXT_WEEK), false));

        assertThat(books.account(purse(7)).lots().get(NEXT_WEEK)).isEqualTo(new Lot(0, 0));
        assertThat(books.account(purse(7)).lots().get(TOMORROW)).isEqualTo(new Lot(10, 0));
    }

    @Test
    void aWaivedFloorMayGoBelowZeroAndLaterCreditsPayItBackFirst() {
        books.run(give("1", 7, 10));
        books.run(spend("2", 7, 10));
        Leg back = Leg.of(purse(7), mint(), 10);
        assertThat(reason(books.run(take("3", back, false)))).isEqualTo(Reason.INSUFFICIENT);

        assertThat(books.run(take("4", back, true))).isInstanceOf(Posted.class);
        assertThat(books.balance(purse(7))).isEqualTo(-10);
        books.run(give("5", 7, 15, NEXT_WEEK));

        assertThat(books.available(purse(7))).isEqualTo(5);
        assertThat(books.account(purse(7)).lots().get(NEXT_WEEK)).isEqualTo(new Lot(5, 0));
    }

    @Test
    void whatAReleaseGivesBackPaysADebtBeforeItCanExpire() {
        books.run(give("1", 7, 100, NEXT_WEEK));
        long hold = transfer(books.run(books.hold("2", 7, 50)));
        books.run(take("3", Leg.of(purse(7), mint(), 100), true));
        assertThat(books.balance(purse(7))).isZero();

        books.run(release("4", hold));

        assertThat(books.available(purse(7))).isZero();
        assertThat(books.account(purse(7)).lots().get(NEXT_WEEK)).isEqualTo(new Lot(0, 0));
    }

    @Test
    void anotherRequestUnderASourceOfTheSameBatchIsRefusedWhateverBecameOfTheFirst() {
        List<Outcome> outcomes = books.runAll(List.of(spend("1", 7, 5), give("1", 7, 6)));

        assertThat(reason(outcomes.get(0))).isEqualTo(Reason.INSUFFICIENT);
        assertThat(reason(outcomes.get(1))).isEqualTo(Reason.SOURCE_REUSED);
    }

    @Test
    void anotherRequestBeforeItInABatchDoesNotHideWhatStandsUnderASource() {
        Outcome first = books.run(give("1", 7, 5));

        List<Outcome> outcomes = books.runAll(List.of(give("1", 7, 6), give("1", 7, 5)));

        assertThat(reason(outcomes.get(0))).isEqualTo(Reason.SOURCE_REUSED);
        assertThat(outcomes.get(1)).isEqualTo(new Posted(transfer(first), books.now(), true));
    }

    @Test
    void aLimitIsAHardStopAndCanBeGivenBack() {
        LimitUse use = new LimitUse(mint(), "budget", "", 10, 25);
        assertThat(books.run(give("1", 7, 10, use))).isInstanceOf(Posted.class);
        assertThat(books.run(give("2", 7, 10, use))).isInstanceOf(Posted.class);
        assertThat(reason(books.run(give("3", 7, 10, use)))).isEqualTo(Reason.LIMIT_REACHED);

        books.run(give("4", 7, 1, new LimitUse(mint(), "budget", "", -10, 25)));

        assertThat(books.run(give("3", 7, 10, use))).isInstanceOf(Posted.class);
    }

    @Test
    void aLimitOfABalanceIsComparedAfterTheTransferAndCountsNothing() {
        LimitUse most = LimitUse.ofBalance(purse(7), "most", 25);
        assertThat(books.run(give("1", 7, 20, most))).isInstanceOf(Posted.class);
        assertThat(books.run(give("2", 7, 6, most))).isEqualTo(new Outcome.Refused(Reason.LIMIT_REACHED, "most"));
        assertThat(books.run(give("3", 7, 5, most))).isInstanceOf(Posted.class);
        assertThat(reason(books.run(give("4", 7, 1, most)))).isEqualTo(Reason.LIMIT_REACHED);

        books.run(spend("5", 7, 10));

        assertThat(books.run(give("6", 7, 10, most))).isInstanceOf(Posted.class);
        assertThat(reason(books.run(give("7", 7, 1, most)))).isEqualTo(Reason.LIMIT_REACHED);
    }

    @Test
    void timesFollowTheVersionsEvenWhenTheClockGoesBack() {
        books.run(give("1", 7, 10));
        books.setBack(Duration.ofHours(1));
        books.run(give("2", 7, 10));

        assertThat(books.entries()).extracting(Books.Entry::recordedAt).isSorted();
    }

    @Test
    void aSumThatDoesNotFitIsRefusedAndChangesNothing() {
        books.run(give("1", 7, Long.MAX_VALUE));

        assertThat(reason(books.run(give("2", 7, 1)))).isEqualTo(Reason.OVERFLOW);
        assertThat(books.balance(purse(7))).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void anUnknownHoldIsRefused() {
        assertThat(reason(books.run(capture("1", 99)))).isEqualTo(Reason.HOLD_UNKNOWN);
    }

    @Test
    void legsMustFitTheirTemplate() {
        assertThatThrownBy(() -> new Command.Post(
                        Bookkeeper.source("1"),
                        "",
                        Bookkeeper.SPEND,
                        List.of(Leg.of(mint(), purse(7), 1)),
                        List.of(),
                        Map.of(),
                        false))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Leg.of(mint(), purse(7), 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
