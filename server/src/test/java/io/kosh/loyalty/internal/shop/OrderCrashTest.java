package io.kosh.loyalty.internal.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.kosh.kernel.Secret;
import io.kosh.loyalty.VoucherSupplier;
import io.kosh.loyalty.VoucherSupplier.Answer;
import io.kosh.loyalty.VoucherSupplier.Voucher;
import io.kosh.loyalty.internal.shop.Fulfilment.Claimed;
import io.kosh.loyalty.internal.shop.Orders.Basket;
import io.kosh.loyalty.internal.shop.Orders.Wanted;
import io.kosh.loyalty.internal.shop.Shop.Denomination;
import io.kosh.platform.Database;
import io.kosh.platform.DueWork.Fired;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that dies between any two steps, and calls to the supplier that go wrong. The tick does not look by
/// itself here: what is due is run when a test says so.
class OrderCrashTest {
    private static final TestServer SERVER = TestServer.start(
            Map.of("kosh.vouchers.look", "1h", "kosh.vouchers.timeout", "1s", "kosh.vouchers.answer-within", "3s"));

    private final Shop shop = Shop.on(SERVER, 1000);
    private final String product = shop.product(new Denomination("A", 100, Map.of("stock", 10)));
    private final Fulfilment fulfilment = SERVER.bean(Fulfilment.class);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    @AfterEach
    void theBooksBalance() {
        shop.assertBooksBalance();
        assertThat(shop.sql(
                        "select count(*) from ledger.hold where company_id = ? and state = 'HELD'",
                        Long.class,
                        shop.key().value()))
                .isZero();
    }

    private static Instant in(Duration time) {
        return SERVER.bean(Clock.class).instant().plus(time);
    }

    /// An order that no server has begun to fill.
    private VoucherOrder reserved(String reference) {
        return SERVER.bean(Orders.class)
                .reserve(
                        new Wanted(
                                new Shopper(shop.company().company(), shop.user()),
                                new Basket.OfProduct(product, 10_000, 3),
                                reference,
                                null,
                                null,
                                "test"),
                        null);
    }

    private List<Fired> run(Instant now) {
        return SERVER.bean(DueOrders.class).run(shop.key(), now, 100);
    }

    /// What a dead server has taken is free when its lease is over.
    private void leaseIsOver() {
        assertThat(shop.change(
                        "update loyalty.voucher_order set leased_until = timestamptz 'epoch' where lease is not null"))
                .isEqualTo(1);
    }

    private void endsWith(String reference, String state, String points, long stock) {
        Reply order = shop.found(reference);
        assertThat(order.text("payload.orderStatus")).as(order.body()).isEqualTo(state);
        assertThat(shop.points()).isEqualTo(points);
        assertThat(shop.sql("select stock from loyalty.product_config where id = ?", Long.class, product + "A"))
                .isEqualTo(stock);
    }

    private long soldByTheSupplier() {
        return 100_000
                - shop.sql(
                        "select coalesce((select stock from loyalty.sample_stock where sku = ?), 100000)",
                        Long.class,
                        "SKU-" + product + "A");
    }

    @Test
    void aServerThatDiesWhileItReservesHasReservedNothing() {
        assertThatThrownBy(() -> SERVER.bean(Database.class).inCompany(shop.key(), () -> {
                    reserved("R1");
                    throw new IllegalStateException("dies");
                }))
                .hasMessage("dies");

        assertThat(shop.found("R1").status()).isEqualTo(404);
        assertThat(shop.points()).isEqualTo("1000");
        assertThat(run(in(Duration.ofDays(2)))).isEmpty();
        reserved("R1");
        run(in(Duration.ZERO));
        endsWith("R1", "SUCCESS", "700", 7);
    }

