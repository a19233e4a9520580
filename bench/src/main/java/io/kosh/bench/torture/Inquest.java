package io.kosh.bench.torture;

import io.kosh.bench.HttpConnection.Answer;
import io.kosh.bench.torture.Call.Outcome;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// What is asked after a fault: every id, then every call once more and the open ones twice, then the books again.
///
/// @param acknowledged calls that were answered with success under load
/// @param refused      calls that were refused under load
/// @param open         calls whose effect the load left open
/// @param openDone     how many of those had their effect
/// @param openNot      how many had none, and got it or were refused when repeated
record Inquest(int acknowledged, int refused, int open, int openDone, int openNot, List<Finding> findings) {

    static Inquest hold(History history, Place place) throws Exception {
        List<Call> calls = history.calls();
        List<Call> done = with(calls, Outcome.DONE);
        List<Call> open = with(calls, Outcome.OPEN);
        Reader reader = new Reader(place);
        Set<Finding> findings = new LinkedHashSet<>(history.findings());

        Facts before = reader.read(calls);
        findings.addAll(Checker.check(calls, before));
        List<Call> there = open.stream()
                .filter(call -> before.journal().containsKey(call.ref()))
                .toList();

        reader.repeat(done, 1);
        reader.repeat(open, 2);
        Facts after = Reader.over(before, reader.read(open), open);
        findings.addAll(Checker.check(calls, after));
        findings.addAll(repetitions(done, open, before, after));
        return new Inquest(
                done.size(),
                calls.size() - done.size() - open.size(),
                open.size(),
                there.size(),
                open.size() - there.size(),
                List.copyOf(findings));
    }

    private static List<Call> with(List<Call> calls, Outcome outcome) {
        return calls.stream().filter(call -> call.outcome() == outcome).toList();
    }

    /// What the last answers of the calls say, which were asked for after the recovery: one of each call that was done,
    /// two of each that was open. That good answers are all alike, the checker sees.
    ///
    /// @param done   calls that were acknowledged before
    /// @param open   calls that were left open
    /// @param before the books before the calls were repeated
    /// @param after  the books afterwards
    static List<Finding> repetitions(List<Call> done, List<Call> open, Facts before, Facts after) {
        List<String> refusedAgain = new ArrayList<>();
        List<String> unstable = new ArrayList<>();
        List<String> denied = new ArrayList<>();
        List<String> unanswered = new ArrayList<>();
        for (Call call : done) {
            Answer last = call.answers().getLast();
            if (Call.leavesOpen(last)) {
                unanswered.add(call.ref().toString());
            } else if (!Call.good(last)) {
                refusedAgain.add(call.ref().toString());
            }
        }
        for (Call call : open) {
            List<Answer> answers = call.answers();
            Answer second = answers.get(answers.size() - 1);
            Answer first = answers.get(answers.size() - 2);
            if (Call.leavesOpen(first) || Call.leavesOpen(second)) {
                unanswered.add(call.ref().toString());
            } else if (Call.good(first) && !Call.good(second)) {
                // The reverse may be: coins that another repetition brought meanwhile.
                unstable.add(call.ref().toString());
            } else if (!Call.good(second)
                    && (before.journal().containsKey(call.ref())
                            || after.journal().containsKey(call.ref()))) {
                denied.add(call.ref().toString());
            }
        }
        List<Finding> findings = new ArrayList<>();
        add(findings, "acknowledged and refused when repeated", refusedAgain);
        add(findings, "done by a repetition and refused by the next", unstable);
        add(findings, "done, and refused when repeated", denied);
        add(findings, "not answered after the recovery", unanswered);
        return findings;
    }

    private static void add(List<Finding> findings, String what, List<String> ids) {
        if (!ids.isEmpty()) {
            findings.add(new Finding(what, ids));
        }
    }
}
