package io.kosh.loyalty.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real threads on real PostgreSQL.
@Tag("store")
class CoinConcurrencyTest {
    private static final int THREADS = 64;

    private final Fixture shop = Api.of(TestServer.shared()).newCompany(4);
    private final String user = shop.userIds().getFirst();

    @AfterEach
    void theBooksBalance() {
        Reply audit = shop.api().get("/api/v1/ledger/audit");
        assertThat(audit.json().get("balanced").asBoolean()).as(audit.body()).isTrue();
    }

    private static <T> List<T> together(int threads, int times, Callable<T> call) throws InterruptedException {
        return together(IntStream.range(0, threads * times).mapToObj(_ -> call).toList(), threads);
    }

    private static <T> List<T> together(List<Callable<T>> calls, int threads) throws InterruptedException {
        CountDownLatch start = new CountDownLatch(threads);
        try (var executor = Executors.newFixedThreadPool(threads)) {
            List<Future<T>> futures = new ArrayList<>();
            for (Callable<T> call : calls) {
                futures.add(executor.submit(() -> {
                    start.countDown();
                    start.await();
                    return call.call();
                }));
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : futures) {
                results.add(future.get());
            }
            return results;
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    private String event(Map<String, Object> rules) {
        Map<String, Object> body = new HashMap<>(rules);
        body.put("event", "E");
        body.put("amount", 10);
        return shop.api().post("/api/v1/coins/events", body).text("coinConfigId");
    }

    private Reply give(String requestId, String userId) {
        return shop.api()
                .post(
                        "/api/v0/enkash-coins/allocate-coin",
                        Map.of("companyId", shop.companyId(), "event", "E", "requestId", requestId, "userId", userId));
    }

    private long available(String userId) {
        return shop.api()
                .get("/api/v1/coins/users/" + userId)
                .json()
                .get("available")
                .asLong();
    }

    @Test
    void sixteenRequestIdsRepeatedByEachOfSixtyFourThreadsAreSixteenTransfers() throws Exception {
        event(Map.of());
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int thread = 0; thread < THREADS; thread++) {
            for (int id = 0; id < 16; id++) {
                String requestId = "R" + id;
                String receiver = shop.userIds().get(id % 4);
                calls.add(() -> give(requestId, receiver).status());
            }
        }

        List<Integer> statuses = together(calls, THREADS);

        assertThat(statuses.stream().distinct().toList()).containsOnly(200);
        assertThat(shop.api().get("/api/v1/coins/liability").text("issued")).isEqualTo("160");
        for (String receiver : shop.userIds()) {
            assertThat(available(receiver)).isEqualTo(40);
        }
    }

    @Test
    void aBudgetIsNeverPassed() throws Exception {
        event(Map.of("budget", 305));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 2 * THREADS; i++) {
            String requestId = "R" + i;
            String receiver = shop.userIds().get(i % 4);
            calls.add(() -> give(requestId, receiver).status());
        }

        List<Integer> statuses = together(calls, THREADS);

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(30);
        assertThat(shop.api().get("/api/v1/coins/liability").text("issued")).isEqualTo("300");
    }

    @Test
    void aDailyCapIsNeverPassed() throws Exception {
        event(Map.of("dailyUserCap", 70));
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 2 * THREADS; i++) {
            String requestId = "R" + i;
            calls.add(() -> give(requestId, user).status());
        }

        List<Integer> statuses = together(calls, THREADS);

        assertThat(statuses).filteredOn(status -> status == 200).hasSize(7);
        assertThat(available(user)).isEqualTo(70);
    }

    @Test
    void concurrentPatchesLeaveAnUnbrokenHistory() throws Exception {
        String id = event(Map.of());
        List<Callable<Integer>> calls = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int amount = 100 + i;
            calls.add(() -> shop.api()
                    .patch("/api/v0/enkash-coins/" + id, Map.of("amount", amount))
                    .status());
        }

        assertThat(together(calls, 32)).containsOnly(200);

        var changes = shop.api()
                .get("/api/v1/coins/events/" + id + "/changes?limit=200")
                .json()
                .get("items");
        assertThat(changes.size()).isEqualTo(33);
        String amount = "10";
        for (int i = 1; i < changes.size(); i++) {
            assertThat(changes.get(i).get("number").asLong()).isEqualTo(i + 1L);
            var change = changes.get(i).get("changes").get(0);
            assertThat(change.get("from").asString()).isEqualTo(amount);
            amount = change.get("to").asString();
        }
    }

    @Test
    void commitAndReleaseOfOneBurnNeverBothHappen() throws Exception {
        event(Map.of());
        give("R1", user);
        String burn = shop.api()
                .post("/api/v1/coins/burns", Map.of("userId", user, "amount", 10, "requestId", "B1"))
                .text("burnId");
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 16; i++) {
            calls.add(() -> shop.api().post("/api/v1/coins/burns/" + burn + "/commit", ""));
            calls.add(() -> shop.api().post("/api/v1/coins/burns/" + burn + "/release", ""));
        }

        List<Reply> replies = together(calls, 32);

        assertThat(replies).filteredOn(reply -> reply.status() == 200).hasSize(16);
        assertThat(replies).filteredOn(reply -> reply.status() == 409).hasSize(16);
        String state = shop.api().get("/api/v1/coins/burns/" + burn).text("state");
        assertThat(available(user)).isEqualTo(state.equals("COMMITTED") ? 0 : 10);
    }

    @Test
    void oneAllocationReversedByManyIsReversedOnce() throws Exception {
        event(Map.of());
        give("R1", user);
        give("R2", user);

        List<String> transfers = together(
                32,
                1,
                () -> shop.api()
                        .post("/api/v1/coins/reversals", Map.of("requestId", "R1"))
                        .text("transferId"));

        assertThat(transfers).containsOnly(transfers.getFirst());
        assertThat(available(user)).isEqualTo(10);
    }
}