    @Test
    void aServerThatDiesWhileItTakesAnOrderHasNotTakenIt() {
        VoucherOrder order = reserved("R1");
        assertThatThrownBy(() -> SERVER.bean(Database.class).inCompany(shop.key(), () -> {
                    fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO));
                    throw new IllegalStateException("dies");
                }))
                .hasMessage("dies");

        assertThat(shop.found("R1").text("payload.orderStatus")).isEqualTo("PENDING");
        assertThat(run(in(Duration.ZERO))).as("nobody else waits for a lease").hasSize(1);
        endsWith("R1", "SUCCESS", "700", 7);
    }

    @Test
    void aServerThatDiesBeforeItWritesARefusalAsksAnew() {
        spoil("refuse", "place", Map.of());
        VoucherOrder order = reserved("R1");
        Claimed claimed = Objects.requireNonNull(fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO)));
        assertThat(fulfilment.ask(shop.key(), claimed)).isInstanceOf(Answer.Refused.class);
        leaseIsOver();

        assertThat(run(in(Duration.ofMinutes(1)))).hasSize(1).allMatch(Fired::done);

        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
    }

    @Test
    void aServerThatDiesBeforeItBeginsLosesNothing() {
        reserved("R1");
        assertThat(shop.points()).isEqualTo("700");

        assertThat(run(in(Duration.ZERO))).hasSize(1).allMatch(Fired::done);

        endsWith("R1", "SUCCESS", "700", 7);
    }

    @Test
    void aServerThatDiesBeforeItAsksLosesNothing() {
        VoucherOrder order = reserved("R1");
        assertThat(fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO))).isNotNull();
        assertThat(run(in(Duration.ZERO))).as("somebody asks for it").isEmpty();
        leaseIsOver();

        assertThat(run(in(Duration.ofMinutes(1)))).hasSize(1).allMatch(Fired::done);

        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
    }

    @Test
    void aServerThatDiesBeforeItWritesWhatItHeardLosesNothingAndBuysOnce() {
        VoucherOrder order = reserved("R1");
        Claimed claimed = Objects.requireNonNull(fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO)));
        Answer heard = fulfilment.ask(shop.key(), claimed);
        assertThat(heard).isInstanceOf(Answer.Filled.class);
        leaseIsOver();

        assertThat(run(in(Duration.ofMinutes(1)))).hasSize(1).allMatch(Fired::done);

        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
        assertThat(fulfilment.settle(shop.key(), claimed, heard))
                .as("the first server comes back too late")
                .isNull();
        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(shop.details("R1").json().at("/paylod/voucherDetailsList")).hasSize(3);
    }

    @Test
    void aServerThatDiesWhileItWritesHasWrittenNothing() {
        VoucherOrder order = reserved("R1");
        Claimed claimed = Objects.requireNonNull(fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO)));
        Answer heard = fulfilment.ask(shop.key(), claimed);

        assertThatThrownBy(() -> SERVER.bean(Database.class).inCompany(shop.key(), () -> {
                    fulfilment.settle(shop.key(), claimed, heard);
                    throw new IllegalStateException("dies");
                }))
                .hasMessage("dies");

        assertThat(shop.found("R1").text("payload.orderStatus")).isEqualTo("PROCESSING");
        assertThat(shop.sql(
                        "select count(*) from loyalty.voucher where company_id = ?",
                        Long.class,
                        shop.key().value()))
                .isZero();
        leaseIsOver();
        run(in(Duration.ofMinutes(1)));
        endsWith("R1", "SUCCESS", "700", 7);
    }

    @Test
    void twoServersAtOneOrderAreOneEffect() {
        VoucherOrder order = reserved("R1");
        Claimed first = Objects.requireNonNull(fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO)));
        leaseIsOver();
        Claimed second = Objects.requireNonNull(fulfilment.claim(shop.key(), order.key(), in(Duration.ofMinutes(1))));

        Answer byFirst = fulfilment.ask(shop.key(), first);
        Answer bySecond = fulfilment.ask(shop.key(), second);

        assertThat(fulfilment.settle(shop.key(), first, byFirst)).isNull();
        assertThat(fulfilment.settle(shop.key(), second, bySecond)).isNotNull();
        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
    }

    @Test
    void whatWasNotOrderedEndsNothing() {
        VoucherOrder order = reserved("R1");
        Claimed claimed = Objects.requireNonNull(fulfilment.claim(shop.key(), order.key(), in(Duration.ZERO)));
        Voucher wrong = new Voucher(9, new Secret<>("1"), new Secret<>("2"), Instant.EPOCH);

        VoucherOrder after = fulfilment.settle(shop.key(), claimed, new Answer.Filled("S", List.of(wrong)));

        assertThat(Objects.requireNonNull(after).state()).isEqualTo(OrderState.PROCESSING);
        run(in(Duration.ofMinutes(1)));
        endsWith("R1", "SUCCESS", "700", 7);
    }

    private void spoil(String scenario, String call, Map<String, String> parameters) {
        Reply made = shop.api()
                .post(
                        "/sandbox/scenarios",
                        Map.of(
                                "scenario",
                                scenario,
                                "rail",
                                "voucher",
                                "field",
                                "call",
                                "value",
                                call,
                                "parameters",
                                parameters));
        assertThat(made.status()).as(made.body()).isEqualTo(201);
    }

    private Reply order() {
        return shop.order(product, 100, 3, "R1");
    }

    private void isOpenAndThenFilledOnce() {
        Reply placed = order();
        assertThat(placed.text("payload.orderStatus")).as(placed.body()).isEqualTo("PROCESSING");
        assertThat(placed.text("payload.paymentStatus")).isEqualTo("PENDING");
        assertThat(run(in(Duration.ofSeconds(5)))).as("not yet").isEmpty();
        assertThat(run(in(Duration.ofMinutes(1)))).hasSize(1).allMatch(Fired::done);
        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
    }

    @Test
    void aSupplierThatIsDownIsAskedAgain() {
        spoil("fail", "place", Map.of());
        isOpenAndThenFilledOnce();
    }

    @Test
    void aLostAnswerIsFoundAgain() {
        spoil("lose-answer", "place", Map.of());
        isOpenAndThenFilledOnce();
    }

    @Test
    void aGatewayThatGaveUpMayHaveOrdered() {
        spoil("lose-answer", "place", Map.of("as", "504"));
        isOpenAndThenFilledOnce();
    }

    @Test
    void aTimeOutIsAskedFor() {
        spoil("time-out", "place", Map.of("delay", "30s"));
        isOpenAndThenFilledOnce();
    }

    @Test
    void anAnswerThatIsTooLateIsFoundAgain() {
        spoil("late", "place", Map.of("delay", "30s"));
        isOpenAndThenFilledOnce();
    }

    @Test
    void aSupplierThatHasNoTimeIsLeftAloneForSoLong() {
        spoil("unavailable", "place", Map.of("retryAfter", "PT10M"));
        Reply placed = order();
        assertThat(placed.text("payload.orderStatus")).isEqualTo("PROCESSING");
        assertThat(run(in(Duration.ofMinutes(9)))).isEmpty();
        assertThat(run(in(Duration.ofMinutes(11)))).hasSize(1).allMatch(Fired::done);
        endsWith("R1", "SUCCESS", "700", 7);
    }

    @Test
    void aRefusalGivesEverythingBack() {
        spoil("refuse", "place", Map.of());
        assertThat(order().text("payload.orderStatus")).isEqualTo("FAILED");
        endsWith("R1", "FAILED", "1000", 10);
    }

    @Test
    void theQuestionWhatBecameOfItGoesWrongToo() {
        spoil("lose-answer", "place", Map.of());
        spoil("refuse", "find", Map.of());
        order();
        assertThat(run(in(Duration.ofMinutes(1)))).hasSize(1).noneMatch(Fired::done);
        assertThat(shop.found("R1").text("payload.orderStatus")).isEqualTo("PROCESSING");
        assertThat(run(in(Duration.ofMinutes(10)))).hasSize(1).allMatch(Fired::done);
        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
    }

    @Test
    void whatTheSupplierNeverGotIsGivenUpInTheEnd() {
        spoil("fail", "place", Map.of());
        order();

        run(in(Duration.ofHours(24)));
        assertThat(shop.found("R1").text("payload.orderStatus")).isEqualTo("PROCESSING");
        run(in(Duration.ofHours(25)));

        endsWith("R1", "FAILED", "1000", 10);
        assertThat(shop.found("R1").text("payload.failureReason")).isEqualTo("NOT_TAKEN");
        assertThat(soldByTheSupplier()).isZero();
    }

    @Test
    void whatTheSupplierTookInTheLastMinuteIsFoundBeforeItIsGivenUp() {
        spoil("fail", "place", Map.of());
        order();
        spoil("lose-answer", "place", Map.of());

        assertThat(run(in(Duration.ofHours(24).minusMinutes(1))))
                .as("placed, and the answer is lost")
                .noneMatch(Fired::done);
        assertThat(soldByTheSupplier()).isEqualTo(3);
        run(in(Duration.ofHours(26)));

        endsWith("R1", "SUCCESS", "700", 7);
        assertThat(soldByTheSupplier()).isEqualTo(3);
    }

    @Test
    void nothingComesBackToAStockThatWasCountedAnewMeanwhile() {
        spoil("fail", "place", Map.of());
        order();
        shop.change(
                "update loyalty.product_config set stock = 5, stock_set = stock_set + 1 where id = ?", product + "A");

        run(in(Duration.ofHours(25)));

        endsWith("R1", "FAILED", "1000", 5);
    }

    @Test
    void aSupplierThatTakesItsTimeIsAskedUntilItIsDone() {
        String slow = shop.product(new Denomination("A", 100, Map.of("sku", "X-SLOW")));
        assertThat(shop.order(slow, 100, 1, "R2").text("payload.orderStatus")).isEqualTo("PROCESSING");

        long deadline = System.nanoTime() + 20_000_000_000L;
        int minutes = 1;
        while (shop.found("R2").text("payload.orderStatus").equals("PROCESSING")) {
            assertThat(System.nanoTime()).isLessThan(deadline);
            run(in(Duration.ofMinutes(minutes += 90)));
        }

        assertThat(shop.found("R2").text("payload.orderStatus")).isEqualTo("SUCCESS");
        assertThat(shop.points()).isEqualTo("900");
    }

    @Test
    void theSupplierKeepsItsWordPerReference() {
        VoucherSupplier supplier = SERVER.bean(VoucherSupplier.class);
        VoucherOrder order = reserved("R1");

        assertThat(supplier.find(order.id())).isEqualTo(new Answer.Unknown());
        Answer first = supplier.place(order.forSupplier());
        assertThat(first).isInstanceOf(Answer.Filled.class);
        assertThat(supplier.place(order.forSupplier())).isEqualTo(first);
        assertThat(supplier.find(order.id())).isEqualTo(first);
        assertThat(soldByTheSupplier()).isEqualTo(3);
        run(in(Duration.ZERO));
        endsWith("R1", "SUCCESS", "700", 7);
    }
}
