package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.gateway.PaymentState;
import io.kosh.gateway.internal.RefundCalls.Claimed;
import io.kosh.gateway.internal.Refunds.Asked;
import io.kosh.platform.DueWork.Fired;
import io.kosh.rails.RailAnswer;
import io.kosh.rails.RefundAnswer;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A server that dies between any two steps of a refund, banks that go wrong, and payments that their orders did not
/// take. What is due is looked after when a test says so.
@Tag("store")
class RefundCrashTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final FakeBank BANK = new FakeBank();
    private static final TestServer SERVER = RefundShop.server(BANK);

    private final RefundShop shop = RefundShop.on(SERVER);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @BeforeEach
    void theBankIsWell() {
        BANK.heal();
    }

    @AfterEach
    void theBooksBalance() {
        shop.assertBooksBalance();
    }

    private Attempt rich() {
        shop.recharge(500);
        return shop.paid(100);
    }

    /// A refund that no server has asked for.
    private Refund placed(Attempt payment) {
        return SERVER.bean(Refunds.class).place(shop.key(), new Asked(payment.paymentId(), 4_000, null, "R1", "test"));
    }

    private Claimed claimed(Refund refund) {
        return Objects.requireNonNull(SERVER.bean(RefundCalls.class)
                .claim(shop.key(), refund.key(), SERVER.bean(Clock.class).instant()));
    }

    private void endsWith(Attempt payment, RefundState state, String available) {
        assertThat(shop.refunds(payment)).extracting(Refund::state).containsExactly(state);
        assertThat(shop.available()).isEqualTo(available);
        boolean given = state == RefundState.SUCCESS;
        assertThat(BANK.given(payment.paymentId())).isEqualTo(given ? 4_000 : 0);
        assertThat(shop.again(payment).state())
                .isEqualTo(given ? PaymentState.PARTIALLY_REFUNDED : PaymentState.SUCCESS);
        assertThat(shop.again(payment).refunded()).isEqualTo(state == RefundState.FAILED ? 0 : 4_000);
    }

    @Test
    void aServerThatDiesBeforeItAsksLosesNothing() {
        Attempt payment = rich();
        placed(payment);
        endsWith(payment, RefundState.CREATED, "460.0");

        assertThat(shop.later(Duration.ZERO)).hasSize(1).allMatch(Fired::done);

        endsWith(payment, RefundState.SUCCESS, "460.0");
    }

    @Test
    void aServerThatDiesWhileItAsksIsFollowedByAnother() {
        Attempt payment = rich();
        claimed(placed(payment));
        assertThat(shop.later(Duration.ZERO)).as("somebody asks for it").isEmpty();

        assertThat(shop.later(MINUTE)).hasSize(1).allMatch(Fired::done);

        endsWith(payment, RefundState.SUCCESS, "460.0");
    }

    @Test
    void aServerThatDiesBeforeItWritesWhatItHeardGivesOnce() {
        Attempt payment = rich();
        Claimed claimed = claimed(placed(payment));
        RefundCalls calls = SERVER.bean(RefundCalls.class);
        RefundAnswer heard = calls.ask(shop.key(), claimed);
        int asked = BANK.calls();

        assertThat(shop.later(MINUTE)).hasSize(1).allMatch(Fired::done);

        endsWith(payment, RefundState.SUCCESS, "460.0");
        assertThat(BANK.calls()).as("it was only asked what became of it").isEqualTo(asked);
        calls.settle(shop.key(), claimed, heard);
        endsWith(payment, RefundState.SUCCESS, "460.0");
    }

    @Test
    void aServerThatDiesWhileItWritesHasWrittenNothing() {
        Attempt payment = rich();
        Claimed claimed = claimed(placed(payment));
        RefundCalls calls = SERVER.bean(RefundCalls.class);
        RefundAnswer heard = calls.ask(shop.key(), claimed);
        assertThatThrownBy(() -> shop.in(() -> {
                    calls.settle(shop.key(), claimed, heard);
                    throw new IllegalStateException("dies");
                }))
                .hasMessage("dies");
        assertThat(shop.refunds(payment).getFirst().state()).isEqualTo(RefundState.CREATED);

        shop.later(MINUTE);

        endsWith(payment, RefundState.SUCCESS, "460.0");
    }

    @Test
    void aBankThatIsAwayIsAskedAgain() {
        Attempt payment = rich();
        BANK.goAway();
        Reply reply = shop.refund(payment.paymentId(), 40, "R1");
        assertThat(reply.text("payload.status")).as(reply.body()).isEqualTo("CREATED");
        assertThat(shop.later(Duration.ofSeconds(5))).as("not yet").isEmpty();
        assertThat(shop.later(MINUTE))
                .singleElement()
                .satisfies(fired -> assertThat(fired.outcome()).startsWith("no last word yet"));
        endsWith(payment, RefundState.CREATED, "460.0");

        BANK.heal();
        assertThat(shop.later(Duration.ofMinutes(2))).hasSize(1).allMatch(Fired::done);

        endsWith(payment, RefundState.SUCCESS, "460.0");
    }

    @Test
    void aLostAnswerIsFoundAgain() {
        Attempt payment = rich();
        BANK.loseAnswers();
        assertThat(shop.refund(payment.paymentId(), 40, "R1").text("payload.status"))
                .isEqualTo("CREATED");

        shop.later(MINUTE);

        endsWith(payment, RefundState.SUCCESS, "460.0");
    }

    @Test
    void aRefusalGivesTheMoneyBackToTheBalance() {
        Attempt payment = rich();
        BANK.decide(_ -> new RefundAnswer.Declined("CLOSED", "The account is closed."));
        Reply reply = shop.refund(payment.paymentId(), 40, "R1");

        assertThat(reply.text("payload.status")).isEqualTo("FAILED");
        assertThat(reply.text("payload.txnMsg")).isEqualTo("The account is closed.");
        endsWith(payment, RefundState.FAILED, "500.0");

        BANK.heal();
        assertThat(shop.refund(payment.paymentId(), 100, "R2").text("payload.status"))
                .isEqualTo("SUCCESS");
        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.REFUNDED);
    }

    @Test
    void aRefundOnItsWayEndsByTheBanksWord() {
        Attempt payment = rich();
        BANK.decide(refund -> new RefundAnswer.Working("R-" + refund.reference(), null));
        assertThat(shop.refund(payment.paymentId(), 40, "R1").text("payload.status"))
                .isEqualTo("PENDING_WITH_BANK");
        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.SUCCESS);
        Refund open = shop.refunds(payment).getFirst();
        PaymentReports reports = SERVER.bean(PaymentReports.class);
        RefundAnswer done = new RefundAnswer.Refunded("R-1", "UTR1");

        reports.refund(shop.key(), "net-banking", open.refundId(), done);
        reports.refund(shop.key(), "net-banking", open.refundId(), done);
        reports.refund(shop.key(), "net-banking", open.refundId(), new RefundAnswer.Working("R-1", null));
        reports.refund(shop.key(), "net-banking", "EK0000000000000ABCDE", done);

        Refund ended = shop.refunds(payment).getFirst();
        assertThat(ended.state()).isEqualTo(RefundState.SUCCESS);
        assertThat(ended.version()).as("created, pending, success").isEqualTo(3);
        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        assertThat(shop.later(Duration.ofDays(1))).isEmpty();
    }

    @Test
    void aBankThatContradictsItselfChangesNothing() {
        Attempt payment = rich();
        shop.refund(payment.paymentId(), 40, "R1");
        Refund ended = shop.refunds(payment).getFirst();

        SERVER.bean(PaymentReports.class)
                .refund(shop.key(), "net-banking", ended.refundId(), new RefundAnswer.Declined("NO", "No."));

        assertThat(shop.refunds(payment)).containsExactly(ended);
    }

    /// A second payment of an order that is paid already.
    private Attempt second() {
        BANK.letPayersWait();
        String order = shop.order(100);
        Attempt first = shop.pay(order);
        Attempt second = shop.pay(order);
        PaymentReports reports = SERVER.bean(PaymentReports.class);
        reports.payment(shop.key(), "net-banking", first.paymentId(), paid(first));
        reports.payment(shop.key(), "net-banking", second.paymentId(), paid(second));
        reports.payment(shop.key(), "net-banking", second.paymentId(), paid(second));
        assertThat(shop.refunds(first)).isEmpty();
        return second;
    }

    @Test
    void aSecondPaymentGoesBackByItself() {
        Attempt second = second();
        Refund begun = shop.refunds(second).getFirst();
        assertThat(begun.cause()).isEqualTo(Refund.Cause.SECOND_PAYMENT);
        assertThat(begun.state()).isEqualTo(RefundState.CREATED);
        RefundShop.refused(shop.refund(second.paymentId(), 1, "R1"), 422, "went back");

        assertThat(shop.later(Duration.ZERO)).hasSize(1).allMatch(Fired::done);

        assertThat(BANK.given(second.paymentId())).isEqualTo(second.charge().finalAmount());
        assertThat(shop.again(second).state()).isEqualTo(PaymentState.REFUNDED);
        assertThat(shop.balance("unapplied")).isEqualTo("0.0");
        Reply list = shop.fixture().api().get("/api/v1/gateway/refunds");
        assertThat(list.text("items.0.cause")).isEqualTo("SECOND_PAYMENT");
        assertThat(list.text("items.0.requestId")).isEmpty();
    }

    private static RailAnswer.Paid paid(Attempt payment) {
        return FakeBank.paid(payment.paymentId(), payment.charge().finalAmount());
    }

    /// A payment of which its bank says, twice, that another amount was paid than 100 rupees.
    private Attempt another(long paise) {
        BANK.letPayersWait();
        Attempt payment = shop.pay(shop.order(100));
        RailAnswer.Paid told = new RailAnswer.Paid("P1", "B1", null, paise);
        PaymentReports reports = SERVER.bean(PaymentReports.class);
        reports.payment(shop.key(), "net-banking", payment.paymentId(), told);
        reports.payment(shop.key(), "net-banking", payment.paymentId(), told);
        return shop.again(payment);
    }

    @Test
    void anotherAmountThanWasAskedForGoesBackByItselfAndPaysNothing() {
        for (long paise : List.of(90_00L, 1_000_00L)) {
            Attempt other = another(paise);
            assertThat(other.state()).isEqualTo(PaymentState.FAILED);
            assertThat(shop.refunds(other)).extracting(Refund::cause).containsExactly(Refund.Cause.ANOTHER_AMOUNT);
            assertThat(shop.balance("unapplied")).isEqualTo(paise / 100 + ".0");
            shop.assertBooksBalance();

            assertThat(shop.later(Duration.ZERO)).hasSize(1).allMatch(Fired::done);

            assertThat(BANK.given(other.paymentId())).isEqualTo(paise);
            assertThat(shop.again(other).state()).isEqualTo(PaymentState.REFUNDED);
            assertThat(shop.balance("unapplied")).isEqualTo("0.0");
            assertThat(shop.later(MINUTE)).as("once").isEmpty();
        }
    }

    @Test
    void anOrderOfWhichAnotherAmountCameIsPaidByTheNextPayment() {
        Attempt other = another(90_00);
        String page = Api.of(SERVER)
                .get("/v1/pay/" + orderOf(other) + "/payments/" + other.paymentId())
                .body();
        assertThat(page).contains("Another amount was paid", "₹90.00", "Try again");
        Reply told = shop.get("/api/v0/payment/" + other.paymentId());
        assertThat(told.text("payload.status")).as(told.body()).isEqualTo("FAILED");
        assertThat(told.text("payload.errorCode")).isEqualTo("ANOTHER_AMOUNT");
        assertThat(told.text("payload.receivedAmount")).isEqualTo("90.0");
        assertThat(told.text("payload.orderStatus")).isEqualTo("ATTEMPTED");
        BANK.heal();

        Attempt next = shop.pay(orderOf(other));

        assertThat(next.state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(next.isUnapplied()).isFalse();
        shop.later(MINUTE);
        assertThat(BANK.given(other.paymentId())).isEqualTo(90_00);
        assertThat(shop.refunds(next)).isEmpty();
    }

    private String orderOf(Attempt payment) {
        return shop.in(() -> SERVER.bean(PaymentOrderStore.class)
                .findAll(shop.key(), List.of(payment.orderKey()))
                .getFirst()
                .orderId());
    }

    @Test
    void anotherAmountThatCannotGoBackIsGivenByTheMerchant() {
        Attempt other = another(90_00);
        BANK.decide(_ -> new RefundAnswer.Declined("CLOSED", "The account is closed."));
        shop.later(Duration.ZERO);
        assertThat(shop.again(other).state()).isEqualTo(PaymentState.FAILED);
        BANK.heal();

        RefundShop.refused(shop.refund(other.paymentId(), "90.01", "R1"), 422, "at most 90.00");
        assertThat(shop.refund(other.paymentId(), 40, "R2").text("payload.status"))
                .isEqualTo("SUCCESS");
        assertThat(shop.again(other).state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        assertThat(shop.refund(other.paymentId(), 50, "R3").text("payload.status"))
                .isEqualTo("SUCCESS");

        assertThat(shop.again(other).state()).isEqualTo(PaymentState.REFUNDED);
        assertThat(shop.balance("unapplied")).isEqualTo("0.0");
    }

    @Test
    void whatCannotGoBackStaysUnappliedUntilTheMerchantGivesIt() {
        Attempt second = second();
        BANK.decide(_ -> new RefundAnswer.Declined("CLOSED", "The account is closed."));
        shop.later(Duration.ZERO);
        assertThat(shop.again(second).state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(shop.balance("unapplied")).isNotEqualTo("0.0");

        BANK.heal();
        String whole = Double.toString(second.charge().finalAmount() / 100.0);
        Reply reply = shop.refund(second.paymentId(), whole, "R1");

        assertThat(reply.text("payload.status")).as(reply.body()).isEqualTo("SUCCESS");
        assertThat(shop.balance("unapplied")).isEqualTo("0.0");
        assertThat(shop.again(second).state()).isEqualTo(PaymentState.REFUNDED);
    }

    @Test
    void theCheckOfConservationFindsWhatIsWrong() {
        Attempt payment = rich();
        shop.refund(payment.paymentId(), 40, "R1");
        for (String sabotage : List.of(
                "update gateway.payment set refunded_minor = refunded_minor + 1",
                "update gateway.payment set state = 'REFUNDED'",
                "update gateway.payment set amount_minor = amount_minor + 1",
                "update gateway.refund set amount_minor = amount_minor + 1",
                "update gateway.refund set state = 'FAILED'",
                "update gateway.refund set state = 'CREATED', due_at = created_at")) {
            assertThatThrownBy(() -> shop.in(() -> {
                        assertThat(shop.change(sabotage)).isEqualTo(1);
                        List<String> problems =
                                SERVER.bean(GatewayConservation.class).problems(shop.key(), Instant.EPOCH);
                        throw new IllegalStateException("found " + problems.size());
                    }))
                    .as(sabotage)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageNotContaining("found 0");
        }
        assertThatThrownBy(() -> shop.in(() -> {
                    shop.change("update gateway.refund set state = 'CREATED', due_at = created_at");
                    Instant now = SERVER.bean(Clock.class).instant();
                    throw new IllegalStateException(String.join(
                            "; ",
                            SERVER.bean(GatewayConservation.class).problems(shop.key(), now.plus(Duration.ofDays(8)))));
                }))
                .hasMessageContaining("was due at")
                .hasMessageContaining("has no end since")
                .hasMessageContaining("held of the refund balance is 0 paise");
    }
}
