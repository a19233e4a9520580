package io.kosh.gateway.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.gateway.Checkout;
import io.kosh.gateway.OrderState;
import io.kosh.gateway.internal.PaymentOrderMoves.Changed;
import io.kosh.gateway.internal.PaymentOrderMoves.Move;
import io.kosh.platform.DueWork.Fired;
import io.kosh.platform.DueWorks;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What business time does to orders. The server is this class's own, since its clock is moved.
@Tag("store")
class PaymentOrderTimeTest {
    private static final MovableBusinessClock CLOCK = new MovableBusinessClock(Instant.parse("2026-11-30T10:00:00Z"));
    private static final TestServer SERVER = TestServer.start(CLOCK);

    private final MerchantShop shop = MerchantShop.of(SERVER);

    @AfterAll
    static void stop() {
        SERVER.stop();
    }

    private List<Fired> runDue() {
        return SERVER.bean(DueWorks.class).runDue(shop.company(), CLOCK.now(shop.company()));
    }

    private void change(PaymentOrder before, PaymentOrder after) {
        shop.in(() -> {
            SERVER.bean(PaymentOrderMoves.class)
                    .save(shop.company(), List.of(new Changed(before, after, "test", null, null)));
            return true;
        });
    }

    @Test
    void anOrderThatLiesIdleExpires() {
        PaymentOrder made = shop.made("A1", 100);

        CLOCK.advance(Duration.ofMinutes(15).minusMillis(1));
        assertThat(runDue()).isEmpty();
        CLOCK.advance(Duration.ofMillis(1));
        assertThat(runDue()).singleElement().satisfies(fired -> {
            assertThat(fired.done()).isTrue();
            assertThat(fired.subject()).isEqualTo("order " + made.orderId());
            assertThat(fired.dueAt()).isEqualTo(made.idleAt());
        });
        assertThat(runDue()).isEmpty();

        PaymentOrder expired = shop.order(made.orderId());
        assertThat(expired.state()).isEqualTo(OrderState.EXPIRED);
        assertThat(expired.version()).isEqualTo(2);
        assertThat(shop.moves(expired)).extracting(Move::to).containsExactly(OrderState.CREATED, OrderState.EXPIRED);
        assertThat(shop.moves(expired).getLast().reason()).isEqualTo("it lay idle");
        assertThat(shop.get("/api/v0/orders/" + made.orderId()).text("payload.status"))
                .isEqualTo("EXPIRED");
    }

    @Test
    void anOrderWithAPaymentUnderWayIsKeptUntilItsEnd() {
        PaymentOrder made = shop.made("A1", 100);
        Instant now = CLOCK.now(shop.company());
        PaymentOrder tried = made.in(OrderState.ATTEMPTED, now).tried(now);
        change(made, tried);

        CLOCK.advance(Duration.ofHours(24).minusMillis(1));
        assertThat(runDue()).noneMatch(fired -> fired.work().equals("gateway.order-expiry"));
        CLOCK.advance(Duration.ofMillis(1));
        runDue();
        assertThat(shop.moves(shop.order(made.orderId())).getLast().reason()).isEqualTo("its time was over");
    }

    @Test
    void whatHappensPutsIdlingOff() {
        PaymentOrder made = shop.made("A1", 100);
        CLOCK.advance(Duration.ofMinutes(10));
        Checkout checkout = SERVER.bean(Checkout.class);
        assertThat(checkout.render(made.orderId()).state()).isEqualTo(OrderState.CHECKOUT_RENDERED);
        CLOCK.advance(Duration.ofMinutes(10));
        checkout.saveContact(made.orderId(), made.accessKey(), new Checkout.Contact("9876543210", null));

        CLOCK.advance(Duration.ofMinutes(14));
        assertThat(runDue()).isEmpty();
        CLOCK.advance(Duration.ofMinutes(1));
        runDue();
        assertThat(shop.order(made.orderId()).state()).isEqualTo(OrderState.EXPIRED);
    }

    @Test
    void anOrderAtWhichAPayerLooksAfterItsTimeHasEnded() {
        PaymentOrder made = shop.made("A1", 100);
        Checkout checkout = SERVER.bean(Checkout.class);
        CLOCK.advance(Duration.ofMinutes(15));

        assertThat(checkout.render(made.orderId()).state()).isEqualTo(OrderState.EXPIRED);
        assertThat(checkout.result(made.orderId())).containsEntry("orderStatus", "EXPIRED");
        assertThat(shop.moves(shop.order(made.orderId())).getLast().reason()).isEqualTo("it lay idle");
        assertThat(runDue()).isEmpty();
    }

    @Test
    void anOrderThatEndedStaysAsItIs() {
        PaymentOrder made = shop.made("A1", 100);
        change(made, made.in(OrderState.CANCELLED, CLOCK.now(shop.company())));

        CLOCK.advance(Duration.ofDays(2));
        assertThat(runDue()).isEmpty();
        assertThat(shop.order(made.orderId()).state()).isEqualTo(OrderState.CANCELLED);
    }

    @Test
    void manyExpireTogether() {
        for (int i = 0; i < 30; i++) {
            shop.made("A" + i, 1);
        }

        CLOCK.advance(Duration.ofMinutes(16));
        // The tick may take some of them first.
        assertThat(runDue()).hasSizeLessThanOrEqualTo(30).allMatch(Fired::done);
        assertThat(shop.count("select count(*) from gateway.payment_order where company_id = ? and state = 'EXPIRED'"))
                .isEqualTo(30);
    }
}
