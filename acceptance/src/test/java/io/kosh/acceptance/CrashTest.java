package io.kosh.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.kosh.acceptance.Api.NoAnswer;
import io.kosh.acceptance.Api.Reply;
import io.kosh.acceptance.World.Company;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// A server of this class's own, which gives short-lived tokens, is killed, and is started again.
class CrashTest {
    private static final Path DATA = Path.of("target/crash-data").toAbsolutePath();
    private static final Duration LOAD = Duration.ofSeconds(5);
    /// Long enough for the load, over soon after the server is back.
    private static final Duration TOKEN_LIFE = Duration.ofSeconds(20);

    private static final int THREADS = 16;
    private static final int USERS = 8;
    private static final long AMOUNT = 3;

    @BeforeAll
    static void onlyWhereTheProgramIsHere() {
        assumeFalse(Acceptance.elsewhere());
        KoshProcess.forget(DATA);
    }

    @Test
    void whatWasAcknowledgedBeforeAKillIsThereExactlyOnceAndTheRestCanBeTriedAgain() throws Exception {
        Load load = new Load();
        KoshProcess doomed = KoshProcess.start(DATA, Map.of("KOSH_TOKENS_ACCESS", TOKEN_LIFE.toSeconds() + "s"));
        Company company;
        try {
            company = World.of(doomed.base(), doomed.demo()).company(USERS);
            company.event("LOADED", AMOUNT);
            load.run(company, doomed);
        } catch (Throwable failed) {
            doomed.kill();
            throw failed;
        }
        assertThat(load.acknowledged).hasSizeGreaterThan(100);
        assertThat(load.unanswered).isNotEmpty();

        try (KoshProcess again = KoshProcess.start(DATA, Map.of())) {
            World world = World.of(again.base(), again.demo());
            Company found = new Company(
                    company.id(),
                    company.clientId(),
                    company.clientSecret(),
                    world.nobody().byClient(company.clientId(), company.clientSecret()),
                    company.users());
            Map<String, Long> there = RepetitionTest.allocations(found);
            assertThat(there.values()).containsOnly(1L);
            assertThat(there.keySet()).containsAll(load.acknowledged);
            assertThat(there.keySet()).allMatch(id -> load.acknowledged.contains(id) || load.unanswered.contains(id));
            world.assertBooksBalance();

            for (int repetition = 0; repetition < 2; repetition++) {
                for (String id : load.unanswered) {
                    found.allocate("LOADED", id, load.user(found, id)).expect(200);
                }
            }

            Map<String, Long> after = RepetitionTest.allocations(found);
            assertThat(after.values()).containsOnly(1L);
            assertThat(after).hasSize(load.acknowledged.size() + load.unanswered.size());
            assertThat(found.users().stream().mapToLong(found::balance).sum()).isEqualTo(after.size() * AMOUNT);
            world.assertBooksBalance();
            expires(new Company(
                    company.id(),
                    company.clientId(),
                    company.clientSecret(),
                    world.nobody().as(String.valueOf(company.api().token())),
                    company.users()));
        }
    }

    /// A token outlives the server that gave it, and not the life that it was given.
    private static void expires(Company company) throws InterruptedException {
        String balance = "/api/v0/coins/balance?userId=" + company.user();
        long deadline = System.nanoTime() + TOKEN_LIFE.plusSeconds(5).toNanos();
        Reply reply = company.api().get(balance);
        while (reply.status() == 200 && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(100);
            reply = company.api().get(balance);
        }
        assertThat(reply.expect(401).number("response_code")).isEqualTo(1);
        assertThat(reply.text("payload")).isEqualTo(reply.text("response_message"));
    }

    /// Clients that allocate as fast as they can until the server is killed under them.
    private static final class Load {
        final Set<String> acknowledged = ConcurrentHashMap.newKeySet();
        final Set<String> unanswered = ConcurrentHashMap.newKeySet();
        private final AtomicLong next = new AtomicLong();
        private final AtomicBoolean over = new AtomicBoolean();

        String user(Company company, String id) {
            return company.users().get((int) (Long.parseLong(id.substring(2)) % USERS));
        }

        void run(Company company, KoshProcess server) throws InterruptedException {
            try (ExecutorService executor = Executors.newFixedThreadPool(THREADS)) {
                List<Runnable> clients = Collections.nCopies(THREADS, () -> allocate(company));
                clients.forEach(executor::execute);
                TimeUnit.NANOSECONDS.sleep(LOAD.toNanos());
                server.kill();
                over.set(true);
            }
        }

        private void allocate(Company company) {
            while (!over.get()) {
                String id = "k-" + next.getAndIncrement();
                try {
                    company.allocate("LOADED", id, user(company, id)).expect(200);
                    acknowledged.add(id);
                } catch (NoAnswer _) {
                    unanswered.add(id);
                    return;
                }
            }
        }
    }
}
