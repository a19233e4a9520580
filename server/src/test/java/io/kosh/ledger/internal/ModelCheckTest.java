package io.kosh.ledger.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.internal.Played.Call;
import io.kosh.ledger.internal.ReferenceLedger.Rule;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// [Decider] held to the reference ledger over random histories, one call at a time. `-Dmodel.histories=20000` runs
/// more of them, `-Dmodel.seed=17` one alone.
class ModelCheckTest {
    private static final int HISTORIES = Integer.getInteger("model.histories", 1_500);
    private static final int MOST_TRIES = 5_000;

    @Test
    void theDeciderDoesWhatTheReferenceLedgerDoes() {
        Long seed = Long.getLong("model.seed");
        LongStream seeds = seed == null ? LongStream.range(0, HISTORIES) : LongStream.of(seed);
        seeds.forEach(each -> {
            History history = RandomHistory.of(each, 4);
            String problem = problem(history, Set.of());
            if (problem != null) {
                History small = Shrinker.shrink(history, failing(Set.of()), MOST_TRIES);
                fail("seed %d (again with -Dmodel.seed=%d):%s\n%s", each, each, small.text(), problem(small, Set.of()));
            }
        });
    }

    /// A check that cannot fail is no check: a model that forgot a rule is told apart, and by a history that a reader
    /// can follow.
    @ParameterizedTest
    @EnumSource
    void aModelThatForgotARuleIsFoundOutByAShortHistory(Rule rule) {
        Set<Rule> forgotten = EnumSet.of(rule);
        History history = LongStream.range(0, 500)
                .mapToObj(seed -> RandomHistory.of(seed, 4))
                .filter(failing(forgotten))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no history needs " + rule));

        History small = Shrinker.shrink(history, failing(forgotten), MOST_TRIES);

        assertThat(problem(small, forgotten)).isNotNull();
        assertThat(small.steps()).as(small.text()).hasSizeLessThanOrEqualTo(6);
        assertThat(small.steps().size()).isLessThan(history.steps().size());
    }

    /// The search must see what cannot have been, and no more than that.
    @Test
    void anAnswerMustFitSomeMomentBetweenItsCallAndItsReturn() {
        DecidedBooks books = new DecidedBooks();
        Command give = Bookkeeper.give("1", 1, 5);
        Command spend = Bookkeeper.spend("2", 1, 5);
        Outcome given = books.post(List.of(give)).getFirst();
        Outcome refused = new Outcome.Refused(Outcome.Reason.INSUFFICIENT, Bookkeeper.PURSE.name());

        assertThat(CommitOrder.problem(List.of(call(give, given, 1, 4), call(spend, refused, 2, 3)), books, Set.of()))
                .as("beside the gift")
                .isNull();
        assertThat(CommitOrder.problem(List.of(call(give, given, 1, 2), call(spend, refused, 3, 4)), books, Set.of()))
                .as("after the gift")
                .contains("the ledger said Refused");
    }

    @Test
    void whereCallersAreJoinedAnotherBodyBesideMayBeRefused() {
        Command spend = Bookkeeper.spend("1", 1, 5);
        Command give = Bookkeeper.give("1", 1, 6);
        Outcome refused = new Outcome.Refused(Outcome.Reason.INSUFFICIENT, Bookkeeper.PURSE.name());
        Outcome reused = new Outcome.Refused(Outcome.Reason.SOURCE_REUSED, "1");
        TestedBooks apart = new DecidedBooks();
        TestedBooks joined = new DecidedBooks() {
            @Override
            public boolean joinsCallers() {
                return true;
            }
        };
        List<Call> beside = List.of(call(spend, refused, 1, 4), call(give, reused, 2, 3));
        List<Call> after = List.of(call(spend, refused, 1, 2), call(give, reused, 3, 4));

        assertThat(CommitOrder.problem(beside, joined, Set.of())).isNull();
        assertThat(CommitOrder.problem(beside, apart, Set.of())).isNotNull();
        assertThat(CommitOrder.problem(after, joined, Set.of())).isNotNull();
    }

    private static Call call(Command command, Outcome outcome, long called, long returned) {
        return new Call(new DecidedBooks().start(), List.of(command), List.of(outcome), called, returned);
    }

    private static Predicate<History> failing(Set<Rule> forgotten) {
        return history -> problem(history, forgotten) != null;
    }

    private static @Nullable String problem(History history, Set<Rule> forgotten) {
        TestedBooks books = new DecidedBooks();
        return CommitOrder.problem(Played.run(oneLane(history), books), books, forgotten);
    }

    /// The same steps, one after the other.
    private static History oneLane(History history) {
        int[] call = {0};
        History.Step[] last = {null};
        return history.with(history.steps().stream()
                .map(step -> {
                    if (last[0] == null || !step.sameCall(last[0])) {
                        call[0]++;
                    }
                    last[0] = step;
                    return new History.Step(step.round(), 0, call[0], step.action());
                })
                .toList());
    }
}
