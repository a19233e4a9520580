package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.Attempt.Charge;
import io.kosh.gateway.internal.Attempt.Method;
import io.kosh.gateway.internal.PaymentDecision.Money;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RailAnswer.NextStep;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class PaymentDecisionTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");
    private static final PaymentSettings SETTINGS = new PaymentSettings(
            List.of(Duration.ofSeconds(10), Duration.ofMinutes(1)),
            Duration.ofSeconds(30),
            Duration.ofMinutes(5),
            Duration.ofMinutes(15),
            Duration.ofMinutes(2),
            Duration.ofDays(3),
            Duration.ofSeconds(10),
            Duration.ofSeconds(2),
            16,
            8);
    private static final RailAnswer.Paid PAID = new RailAnswer.Paid("R1", "000000000001", null, 102_36);
    private static final NextStep VISIT = new NextStep.Visit(URI.create("https://bank.example/pay"));

    private static final List<Told> ALL = List.of(
            rail(PAID),
            rail(new RailAnswer.Authorised("R1")),
            rail(new RailAnswer.Waiting("R1", VISIT, null)),
            rail(new RailAnswer.Declined("Z9", "Too little money.")),
            rail(new RailAnswer.Unknown()),
            rail(new RailAnswer.Unheard("TIMEOUT", null)),
            new Told.Expired("timeout"),
            new Told.Cancelled("3ds_abandoned"));

    private static Told rail(RailAnswer answer) {
        return new Told.ByRail("upi", answer);
    }

    private static Attempt payment(PaymentState state) {
        return new Attempt(
                1,
                "EK1743074262175e8KIO",
                1,
                state,
                new Charge(100_00, 2_00, 36, 1_00, 18),
                new Method(PaymentMode.UPI, null, null, null, null, null, null, "asha@upi"),
                null,
                state.isPaid() ? PAID.bankReference() : null,
                null,
                "",
                new NextStep.Await(),
                false,
                0,
                state.isOpen() ? NOW : null,
                0,
                NOW.minusSeconds(60),
                NOW.minusSeconds(60),
                1);
    }

    private static PaymentDecision decide(OrderState order, PaymentState state, Told told) {
        return PaymentDecision.of(order, payment(state), told, NOW, SETTINGS);
    }

    static Stream<Object[]> everything() {
        return Stream.of(PaymentState.values())
                .flatMap(state -> Stream.of(OrderState.values())
                        .flatMap(order -> ALL.stream().map(told -> new Object[] {order, state, told})));
    }

    @ParameterizedTest
    @MethodSource("everything")
    void noMoveIsOutsideTheLifecycleAndMoneyFollowsTheMove(OrderState order, PaymentState state, Told told) {
        PaymentDecision decision = decide(order, state, told);
        PaymentState to = decision.after().state();

        if (to != state) {
            assertThat(PaymentState.LIFECYCLE.allows(state, to)).isTrue();
            assertThat(decision.after().version()).isEqualTo(2);
        }
        assertThat(decision.orderPaid()).isEqualTo(decision.money() == Money.CAPTURE);
        assertThat(decision.giveBack() != null).isEqualTo(decision.money() == Money.LATE);
        assertThat(decision.money() == Money.HOLD).isEqualTo(to == PaymentState.AUTHORIZED && to != state);
        boolean letGo = state == PaymentState.AUTHORIZED && (to == PaymentState.FAILED);
        assertThat(decision.money() == Money.RELEASE).isEqualTo(letGo);
        if (state.isPaid()) {
            assertThat(decision.after()).isEqualTo(payment(state));
        }
        boolean takes = decision.money() == Money.CAPTURE || decision.money() == Money.LATE;
        assertThat(takes).isEqualTo(!state.isPaid() && told.equals(rail(PAID)));
    }

    @ParameterizedTest
    @EnumSource(
            value = PaymentState.class,
            names = {"CREATED", "PENDING_WITH_BANK", "AUTHORIZED", "FAILED", "CANCELLED"})
    void whatIsPaidPaysAnOrderThatTakesItAndElseGoesBack(PaymentState state) {
        for (OrderState order : OrderState.values()) {
            PaymentDecision decision = decide(order, state, rail(PAID));

            assertThat(decision.after().state()).isEqualTo(PaymentState.SUCCESS);
            assertThat(decision.after().isUnapplied()).isEqualTo(!order.isPayable());
            assertThat(decision.after().late()).isEqualTo(!order.isPayable() || !state.isOpen());
            Refund.Cause cause = order == OrderState.PAID ? Refund.Cause.SECOND_PAYMENT : Refund.Cause.ORDER_CLOSED;
            assertThat(decision.giveBack()).isEqualTo(order.isPayable() ? null : cause);
        }
    }

    @ParameterizedTest
    @EnumSource(PaymentState.class)
    void anotherAmountThanWasAskedForPaysNothingAndGoesBack(PaymentState state) {
        for (OrderState order : OrderState.values()) {
            PaymentDecision decision = decide(order, state, rail(anotherAmount(90_00)));

            assertThat(decision.orderPaid()).isFalse();
            assertThat(decision.note()).contains("in paise: 9000");
            if (state.isPaid()) {
                assertThat(decision.after()).isEqualTo(payment(state));
                assertThat(decision.money()).isEqualTo(Money.NOTHING);
            } else {
                Attempt after = decision.after();
                assertThat(decision.money()).isEqualTo(Money.LATE);
                assertThat(decision.giveBack()).isEqualTo(Refund.Cause.ANOTHER_AMOUNT);
                assertThat(after.state())
                        .isEqualTo(state == PaymentState.CANCELLED ? PaymentState.CANCELLED : PaymentState.FAILED);
                assertThat(after.code()).isEqualTo(PaymentDecision.ANOTHER_AMOUNT);
                assertThat(after.refundable()).isEqualTo(90_00);
                assertThat(after.dueAt()).isNull();
            }
        }
    }

    private static RailAnswer.Paid anotherAmount(long minor) {
        return new RailAnswer.Paid("R1", PAID.bankReference(), null, minor);
    }

    @Test
    void whatCameIsInTheBooksOnceWhateverIsToldAfterIt() {
        Attempt other = decide(OrderState.ATTEMPTED, PaymentState.PENDING_WITH_BANK, rail(anotherAmount(90_00)))
                .after();
        List<Told> after = new ArrayList<>(ALL);
        after.add(rail(anotherAmount(90_00)));
        after.add(rail(anotherAmount(102_36)));

        for (Told told : after) {
            PaymentDecision decision = PaymentDecision.of(OrderState.ATTEMPTED, other, told, NOW, SETTINGS);

            assertThat(decision.after()).as("%s", told).isEqualTo(other);
            assertThat(decision.money()).isEqualTo(Money.NOTHING);
            assertThat(decision.giveBack()).isNull();
            assertThat(decision.orderPaid()).isFalse();
        }
        assertThat(PaymentDecision.of(OrderState.ATTEMPTED, other, rail(anotherAmount(90_00)), NOW, SETTINGS)
                        .note())
                .as("told twice")
                .isNull();
        assertThat(PaymentDecision.of(OrderState.ATTEMPTED, other, rail(anotherAmount(102_36)), NOW, SETTINGS)
                        .note())
                .contains("in paise: 10236");
    }

    @Test
    void theAmountThatWasAskedForIsPaid() {
        assertThat(decide(OrderState.ATTEMPTED, PaymentState.CREATED, rail(anotherAmount(102_36)))
                        .orderPaid())
                .isTrue();
    }

    @Test
    void theFirstAnswerTellsWhatThePayerDoesNext() {
        Attempt after = decide(
                        OrderState.ATTEMPTED,
                        PaymentState.CREATED,
                        rail(new RailAnswer.Waiting("R1", VISIT, Duration.ofSeconds(40))))
                .after();

        assertThat(after.state()).isEqualTo(PaymentState.PENDING_WITH_BANK);
        assertThat(after.next()).isEqualTo(VISIT);
        assertThat(after.dueAt()).isEqualTo(NOW.plusSeconds(40));
    }

    @Test
    void whatNobodyHeardIsAskedAgainWithGrowingPausesAndGivenUpInTheEnd() {
        Told unheard = rail(new RailAnswer.Unheard("TIMEOUT", null));
        Attempt once = PaymentDecision.of(
                        OrderState.ATTEMPTED, payment(PaymentState.PENDING_WITH_BANK), unheard, NOW, SETTINGS)
                .after();
        Attempt twice = PaymentDecision.of(OrderState.ATTEMPTED, once, unheard, NOW, SETTINGS)
                .after();
        Attempt late = PaymentDecision.of(OrderState.ATTEMPTED, twice, unheard, NOW.plus(Duration.ofDays(3)), SETTINGS)
                .after();

        assertThat(once.state()).isEqualTo(PaymentState.PENDING_WITH_BANK);
        assertThat(once.dueAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(twice.dueAt()).isEqualTo(NOW.plusSeconds(60));
        assertThat(late.state()).isEqualTo(PaymentState.FAILED);
        assertThat(late.dueAt()).isNull();
    }

    @Test
    void whatAPayerGivesUpIsAskedForOnUntilTheRailConfirms() {
        Attempt cancelled = decide(OrderState.ATTEMPTED, PaymentState.PENDING_WITH_BANK, new Told.Cancelled(null))
                .after();
        assertThat(cancelled.state()).isEqualTo(PaymentState.CANCELLED);
        assertThat(cancelled.dueAt()).isNotNull();

        Attempt confirmed = PaymentDecision.of(
                        OrderState.ATTEMPTED,
                        cancelled,
                        rail(new RailAnswer.Declined("U69", "Expired.")),
                        NOW,
                        SETTINGS)
                .after();
        assertThat(confirmed.state()).isEqualTo(PaymentState.CANCELLED);
        assertThat(confirmed.dueAt()).isNull();
    }

    @Test
    void whatABankHasSetAsideIsNotGivenUp() {
        for (Told told : List.of(new Told.Expired(null), new Told.Cancelled(null))) {
            PaymentDecision decision = decide(OrderState.ATTEMPTED, PaymentState.AUTHORIZED, told);
            assertThat(decision.after().state()).isEqualTo(PaymentState.AUTHORIZED);
            assertThat(decision.note()).isNotNull();
        }
    }
}
