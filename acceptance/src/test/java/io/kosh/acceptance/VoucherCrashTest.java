package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kosh.acceptance.Api.Reply;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server that is killed while it buys vouchers, and started again.
class VoucherCrashTest {
    private static final Path DATA = Path.of("target/voucher-crash-data").toAbsolutePath();
    private static final int ORDERS = 20;
    private static final List<String> OPEN = List.of("PENDING", "PROCESSING");

    /// What a killed server had taken is free again after four of the first. Calls that a busy machine makes too late
    /// are made again soon, rather than after minutes.
    private static final Map<String, String> PATIENCE =
            Map.of("KOSH_VOUCHERS_TIMEOUT", "3s", "KOSH_VOUCHERS_PAUSES", "2s");

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void everyOrderIsFilledOnceAndPaidOnce() {
        KoshProcess doomed = KoshProcess.start(DATA, PATIENCE);
        try {
            Api holder = holder(World.of(doomed.base(), doomed.demo()));
            holder.post(
                            "/sandbox/scenarios",
                            Json.object(
                                    "scenario",
                                    "late",
                                    "rail",
                                    "voucher",
                                    "times",
                                    ORDERS,
                                    "parameters",
                                    Json.object("delay", "2500ms")))
                    .expect(201);
            orderAll(holder);
            assertThat(IntStream.range(0, ORDERS).filter(i -> OPEN.contains(state(holder, i))))
                    .as("killed in the middle")
                    .isNotEmpty();
        } finally {
            doomed.kill();
        }

        try (KoshProcess again = KoshProcess.start(DATA, PATIENCE)) {
            World world = World.of(again.base(), again.demo());
            Api holder = holder(world);
            Set<String> codes = new HashSet<>();
            for (int i = 0; i < ORDERS; i++) {
                assertThat(ended(holder, i)).isEqualTo("SUCCESS");
                Reply details = holder.get("/api/v0/partner/fetch-order-details/CRASH-" + i)
                        .expect(200);
                assertThat(details.at("paylod.voucherDetailsList")).hasSize(1);
                codes.add(details.text("paylod.voucherDetailsList.0.cardNumber"));
            }
            assertThat(codes).hasSize(ORDERS);
            Reply account = holder.post("/api/v0/partner/enKashCard/cardAccount/get", """
                    {"cardAccountId": "CAQL8YCV3", "companyId": "CEK1PU9AOO"}""")
                    .expect(200);
            // The seed's own order is among them.
            assertThat(account.number("payload.totalRedemptionPoint")).isEqualTo(4500 + 100L * ORDERS);
            world.assertBooksBalance();
        }
    }

    private static Api holder(World world) {
        return world.login(world.demo().required("redemption"));
    }

    /// All at once, so that some are asked for and others wait when the server is killed.
    private static void orderAll(Api holder) {
        try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> orders = new ArrayList<>();
            IntStream.range(0, ORDERS).forEach(i -> orders.add(executor.submit(() -> order(holder, i))));
            for (Future<?> each : orders) {
                each.get();
            }
        } catch (InterruptedException | ExecutionException e) {
            throw new AssertionError(e);
        }
    }

    private static void order(Api holder, int number) {
        holder.post(
                        "/api/v0/partner/create-order",
                        Json.object(
                                "productCatalogId",
                                "PC7324536190LULHL",
                                "denomination",
                                100,
                                "quantity",
                                1,
                                "orderReferenceId",
                                "CRASH-" + number))
                .expect(200);
    }

    private static String state(Api holder, int number) {
        return holder.get("/api/v0/order/CRASH-" + number).expect(200).text("payload.orderStatus");
    }

    private static String ended(Api holder, int number) {
        long deadline = System.nanoTime() + 120_000_000_000L;
        String state = state(holder, number);
        while (OPEN.contains(state)) {
            assertThat(System.nanoTime()).as("order " + number).isLessThan(deadline);
            Thread.onSpinWait();
            state = state(holder, number);
        }
        return state;
    }
}
