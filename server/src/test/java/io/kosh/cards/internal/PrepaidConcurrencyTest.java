package io.kosh.cards.internal;

import static io.kosh.cards.internal.PrepaidAccount.MOBILE;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import io.kosh.testing.MovableBusinessClock;
import io.kosh.testing.TestServer;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real threads on real PostgreSQL: one card, its limits.
@Tag("store")
class PrepaidConcurrencyTest {
    private static final int THREADS = 32;

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
        assertThat(replies)
                .allSatisfy(reply -> assertThat(reply.status()).as(reply.body()).isEqualTo(200));
        return replies.stream().filter(reply -> reply.text("code").equals("0")).count();
    }

    private static List<Callable<Reply>> loads(PrepaidAccount account, String card, Object amount) {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 3 * THREADS; i++) {
            String reference = "R" + i;
            calls.add(() -> account.load(card, reference, amount));
        }
        return calls;
    }

    @Test
    void whatIsOnACardNeverPassesItsLimit() throws InterruptedException {
        PrepaidAccount account = PrepaidAccount.funded(1_000_000);
        String card = account.full(MOBILE);

        assertThat(done(together(loads(account, card, 7_000)))).isEqualTo(28);

        assertThat(account.found(card, "otbBalance")).isEqualTo("196000");
        account.of().assertBooksBalance();
    }

    @Test
    void aMonthIsNeverPassedWhileMoneyIsTakenBack() throws InterruptedException {
        PrepaidAccount account = PrepaidAccount.funded(1_000_000);
        String card = account.minimum(MOBILE);
        List<Callable<Reply>> calls = loads(account, card, 700);
        for (int i = 0; i < THREADS; i++) {
            String reference = "B" + i;
            calls.add(3 * i, () -> account.withdraw(card, reference, 500));
        }

        List<Reply> replies = together(calls);

        long loaded = replies.stream()
                .filter(reply -> reply.status() == 200 && reply.json().has("code"))
                .filter(reply -> reply.text("code").equals("0"))
                .count();
        assertThat(loaded).isEqualTo(14);
        account.of().assertBooksBalance();
    }

    @Test
    void oneReferenceIsOneEffectHoweverOftenItComes() throws InterruptedException {
        PrepaidAccount account = PrepaidAccount.funded(1_000);
        String card = account.full(MOBILE);
        Callable<Reply> same = () -> account.load(card, "R1", 3);

        List<Reply> replies = together(Collections.nCopies(4 * THREADS, same));

        assertThat(replies.stream().map(Reply::body).distinct()).hasSize(1);
        assertThat(account.found(card, "otbBalance")).isEqualTo("3");
        account.of().assertBooksBalance();
    }

    @Test
    void cardsThatAreMadeAtOnceForAPersonAreOfOneUserAndOneIsPrimary() throws InterruptedException {
        PrepaidAccount account = PrepaidAccount.funded(100);
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            Map<String, Object> draft = account.draft(MOBILE);
            draft.put("loadAmount", 9);
            draft.put("primaryEnKashCard", i % 2 == 0);
            calls.add(() -> account.create(draft));
        }

        List<Reply> made = together(calls).stream()
                .filter(reply -> reply.text("code").equals("0"))
                .toList();

        assertThat(made.stream().map(reply -> reply.text("payload.userId")).distinct())
                .hasSize(1);
        assertThat(made.stream()
                        .filter(reply -> reply.text("payload.primaryEnKashCard").equals("true")))
                .hasSizeLessThanOrEqualTo(1);
        assertThat(made.stream().map(reply -> reply.text("payload.token")).distinct())
                .hasSize(made.size());
        assertThat(new BigDecimal(account.of().figure("availableCardBalance")))
                .isEqualByComparingTo(BigDecimal.valueOf(9L * made.size()))
                .isLessThanOrEqualTo(BigDecimal.valueOf(100));
        assertThat(made).hasSize(11);
        account.of().assertBooksBalance();
    }

    @Test
    void aMonthOfLoadsBeginsAtMidnightInIndia() {
        MovableBusinessClock clock = new MovableBusinessClock(Instant.parse("2027-02-28T18:29:59Z"));
        TestServer server = TestServer.start(clock);
        try {
            PrepaidAccount account = PrepaidAccount.of(server, "RELOADABLE_GPR", 500_000);
            String card = account.minimum(MOBILE);
            assertThat(inAndOut(account, card, "F")).isEqualTo("0");
            assertThat(inAndOut(account, card, "G")).isEqualTo("1");

            clock.advance(Duration.ofSeconds(1));
            assertThat(inAndOut(account, card, "M")).isEqualTo("0");
            assertThat(inAndOut(account, card, "N")).isEqualTo("1");
            clock.advance(Duration.ofDays(31));
            assertThat(inAndOut(account, card, "A")).isEqualTo("0");
            account.of().assertBooksBalance(server);
        } finally {
            server.stop();
        }
    }

    /// Loads all of a month and takes it back; the code of the load.
    private static String inAndOut(PrepaidAccount account, String card, String reference) {
        Reply loaded = account.load(card, reference, 10_000);
        if (loaded.text("code").equals("0")) {
            assertThat(account.withdraw(card, "back-" + reference, 10_000).status())
                    .isEqualTo(200);
        }
        return loaded.text("code");
    }
}
