package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kosh.acceptance.Api.NoAnswer;
import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server that is killed while payers pay, between what the acquirer says and what is written of it, and started
/// again: each order is paid once, and the books have what the acquirer has.
class PaymentCrashTest {
    private static final Path DATA = Path.of("target/payment-crash-data").toAbsolutePath();
    private static final int ORDERS = 24;
    private static final int HELD = 8;

    /// Whoever died is looked after soon.
    private static final Map<String, String> IMPATIENCE = Map.of(
            "KOSH_PAYMENTS_FIRSTLOOK", "3s",
            "KOSH_PAYMENTS_PAUSES", "2s",
            "KOSH_PAYMENTS_TIMEOUT", "8s");

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void everyOrderIsPaidOnceWhateverItsServerDid() {
        List<String> orders = new ArrayList<>();
        List<String> held = new ArrayList<>();
        Company company;
        KoshProcess doomed = KoshProcess.start(DATA, IMPATIENCE);
        try {
            World world = World.of(doomed.base(), doomed.demo());
            company = world.company(1);
            Merchant shop = Merchant.of(world, company);
            for (int i = 0; i < ORDERS; i++) {
                orders.add(shop.order("crash-" + i, "10"));
            }
            for (int i = 0; i < HELD; i++) {
                held.add(shop.order("held-" + i, "10"));
            }
            String refunded = shop.pay(shop.order("refunded", "10"), "success@kosh");
            shop.awaitTransaction(refunded, "SUCCESS");
            shop.recharge("100", "crash");
            payAndKill(doomed, shop, orders, held, refunded);
        } finally {
            doomed.kill();
        }

        try (KoshProcess again = KoshProcess.start(DATA, IMPATIENCE)) {
            World world = World.of(again.base(), again.demo());
            Company same = new Company(
                    company.id(),
                    company.clientId(),
                    company.clientSecret(),
                    world.nobody().byClient(company.clientId(), company.clientSecret()),
                    company.users());
            Merchant shop = Merchant.of(world, same);
            for (String order : orders) {
                if (shop.orderNow(order).text("payload.status").equals("CREATED")) {
                    // The call never came so far.
                    shop.pay(order, "success@kosh");
                }
                Merchant.await(
                        () -> shop.orderNow(order), "payload.transactions.0.status", List.of("SUCCESS", "FAILED"));
                if (!shop.orderNow(order).text("payload.status").equals("PAID")) {
                    String lost = shop.orderNow(order).text("payload.transactions.0.transactionId");
                    assertThat(shop.transaction(lost).text("payload.errorCode"))
                            .as("only what never came to the acquirer is not paid")
                            .isEqualTo("NOT_RECEIVED");
                    shop.pay(order, "success@kosh");
                    shop.awaitOrder(order, "PAID");
                }
            }
            for (String order : held) {
                shop.awaitOrder(order, "PAID");
                assertThat(shop.orderNow(order).at("payload.transactions"))
                        .as("attempts")
                        .hasSize(1);
            }
            shop.awaitRefund("crash-refund", "SUCCESS");
            assertThat(shop.balance("atRail")).isEqualByComparingTo(Integer.toString(10 * (ORDERS + HELD + 1) - 4));
            shop.assertConserved();
        }
    }

    /// What is held has its answer kept back by a scenario: the acquirer has done it, and its server dies before it
    /// hears of that.
    private static void payAndKill(
            KoshProcess doomed, Merchant shop, List<String> orders, List<String> held, String refunded) {
        late(shop, "collect", HELD);
        late(shop, "refund", 1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            held.forEach(order -> threads.execute(() -> unheard(() -> shop.pay(order, "success@kosh"))));
            threads.execute(() -> unheard(() -> shop.refund(refunded, "4", "crash-refund")));
            Merchant.await(() -> scenarios(shop), "items.0.used", List.of(Integer.toString(HELD)));
            Merchant.await(() -> scenarios(shop), "items.1.used", List.of("1"));
            IntStream.range(0, ORDERS)
                    .forEach(i -> threads.execute(() -> {
                        unheard(() -> shop.pay(orders.get(i), i % 2 == 0 ? "slow@kosh" : "success@kosh"));
                        if (i == ORDERS / 2) {
                            doomed.kill();
                        }
                    }));
        }
    }

    private static void unheard(Runnable call) {
        try {
            call.run();
        } catch (NoAnswer _) {
            // Killed under way.
        }
    }

    private static Reply scenarios(Merchant shop) {
        return shop.company().api().get("/sandbox/scenarios").expect(200);
    }

    private static void late(Merchant shop, String call, int times) {
        shop.company()
                .api()
                .post(
                        "/sandbox/scenarios",
                        Json.object(
                                "scenario",
                                "late",
                                "rail",
                                "upi",
                                "field",
                                "call",
                                "value",
                                call,
                                "times",
                                times,
                                "parameters",
                                Json.object("delay", "30s")))
                .expect(201);
    }
}
