package io.kosh.bench.torture;

import static org.assertj.core.api.Assertions.assertThat;

import io.kosh.bench.HttpConnection.Answer;
import io.kosh.bench.torture.Call.Kind;
import io.kosh.bench.torture.Call.Outcome;
import io.kosh.bench.torture.Call.Ref;
import io.kosh.bench.torture.Call.Request;
import io.kosh.bench.torture.Facts.Holding;
import io.kosh.bench.torture.Facts.Journal;
import io.kosh.bench.torture.Facts.Line;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Each broken promise is made up once and must be found; whole books must not be blamed.
class CheckerTest {
    private static final String USER = "EKUSER";
    private static final Answer ALLOCATED = new Answer(200, "{\"payload\":\"done\"}");

    private final List<Call> calls = new ArrayList<>();
    private final Map<Ref, Journal> journal = new HashMap<>();
    private final List<Line> lines = new ArrayList<>();
    private final Map<String, Holding> holdings = new HashMap<>(Map.of(USER, new Holding(0, 0, 0)));

    @Test
    void wholeBooksAreNotBlamed() {
        there(answered(allocation("a1", 5), ALLOCATED), "1");
        there(answered(allocation("a2", 5), ALLOCATED), "2");
        there(answered(call(Kind.REVERSE, "a2", 5), new Answer(201, "{\"transferId\":\"3\"}")), "3");
        there(answered(call(Kind.RESERVE, "b1", 4), new Answer(201, "{\"burnId\":\"4\"}")), "4");
        there(answered(call(Kind.COMMIT, "4", 2), new Answer(200, "{}")), "5");
        there(answered(call(Kind.RESERVE, "b2", 1), new Answer(201, "{\"burnId\":\"6\"}")), "6");
        answered(call(Kind.RESERVE, "b3", 9), new Answer(422, "{}"));
        unanswered(allocation("a3", 5));
        holdings.put(USER, new Holding(3, 1, 2));

        assertThat(found()).isEmpty();
    }

    @Test
    void anAcknowledgedIdThatWasLostIsFound() {
        answered(allocation("a1", 5), ALLOCATED);

        assertThat(found()).containsExactly(new Finding("acknowledged and lost", List.of("coins.allocate/a1")));
    }

    @Test
    void anIdThatIsThereTwiceIsFound() {
        there(answered(allocation("a1", 5), ALLOCATED), "1");
        lines.add(lines.getFirst());
        holdings.put(USER, new Holding(10, 0, 10));

        assertThat(whats()).contains("there more than once", "a user's coins are not what the calls explain");
    }

    @Test
    void aRefusalWithAnEffectIsFound() {
        there(answered(allocation("a1", 5), new Answer(422, "{}")), "1");
        holdings.put(USER, new Holding(5, 0, 5));

        assertThat(whats()).containsExactly("refused and done all the same");
    }

    @Test
    void anUnansweredCallMayHaveHadItsEffectOnce() {
        there(unanswered(allocation("a1", 5)), "1");
        holdings.put(USER, new Holding(5, 0, 5));
        assertThat(found()).isEmpty();

        lines.add(lines.getFirst());
        assertThat(whats()).containsExactly("there more than once");
    }

    @Test
    void anEffectThatNobodyAskedForIsFound() {
        lines.add(new Line(USER, new Ref("coins.allocate", "stranger"), 5, 0, 0));

        assertThat(whats()).containsExactly("in the books without having been asked for");
    }

    @Test
    void aWrongAmountOrUserIsFound() {
        Call call = answered(allocation("a1", 5), ALLOCATED);
        journal.put(call.ref(), new Journal("1", 5, true));
        lines.add(new Line("EKOTHER", call.ref(), 6, 0, 0));
        holdings.put(USER, new Holding(5, 0, 5));

        assertThat(whats()).containsExactly("not the line that was asked for");
    }

    @Test
    void aTransferThatIsNotTheAnsweredOneIsFound() {
        there(answered(allocation("a1", 5), ALLOCATED), "1");
        there(answered(call(Kind.REVERSE, "a1", 5), new Answer(201, "{\"transferId\":\"7\"}")), "8");

        assertThat(whats()).containsExactly("not the transfer that was asked for or answered");
    }

    @Test
    void aBurnThatEndedTwiceIsFound() {
        there(answered(allocation("a1", 5), ALLOCATED), "1");
        there(answered(call(Kind.RESERVE, "b1", 4), new Answer(201, "{\"burnId\":\"2\"}")), "2");
        there(answered(call(Kind.COMMIT, "2", 4), new Answer(200, "{}")), "3");
        there(answered(call(Kind.RELEASE, "2", 0), new Answer(200, "{}")), "4");
        holdings.put(USER, new Holding(1, 0, 1));

        assertThat(whats()).containsExactly("both committed and released");
    }

    @Test
    void coinsThatNoCallExplainsAreFound() {
        there(answered(allocation("a1", 5), ALLOCATED), "1");
        holdings.put(USER, new Holding(6, 0, 6));

        assertThat(whats()).containsExactly("a user's coins are not what the calls explain");
    }

