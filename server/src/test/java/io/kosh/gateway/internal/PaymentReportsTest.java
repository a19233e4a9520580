package io.kosh.gateway.internal;

import static io.kosh.gateway.internal.GatewayShop.AMOUNT;
import static io.kosh.gateway.internal.GatewayShop.RAILS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.kosh.gateway.Checkout.Choice;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.platform.DueWork;
import io.kosh.rails.RailAnswer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("store")
class PaymentReportsTest {
    private static final int RACING = 32;
    private static final RailAnswer DECLINED = new RailAnswer.Declined("U30", "The bank declined the payment.");

    private final GatewayShop shop = new GatewayShop();

    /// What payers paid is what can be settled, what is on top, fees and what stands unapplied.
    private void assertConserved(long paid) {
        long fees = shop.balance(GatewayBook.FEES) + shop.balance(GatewayBook.GST);
        assertThat(shop.balance(GatewayBook.AT_RAIL)).as("at the rail").isEqualTo(paid);
        assertThat(shop.balance(GatewayBook.TO_SETTLE)
                        + shop.balance(GatewayBook.SURCHARGES)
                        + fees
                        + shop.balance(GatewayBook.UNAPPLIED))
                .as("whose it is")
                .isEqualTo(paid);
    }

    @Test
    void aPaymentThatIsPaidPaysItsOrderOnce() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        assertThat(payment.state()).isEqualTo(PaymentState.PENDING_WITH_BANK);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.ATTEMPTED);

        RailAnswer.Paid paid = RAILS.paid();
        Attempt first = shop.told(payment, paid).payment();
        Attempt again = shop.told(payment, paid).payment();

        assertThat(first.state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(first.bankReference()).isEqualTo(paid.bankReference());
        assertThat(again).isEqualTo(first);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
        assertConserved(first.charge().finalAmount());
    }

    @Test
    void successIsFinalWhateverComesAfterIt() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        shop.told(payment, RAILS.paid());

        for (RailAnswer late : List.of(
                DECLINED,
                FakeRails.waiting(),
                new RailAnswer.Unknown(),
                new RailAnswer.Authorised("R9"),
                new RailAnswer.Unheard("TIMEOUT", null))) {
            assertThat(shop.told(payment, late).payment().state())
                    .as("%s", late)
                    .isEqualTo(PaymentState.SUCCESS);
        }
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
        assertThat(shop.database.inCompany(shop.company, () -> shop.store.moves(shop.company, payment.key())))
                .anyMatch(move -> move.to() == null && "told as declined after it was paid: U30".equals(move.note()));
        assertConserved(payment.charge().finalAmount());
    }

    @Test
    void aLateSuccessPaysAnOrderThatCanStillBePaid() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        assertThat(shop.told(payment, DECLINED).payment().state()).isEqualTo(PaymentState.FAILED);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.ATTEMPTED);

        Attempt late = shop.told(payment, RAILS.paid()).payment();

        assertThat(late.state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(late.late()).isTrue();
        assertThat(late.isUnapplied()).isFalse();
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
        assertConserved(late.charge().finalAmount());
    }

    @Test
    void whatIsPaidForAnOrderThatExpiredOrWasCancelledGoesBack() {
        for (OrderState closed : List.of(OrderState.EXPIRED, OrderState.CANCELLED)) {
            GatewayShop merchant = new GatewayShop();
            PaymentOrder order = merchant.order();
            Attempt payment = merchant.pay(order, "later@upi");
            merchant.move(order, closed);

            Attempt late = merchant.told(payment, RAILS.paid()).payment();

            assertThat(late.isUnapplied()).isTrue();
            assertThat(merchant.find(order).state()).isEqualTo(closed);
            assertThat(merchant.balance(GatewayBook.TO_SETTLE)).isZero();
            giveBack(merchant);
            assertThat(merchant.attempts(order).getFirst().state()).isEqualTo(PaymentState.REFUNDED);
            assertThat(merchant.balance(GatewayBook.UNAPPLIED)).isZero();
            assertThat(merchant.balance(GatewayBook.AT_RAIL)).isZero();
        }
    }

    /// Refunds are given beside requests; what has found no place there is due.
    private static void giveBack(GatewayShop merchant) {
        merchant.server.beans(DueWork.class).stream()
                .filter(work -> work.name().startsWith("gateway.refund"))
                .forEach(work -> work.run(merchant.company, merchant.now().plusSeconds(60), 100));
    }

    @Test
    void ofTwoSuccessesTheSecondGoesBack() {
        PaymentOrder order = shop.order();
        Attempt one = shop.pay(order, "later@upi");
        Attempt two = shop.pay(order, "later@upi");

        shop.told(two, RAILS.paid());
        Attempt second = shop.told(one, RAILS.paid()).payment();

        assertThat(second.isUnapplied()).isTrue();
        giveBack(shop);
        assertThat(shop.attempts(order))
                .extracting(Attempt::state)
                .containsExactly(PaymentState.REFUNDED, PaymentState.SUCCESS);
        assertConserved(one.charge().finalAmount());
    }

    @Test
    void ofThirtyTwoRacingSubmitsExactlyOneSuccessStands() throws Exception {
        shop.fixture.api().put("/api/v1/gateway/settings", Map.of("maxAttempts", 50));
        PaymentOrder order = shop.order();
        // Nobody is answered before all have been asked for: not one is refused because another was quicker.
        CyclicBarrier asked = new CyclicBarrier(RACING);
        RAILS.answer("racing@upi", _ -> {
            meet(asked);
            return RAILS.paid();
        });
        List<Attempt> through = new ArrayList<>();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<Attempt>> racing = Collections.nCopies(RACING, () -> shop.pay(order, "racing@upi"));
            for (Future<Attempt> each : threads.invokeAll(racing)) {
                through.add(each.get());
            }
        }

        assertThat(through)
                .hasSize(RACING)
                .filteredOn(each -> !each.isUnapplied())
                .hasSize(1);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
        assertThat(shop.find(order).attempts()).isEqualTo(RACING);
        await().atMost(Duration.ofSeconds(30)).untilAsserted(() -> {
            giveBack(shop);
            assertThat(shop.attempts(order))
                    .filteredOn(each -> each.state() == PaymentState.REFUNDED)
                    .hasSize(RACING - 1);
        });
        assertThat(shop.attempts(order))
                .hasSize(RACING)
                .filteredOn(each -> each.state() == PaymentState.SUCCESS)
                .hasSize(1);
        assertConserved(through.getFirst().charge().finalAmount());
    }

    private static void meet(CyclicBarrier others) {
        try {
            others.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException | BrokenBarrierException | TimeoutException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aReportForAnotherCompanyIsRefusedAndChangesNothing() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        CompanyKey other = new GatewayShop().company;

        assertThatThrownBy(() -> shop.reports.payment(other, "fake", payment.paymentId(), RAILS.paid()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(payment.paymentId());

        assertThat(shop.attempts(order).getFirst()).isEqualTo(payment);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.ATTEMPTED);
    }

    @Test
    void aPaymentWhoseServerDiedBeforeItsAnswerWasWrittenIsReconciled() {
        PaymentOrder paid = shop.order();
        PaymentOrder unasked = shop.order();
        Attempt known = begun(paid);
        Attempt lost = begun(unasked);
        RAILS.knows(known.paymentId(), RAILS.paid());

        assertThat(shop.runDue("gateway.payment-inquiry", Duration.ofSeconds(10)))
                .isEmpty();
        shop.runDue("gateway.payment-inquiry", Duration.ofMinutes(1));

        assertThat(shop.attempts(paid).getFirst().state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(shop.find(paid).state()).isEqualTo(OrderState.PAID);
        assertThat(shop.attempts(unasked).getFirst().state()).isEqualTo(PaymentState.FAILED);
        assertThat(shop.attempts(unasked).getFirst().code()).isEqualTo(PaymentDecision.NOT_RECEIVED);
        assertThat(shop.find(unasked).state()).isEqualTo(OrderState.ATTEMPTED);
        assertConserved(AMOUNT + known.charge().surcharge() + known.charge().surchargeGst());
        assertThat(RAILS.wasAsked(lost.paymentId())).isFalse();
    }

    /// All that a server does before it asks a rail.
    private Attempt begun(PaymentOrder order) {
        ChosenMethod chosen =
                shop.server.bean(PaymentChoices.class).look(shop.company, new Choice.Vpa("later@upi"), AMOUNT);
        return shop.database
                .inCompany(
                        shop.company,
                        () -> shop.server
                                .bean(NewPayments.class)
                                .begin(shop.company, order.key(), chosen, GatewayShop.start("later@upi")))
                .payment();
    }

    @Test
    void whatWaitsTooLongIsThoughtLostAndAskedForOnUntilTheRailSaysSo() {
        PaymentOrder order = shop.order();
        Attempt payment = shop.pay(order, "later@upi");
        RAILS.knows(payment.paymentId(), FakeRails.waiting());

        shop.runDue("gateway.payment-inquiry", Duration.ofMinutes(8));
        Attempt lost = shop.attempts(order).getFirst();
        assertThat(lost.state()).isEqualTo(PaymentState.FAILED);
        assertThat(lost.dueAt()).isNotNull();

        RAILS.knows(payment.paymentId(), RAILS.paid());
        shop.runDue("gateway.payment-inquiry", Duration.ofMinutes(9));

        assertThat(shop.attempts(order).getFirst().state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(shop.find(order).state()).isEqualTo(OrderState.PAID);
    }

    @Test
    void whatIsDueIsAskedForInABoundedNumberOfPlaces() throws Exception {
        List<GatewayShop> shops = List.of(new GatewayShop(), new GatewayShop(), new GatewayShop());
        for (GatewayShop each : shops) {
            for (int i = 0; i < 9; i++) {
                each.pay(each.order(), "later@upi");
            }
        }
        AtomicInteger asking = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CountDownLatch answer = new CountDownLatch(1);
        RAILS.whileItLooks(() -> {
            most.accumulateAndGet(asking.incrementAndGet(), Math::max);
            try {
                answer.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
            asking.decrementAndGet();
        });
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<List<DueWork.Fired>>> runs = new ArrayList<>();
            for (GatewayShop each : shops.subList(0, 2)) {
                runs.add(threads.submit(() -> each.runDue("gateway.payment-inquiry", Duration.ofMinutes(1))));
            }
            await().untilAsserted(() -> assertThat(asking).hasValue(16));

            assertThat(shops.getLast().runDue("gateway.payment-inquiry", Duration.ofMinutes(1)))
                    .as("no place is free")
                    .isEmpty();

            answer.countDown();
            for (Future<List<DueWork.Fired>> each : runs) {
                assertThat(each.get()).hasSize(9);
            }
            assertThat(most).hasValue(16);
        } finally {
            answer.countDown();
            RAILS.whileItLooks(() -> {});
        }
        assertThat(shops.getLast().runDue("gateway.payment-inquiry", Duration.ofMinutes(1)))
                .as("what found no place stays due")
                .hasSize(9);
    }

    @Test
    void whatABankSetsAsideIsHeldUntilItIsTakenOrLetGo() {
        PaymentOrder taken = shop.order();
        PaymentOrder declined = shop.order();
        Attempt one = shop.pay(taken, "later@upi");
        Attempt two = shop.pay(declined, "later@upi");

        assertThat(shop.told(one, new RailAnswer.Authorised("R7")).payment().state())
                .isEqualTo(PaymentState.AUTHORIZED);
        shop.told(two, new RailAnswer.Authorised("R8"));
        assertThat(shop.balance(GatewayBook.AT_RAIL)).isZero();

        shop.told(one, RAILS.paid());
        shop.told(two, DECLINED);

        assertThat(shop.attempts(taken).getFirst().state()).isEqualTo(PaymentState.SUCCESS);
        assertThat(shop.attempts(declined).getFirst().state()).isEqualTo(PaymentState.FAILED);
        assertConserved(one.charge().finalAmount());
    }

    @Test
    void aLinkIsNoAttemptUntilItIsOpened() {
        PaymentOrder order = shop.order();
        Attempt ready = shop.payments.readyLink(shop.company, order.key()).payment();
        Attempt again = shop.payments.readyLink(shop.company, order.key()).payment();

        assertThat(again.paymentId()).isEqualTo(ready.paymentId());
        assertThat(shop.find(order).attempts()).isZero();
        assertThat(RAILS.wasAsked(ready.paymentId())).isFalse();

        OrderPayment opened = shop.payments.openLink(shop.company, ready, "gpay");

        assertThat(opened.payment().state()).isEqualTo(PaymentState.PENDING_WITH_BANK);
        assertThat(shop.find(order).attempts()).isEqualTo(1);
        assertThat(RAILS.asked(ready.paymentId()).amountMinor()).isEqualTo(AMOUNT);
        assertThat(shop.payments.readyLink(shop.company, order.key()).payment().paymentId())
                .isNotEqualTo(ready.paymentId());
    }
}
