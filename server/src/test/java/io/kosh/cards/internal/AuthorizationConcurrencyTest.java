package io.kosh.cards.internal;

import static io.kosh.cards.internal.SpendingCard.approved;
import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.testing.Api.Reply;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// Real threads on one card.
@Tag("store")
class AuthorizationConcurrencyTest {
    private static final int THREADS = 64;

    private final SpendingCard card = SpendingCard.with(10_000);

    @AfterEach
    void theBooksBalance() {
        card.assertBooksBalance();
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

    private static long approvedOf(List<Reply> replies) {
        return replies.stream()
                .filter(reply -> reply.text("decision").equals("APPROVED"))
                .count();
    }

    @Test
    void manyAtADailyLimitNeverPassItAndUseItFully() throws InterruptedException {
        card.controls(Map.of("dtd", 500));
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 4 * THREADS; i++) {
            String source = "S" + i;
            boolean hold = i % 2 == 0;
            calls.add(() -> hold ? card.hold(source, 10) : card.buy(source, 10));
        }

        List<Reply> replies = together(calls);

        assertThat(approvedOf(replies)).isEqualTo(50);
        assertThat(replies)
                .filteredOn(reply -> reply.text("decision").equals("DECLINED"))
                .allSatisfy(reply -> {
                    assertThat(reply.text("reason")).isEqualTo("AMOUNT_LIMIT");
                    assertThat(reply.text("rule")).isEqualTo("dtd");
                });
        assertThat(card.left("dtd")).isEqualTo("0");
        assertThat(card.available()).isEqualTo("9500");
    }

    @Test
    void reversalsBesideGiveBackExactlyWhatTheyTakeBack() throws InterruptedException {
        card.controls(Map.of("dtd", 1_000, "dtdCount", 100));
        List<String> held = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            held.add(approved(card.hold("H" + i, 10)));
        }
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String id = held.get(i);
            String source = "R" + i;
            calls.add(() -> card.reverse(id, source));
            String again = "B" + i;
            calls.add(() -> card.reverse(id, again));
            String bought = "P" + i;
            calls.add(() -> card.buy(bought, 10));
        }

        List<Reply> replies = together(calls);

        assertThat(approvedOf(replies)).as("of two reversals one").isEqualTo(100);
        assertThat(card.left("dtd")).isEqualTo("500");
        assertThat(card.left("dtdCount")).isEqualTo("50");
        assertThat(card.available()).isEqualTo("9500");
    }

    @Test
    void oneSourceIsOneDecisionHoweverOftenItComes() throws InterruptedException {
        List<Reply> replies = together(Collections.nCopies(2 * THREADS, () -> card.buy("S1", 10)));
        List<Reply> none = together(Collections.nCopies(2 * THREADS, () -> card.buy("S2", 99_999)));

        assertThat(replies.stream()
                        .map(reply -> reply.text("authorizationId") + reply.text("approvalCode"))
                        .collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(none.stream().map(reply -> reply.text("authorizationId")).collect(Collectors.toSet()))
                .hasSize(1);
        assertThat(card.available()).isEqualTo("9990");
    }

    @Test
    void aReversalAndItsOriginalThatMeetLeaveNothingBehind() throws InterruptedException {
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String source = "S" + i;
            calls.add(() -> card.buy(source, 10));
            calls.add(() -> card.reverseBlindly(source, "R" + source));
        }

        together(calls);

        assertThat(card.available()).isEqualTo("10000");
        assertThat(card.remaining().text("limits.0.used")).isEqualTo("0");
    }

    @Test
    void aHoldIsClearedOnceByManyWhoTry() throws InterruptedException {
        String id = approved(card.hold("S1", 100));
        List<Callable<Reply>> calls = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            String source = "C" + i;
            calls.add(() -> card.capture(id, source, 100, true));
        }

        assertThat(approvedOf(together(calls))).isOne();
        assertThat(card.available()).isEqualTo("9900");
    }
}