    @Test
    void moreThanTheBudgetIsFound() {
        long allowed = Place.BUDGET / Place.SCARCE_AMOUNT;
        for (int i = 0; i <= allowed; i++) {
            Call call = new Call(
                    Kind.ALLOCATE,
                    "s" + i,
                    USER,
                    Place.SCARCE_AMOUNT,
                    new Request("/", "{\"event\":\"" + Place.SCARCE + "\"}"));
            calls.add(call);
            there(answered(call, ALLOCATED), "t" + i);
        }
        long given = (allowed + 1) * Place.SCARCE_AMOUNT;
        holdings.put(USER, new Holding(given, 0, given));
        assertThat(whats()).containsExactly("more was given than the budget allows");

        there(answered(call(Kind.REVERSE, "s0", Place.SCARCE_AMOUNT), new Answer(201, "{\"transferId\":\"r\"}")), "r");
        holdings.put(USER, new Holding(Place.BUDGET, 0, Place.BUDGET));
        assertThat(found()).isEmpty();
    }

    @Test
    void anotherAnswerToARepetitionIsFound() {
        Call call = answered(allocation("a1", 5), ALLOCATED);
        there(call, "1");
        call.answered(new Answer(200, "{\"payload\":\"something else\"}"));
        holdings.put(USER, new Holding(5, 0, 5));

        assertThat(whats()).containsExactly("answered differently when repeated");
    }

    @Test
    void a500IsFoundAlsoWhereTheEffectIsRight() {
        Call call = answered(allocation("a1", 5), new Answer(500, "{}"));
        assertThat(call.outcome()).isEqualTo(Outcome.OPEN);

        assertThat(whats()).containsExactly("answered 500");
    }

    @Test
    void aRepetitionOfAReservationMayTellAnotherState() {
        Answer first = new Answer(201, "{\"burnId\":\"1\",\"state\":\"RESERVED\",\"amount\":4}");
        Answer again = new Answer(201, "{\"burnId\":\"1\",\"state\":\"COMMITTED\",\"amount\":4}");
        Answer other = new Answer(201, "{\"burnId\":\"2\",\"state\":\"RESERVED\",\"amount\":4}");

        assertThat(Checker.same(Kind.RESERVE, first, again)).isTrue();
        assertThat(Checker.same(Kind.RESERVE, first, other)).isFalse();
        assertThat(Checker.same(Kind.COMMIT, first, again)).isFalse();
    }

    @Test
    void anAcknowledgedCallThatIsRefusedWhenRepeatedIsFound() {
        Call call = answered(allocation("a1", 5), ALLOCATED);
        call.answered(new Answer(409, "{}"));

        assertThat(repetitions(List.of(call), List.of())).containsExactly("acknowledged and refused when repeated");
    }

    @Test
    void anOpenCallMustStayDoneOnceItWas() {
        Call call = unanswered(allocation("a1", 5));
        call.answered(ALLOCATED);
        call.answered(new Answer(409, "{}"));

        assertThat(repetitions(List.of(), List.of(call)))
                .containsExactly("done by a repetition and refused by the next");
    }

    @Test
    void anOpenCallThatIsInTheBooksMayNotBeRefused() {
        Call call = unanswered(allocation("a1", 5));
        call.answered(new Answer(409, "{}"));
        call.answered(new Answer(409, "{}"));
        assertThat(repetitions(List.of(), List.of(call))).isEmpty();

        there(call, "1");
        assertThat(repetitions(List.of(), List.of(call))).containsExactly("done, and refused when repeated");
    }

    @Test
    void a503AfterTheRecoveryIsFound() {
        Call call = unanswered(allocation("a1", 5));
        call.answered(ALLOCATED);
        call.answered(new Answer(503, "{}"));

        assertThat(repetitions(List.of(), List.of(call))).containsExactly("not answered after the recovery");
    }

    private List<String> repetitions(List<Call> done, List<Call> open) {
        Facts facts = facts();
        return Inquest.repetitions(done, open, facts, facts).stream()
                .map(Finding::what)
                .toList();
    }

    private Call allocation(String id, long amount) {
        return call(Kind.ALLOCATE, id, amount);
    }

    private Call call(Kind kind, String id, long amount) {
        Call call = new Call(kind, id, USER, amount, new Request("/", "{}"));
        calls.add(call);
        return call;
    }

    private static Call answered(Call call, Answer answer) {
        call.answered(answer);
        return call;
    }

    private static Call unanswered(Call call) {
        call.unanswered();
        return call;
    }

    /// Puts the call's effect into the books.
    private void there(Call call, String transferId) {
        journal.put(call.ref(), new Journal(transferId, call.amount(), true));
        boolean gives = call.kind() == Kind.ALLOCATE;
        boolean takes = call.kind() == Kind.REVERSE || call.kind() == Kind.COMMIT;
        lines.add(new Line(USER, call.ref(), gives ? call.amount() : 0, takes ? call.amount() : 0, 0));
    }

    private Facts facts() {
        return new Facts(Map.copyOf(journal), List.copyOf(lines), Map.copyOf(holdings));
    }

    private List<Finding> found() {
        return Checker.check(calls, facts());
    }

    private List<String> whats() {
        return found().stream().map(Finding::what).toList();
    }
}
