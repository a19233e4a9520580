package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kosh.acceptance.Api.NoAnswer;
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

    /// Whoever died is looked after soon.
    private static final Map<String, String> IMPATIENCE = Map.of(
            "KOSH_PAYMENTS_FIRSTLOOK", "3s",
            "KOSH_PAYMENTS_PAUSES", "2s",
            "KOSH_PAYMENTS_TIMEOUT", "2s");

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void everyOrderIsPaidOnceWhateverItsServerDid() {
        List<String> orders = new ArrayList<>();
        Company company;
        KoshProcess doomed = KoshProcess.start(DATA, IMPATIENCE);
        try {
            World world = World.of(doomed.base(), doomed.demo());
            company = world.company(1);
            Merchant shop = Merchant.of(world, company);
            for (int i = 0; i < ORDERS; i++) {
                orders.add(shop.order("crash-" + i, "10"));
            }
            payAndKill(doomed, shop, orders);
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
            assertThat(shop.balance("atRail")).isEqualByComparingTo(Integer.toString(10 * ORDERS));
            shop.assertConserved();
        }
    }

    private static void payAndKill(KoshProcess doomed, Merchant shop, List<String> orders) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            IntStream.range(0, ORDERS)
                    .forEach(i -> threads.execute(() -> {
                        try {
                            shop.pay(orders.get(i), i % 2 == 0 ? "slow@kosh" : "success@kosh");
                        } catch (NoAnswer _) {
                            // Killed under way.
                        }
                        if (i == ORDERS / 2) {
                            doomed.kill();
                        }
                    }));
        }
    }
}
