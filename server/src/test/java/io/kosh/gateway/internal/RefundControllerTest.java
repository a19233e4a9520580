package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.PaymentState;
import io.kosh.platform.Database;
import io.kosh.platform.PublicIds;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Refunds by merchants, from HTTP to SQL.
@Tag("store")
class RefundControllerTest {
    private static final int THREADS = 32;
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

    @Test
    void aPaymentGoesBackWhole() {
        Attempt payment = shop.paid(100);
        shop.recharge(500);

        Reply reply = shop.post(
                "/api/v0/payment/" + payment.paymentId() + "/refund",
                Map.of("amount", "100", "remarks", "refund testing payu", "requestId", "R1"));

        assertThat(reply.status()).as(reply.body()).isEqualTo(200);
        assertThat(reply.text("response_code")).isEqualTo("0");
        assertThat(reply.json().get("payload").propertyNames())
                .containsExactly(
                        "amount",
                        "paymentMode",
                        "bankCode",
                        "bankName",
                        "currency",
                        "status",
                        "transactionId",
                        "txnMsg",
                        "txnDate",
                        "uniqueTransactionId",
                        "bankTransactionId");
        assertThat(reply.text("payload.status")).isEqualTo("SUCCESS");
        assertThat(reply.text("payload.transactionId")).isEqualTo(payment.paymentId());
        assertThat(reply.text("payload.bankCode")).isEqualTo("HDFC");
        assertThat(reply.text("payload.bankTransactionId")).startsWith("UTREK");
        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.REFUNDED);
        assertThat(shop.available()).isEqualTo("400.0");
        assertThat(BANK.given(payment.paymentId())).isEqualTo(10_000);
        Refund refund = shop.refunds(payment).getFirst();
        assertThat(refund.refundId()).matches("EK[0-9]{13}[A-Za-z0-9]{5}");
        assertThat(shop.key())
                .isEqualTo(SERVER.bean(Database.class)
                        .inRegistry(() ->
                                SERVER.bean(PublicIds.class).companyOf(refund.refundId(), PublicIds.Kind.REFUND)));
    }

    @Test
    void partsAddUpToTheWhole() {
        Attempt payment = shop.paid(100);
        shop.recharge(500);

        assertThat(shop.refund(payment.paymentId(), 40, "R1").text("payload.status"))
                .isEqualTo("SUCCESS");
        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        RefundShop.refused(shop.refund(payment.paymentId(), "60.01", "R2"), 422, "at most 60.00");
        assertThat(shop.refund(payment.paymentId(), "59.99", "R2").text("payload.status"))
                .as("a refused requestId may be tried again")
                .isEqualTo("SUCCESS");
        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.PARTIALLY_REFUNDED);
        assertThat(shop.refund(payment.paymentId(), "0.01", "R3").text("payload.status"))
                .isEqualTo("SUCCESS");

        assertThat(shop.again(payment).state()).isEqualTo(PaymentState.REFUNDED);
        RefundShop.refused(shop.refund(payment.paymentId(), "0.01", "R4"), 422, "went back");
        assertThat(shop.available()).isEqualTo("400.0");
    }

    @Test
    void aLowRefundBalanceChangesNothing() {
        Attempt payment = shop.paid(100);
        RefundShop.refused(shop.refund(payment.paymentId(), 10, "R1"), 422, "recharge");
        shop.recharge("9.99");
        RefundShop.refused(shop.refund(payment.paymentId(), 10, "R1"), 422, "recharge");

        assertThat(shop.refunds(payment)).isEmpty();
        assertThat(shop.again(payment)).isEqualTo(payment);
        shop.recharge("0.01");
        assertThat(shop.refund(payment.paymentId(), 10, "R1").status()).isEqualTo(200);
        assertThat(shop.available()).isEqualTo("0.0");
    }

    @Test
    void aRequestIdIsOneRefund() {
        Attempt payment = shop.paid(100);
        Attempt other = shop.paid(100);
        shop.recharge(500);

        Reply first = shop.refund(payment.paymentId(), 40, "R1");
        Reply again = shop.refund(payment.paymentId(), "40.00", "R1");

        assertThat(again.body()).isEqualTo(first.body());
        assertThat(shop.refunds(payment)).hasSize(1);
        RefundShop.refused(shop.refund(payment.paymentId(), 41, "R1"), 409, "R1");
        RefundShop.refused(shop.refund(other.paymentId(), 40, "R1"), 409, "R1");
        assertThat(shop.available()).isEqualTo("460.0");
    }

    @Test
    void onlyWhatWasPaidGoesBack() {
        shop.recharge(500);
        BANK.letPayersWait();
        Attempt waiting = shop.pay(shop.order(100));
        RefundShop.refused(shop.refund(waiting.paymentId(), 10, "R1"), 422, "PENDING_WITH_BANK");
        RefundShop.refused(shop.refund("EK0000000000000ABCDE", 10, "R1"), 404, "no transaction");
        RefundShop other = RefundShop.on(SERVER);
        RefundShop.refused(other.refund(waiting.paymentId(), 10, "R1"), 404, "no transaction");
    }

    @Test
    void whatIsWrittenWronglyIsRefused() {
        Attempt payment = shop.paid(100);
        String path = "/api/v0/payment/" + payment.paymentId() + "/refund";
        RefundShop.refused(shop.post(path, Map.of("requestId", "R")), 400, "amount");
        RefundShop.refused(shop.post(path, Map.of("amount", 1)), 400, "requestId");
        RefundShop.refused(shop.post(path, Map.of("amount", 0, "requestId", "R")), 400, "amount");
        RefundShop.refused(shop.post(path, Map.of("amount", "1.001", "requestId", "R")), 400, "amount");
        RefundShop.refused(shop.post(path, Map.of("amount", -5, "requestId", "R")), 400, "amount");
        RefundShop.refused(shop.post("/api/v0/refund/status", Map.of()), 400, "requestId");
    }

    @Test
    void refundsAreFoundByTheirIds() {
        Attempt payment = shop.paid(100);
        shop.recharge(500);
        shop.refund(payment.paymentId(), 10, "R1");
        shop.refund(payment.paymentId(), 20, "R2");

        Reply byPayment = shop.post("/api/v0/refund/status", Map.of("transactionId", payment.paymentId()));
        assertThat(byPayment.json().at("/payload")).hasSize(2);
        String refundId = byPayment.text("payload.1.refundId");
        for (Map<String, String> wish : List.of(Map.of("requestId", "R2"), Map.of("refundId", refundId))) {
            Reply found = shop.post("/api/v0/refund/status", wish);
            assertThat(found.json().at("/payload")).as(found.body()).hasSize(1);
            assertThat(found.text("payload.0.refundId")).isEqualTo(refundId);
            assertThat(found.text("payload.0.amount")).isEqualTo("20.0");
            assertThat(found.text("payload.0.refundStatus")).isEqualTo("SUCCESS");
            RefundShop.refused(RefundShop.on(SERVER).post("/api/v0/refund/status", wish), 404, "no refund");
        }
        Reply page = shop.fixture().api().get("/api/v1/gateway/refunds?limit=1");
        assertThat(page.text("items.0.requestId")).isEqualTo("R2");
        Reply next = shop.fixture().api().get("/api/v1/gateway/refunds?limit=1&cursor=" + page.text("nextCursor"));
        assertThat(next.text("items.0.requestId")).isEqualTo("R1");
        assertThat(next.json().get("nextCursor").isNull()).isTrue();
    }

    @Test
    void aRechargeIsOneEffect() {
        Map<String, Object> body = Map.of("amount", "100.50", "reference", "NEFT-1");
        String path = "/api/v1/gateway/refund-balance/recharges";
        Reply first = shop.fixture().api().post(path, body);
        assertThat(first.status()).as(first.body()).isEqualTo(201);
        assertThat(first.text("refundBalance.available")).isEqualTo("100.5");
        assertThat(shop.fixture().api().post(path, body).text("replayed")).isEqualTo("true");
        assertThat(shop.fixture()
                        .api()
                        .post(path, Map.of("amount", 1, "reference", "NEFT-1"))
                        .status())
                .isEqualTo(409);
        assertThat(shop.available()).isEqualTo("100.5");
    }

    @Test
    void theBalancesTellWhereEveryRupeeIs() {
        Attempt payment = shop.paid(1000);
        shop.recharge(300);
        shop.refund(payment.paymentId(), 100, "R1");

        double whose = 0;
        for (String name : List.of("settleable", "surcharges", "gst", "fees", "unapplied", "chargedBack")) {
            whose += Double.parseDouble(shop.balance(name));
        }
        double paid = payment.charge().finalAmount() / 100.0;
        assertThat(whose).isEqualTo(paid);
        assertThat(Double.parseDouble(shop.balance("atRail"))).isEqualTo(paid - 100);
        assertThat(shop.balance("refundBalance.available")).isEqualTo("200.0");
    }

    private static List<Reply> together(IntFunction<Reply> call) throws InterruptedException {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            int number = i;
            calls.add(() -> call.apply(number));
        }
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Reply> replies = new ArrayList<>();
            for (Future<Reply> each : executor.invokeAll(calls)) {
                replies.add(each.get());
            }
            return replies;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @Test
    void racingRefundsNeverGiveMoreBackThanWasPaid() throws InterruptedException {
        Attempt payment = shop.paid(100);
        shop.recharge(1000);

        List<Reply> replies = together(i -> shop.refund(payment.paymentId(), 30, "R" + i));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(3);
        assertThat(replies).filteredOn(reply -> reply.status() == 422).hasSize(THREADS - 3);
        shop.later(java.time.Duration.ofHours(1));
        assertThat(BANK.given(payment.paymentId())).isEqualTo(9_000);
        assertThat(shop.again(payment).refunded()).isEqualTo(9_000);
        assertThat(shop.available()).isEqualTo("910.0");
    }

    @Test
    void racingRefundsNeverOverdrawTheBalance() throws InterruptedException {
        Attempt one = shop.paid(1000);
        Attempt other = shop.paid(1000);
        shop.recharge(100);

        List<Reply> replies = together(i -> shop.refund((i % 2 == 0 ? one : other).paymentId(), 30, "R" + i));

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(3);
        shop.later(java.time.Duration.ofHours(1));
        assertThat(BANK.given(one.paymentId()) + BANK.given(other.paymentId())).isEqualTo(9_000);
        assertThat(shop.available()).isEqualTo("10.0");
    }

    @Test
    void aRacingRequestIdIsOneRefund() throws InterruptedException {
        Attempt one = shop.paid(100);
        Attempt other = shop.paid(100);
        shop.recharge(1000);

        List<Reply> replies = together(i -> shop.refund((i % 2 == 0 ? one : other).paymentId(), 10, "R"));

        assertThat(replies).extracting(Reply::status).containsOnly(200, 409);
        shop.later(java.time.Duration.ofHours(1));
        assertThat(BANK.given(one.paymentId()) + BANK.given(other.paymentId())).isEqualTo(1_000);
        assertThat(shop.available()).isEqualTo("990.0");
    }
}
