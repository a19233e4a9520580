package io.kosh.cards.internal;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.platform.Database;
import io.kosh.testing.Api;
import io.kosh.testing.Api.Fixture;
import io.kosh.testing.Api.Reply;
import io.kosh.testing.TestServer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/// Real threads on real PostgreSQL: one account, one card.
@Tag("store")
class PointConcurrencyTest {
    private static final int THREADS = 32;
    private static final String MOBILE = "9600098867";

    private final RewardAccount account = RewardAccount.funded(100);

    @AfterEach
    void theBooksBalance() {
        account.assertBooksBalance();
    }

    private static List<Reply> together(List<Callable<Reply>> calls) throws InterruptedException {
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

    private static long done(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> reply.status() == 200 && reply.text("code").equals("0"))
                .count();
    }

    @Test
    void givingAndTakingBackNeverPassesZero() throws InterruptedException {
        account.give("first", 50, MOBILE);
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 10 * THREADS; i++) {
            String reference = "R" + i;
            boolean give = i % 2 == 0;
            calls.add(() -> give ? account.give(reference, 7, MOBILE) : account.take(reference, 7, MOBILE));
        }

        List<Reply> replies = together(calls);

        assertThat(replies).allSatisfy(reply -> {
            assertThat(reply.status()).as(reply.body()).isEqualTo(200);
            assertThat(reply.text("code").equals("0") || reply.text("message").startsWith("Insufficient balance"))
                    .as(reply.body())
                    .isTrue();
        });
        assertThat(replies)
                .filteredOn(reply -> reply.text("code").equals("0"))
                .allSatisfy(reply -> assertThat(new BigDecimal(reply.text("payload.otbBalance")))
                        .isBetween(BigDecimal.ZERO, new BigDecimal(100)));
        assertThat(new BigDecimal(account.figure("availableBalance")).add(onCards()))
                .isEqualByComparingTo("100");
        assertThat(account.transactions(Map.of()).text("payload.recordsCount"))
                .isEqualTo(Long.toString(done(replies) + 1));
    }

    private BigDecimal onCards() {
        return new BigDecimal(account.figure("availableCardBalance"));
    }

    @Test
    void oneReferenceIsOneEffectHoweverOftenItComes() throws InterruptedException {
        Callable<Reply> same = () -> account.give("R1", 3, MOBILE);

        List<Reply> replies = together(java.util.Collections.nCopies(4 * THREADS, same));

        assertThat(replies.stream().map(Reply::body).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(done(replies)).isEqualTo(4 * THREADS);
        assertThat(onCards()).isEqualByComparingTo("3");
        assertThat(account.figure("totalCards")).isEqualTo("2");
    }

    @Test
    void aNewHolderGetsOneCardFromManyFirsts() throws InterruptedException {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String reference = "R" + i;
            calls.add(() -> account.give(reference, 1, MOBILE));
        }

        List<Reply> replies = together(calls);

        Set<String> cards = replies.stream()
                .map(reply -> reply.text("payload.enKashCardId"))
                .collect(Collectors.toSet());
        assertThat(cards).hasSize(1);
        assertThat(onCards()).isEqualByComparingTo("32");
    }

    @Test
    void aPersonWhomSeveralAccountsMeetAtOnceIsOneUser() throws InterruptedException {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String reference = "R" + i;
            Map<String, Object> draft = RewardAccount.draft(account.shop(), "EMPLOYEE_REWARDS");
            draft.put("mobile", MOBILE);
            draft.put("email", "P" + MOBILE + "@example.com");
            boolean opens = i % 2 == 0;
            calls.add(() -> opens
                    ? account.api().post(RewardAccount.FAMILY + "/cardAccount/create", draft)
                    : account.give(reference, 1, MOBILE));
        }

        List<Reply> replies = together(calls);

        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(200));
        assertThat(replies.stream()
                        .map(reply -> reply.json().at("/payload").has("primaryEnKashCard")
                                ? reply.text("payload.primaryEnKashCard.userId")
                                : reply.text("payload.userId"))
                        .collect(Collectors.toSet()))
                .hasSize(1);
    }

    @Test
    void newHoldersThatWaitTakeOneConnection() throws Exception {
        TestServer server = TestServer.shared();
        var database = server.bean(Database.class);
        var accounts = server.bean(CardAccountStore.class);
        var jdbc = server.bean(JdbcClient.class);
        var company = account.shop().company().key();
        Fixture other = Api.of(server).newCompany(1);
        try (var executor = Executors.newFixedThreadPool(THREADS)) {
            List<Future<Reply>> firsts = new ArrayList<>();
            long mostWaiting = database.inCompany(company, () -> {
                assertThat(accounts.lock(company, account.id())).isNotNull();
                for (int i = 0; i < THREADS; i++) {
                    String reference = "R" + i;
                    String mobile = Long.toString(9_600_000_000L + i);
                    firsts.add(executor.submit(() -> account.give(reference, 1, mobile)));
                }
                long most = 0;
                int after = 0;
                for (int i = 0; i < 1000 && after < 20; i++) {
                    assertThat(other.api().get("/api/v1/card-accounts").status())
                            .isEqualTo(200);
                    long waiting = jdbc.sql("""
                                    select count(*) from pg_locks join pg_stat_activity using (pid)
                                    where not granted and datname = current_database()""").query(Long.class).single();
                    most = Math.max(most, waiting);
                    after += most > 0 ? 1 : 0;
                }
                return most;
            });

            assertThat(mostWaiting).isOne();
            for (Future<Reply> first : firsts) {
                assertThat(first.get().text("code")).isEqualTo("0");
            }
        }
    }

    @Test
    void anAccountGivesNoMoreThanItHasToManyNewHolders() throws InterruptedException {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String reference = "R" + i;
            String mobile = Long.toString(9_600_000_000L + i);
            calls.add(() -> account.give(reference, 9, mobile));
        }

        assertThat(done(together(calls))).isEqualTo(11);

        assertThat(account.figure("availableBalance")).isEqualTo("1");
        assertThat(account.figure("totalCards")).isEqualTo("12");
    }
}
