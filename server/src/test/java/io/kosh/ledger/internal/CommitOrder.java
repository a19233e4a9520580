package io.kosh.ledger.internal;

import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Posted;
import io.kosh.ledger.Outcome.Reason;
import io.kosh.ledger.Outcome.Refused;
import io.kosh.ledger.internal.Played.Call;
import io.kosh.ledger.internal.ReferenceLedger.Rule;
import java.time.Instant;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Looks for an order of the calls in which the reference ledger, making them one after the other, gives every answer
/// that was given and ends with the same books. There is one if, and only if, the ledger acted as if it had done one
/// call at a time.
///
/// The order is bound by what is known: a call that returned before another was made comes before it, and the versions
/// of each account order the calls that posted to it. Calls that posted to different accounts stay free, and change
/// the same things in either order; so the reference ledger is the same whenever the same calls are done.
///
/// A call that was wholly refused or replayed changes nothing, and stands at some moment between its call and its
/// return. It is put at the first moment at which the reference ledger gives its answer: since it changes nothing, no
/// other call is hindered by that, and nothing has to be taken back. Only the choice between calls that had an effect
/// is tried in turn; which calls were done and led nowhere is remembered.
final class CommitOrder {
    private static final int MOST_TRIED = 100_000;

    private final List<Call> calls;
    private final BitSet[] before;
    private final Set<BitSet> ledNowhere = new HashSet<>();
    private final Picture real;
    private final Instant clock;
    private final boolean joinsCallers;
    private int furthest = -1;
    private String problem = "";

    private CommitOrder(List<Call> calls, Picture real, TestedBooks books) {
        this.calls = calls;
        this.real = real;
        this.clock = books.clock();
        this.joinsCallers = books.joinsCallers();
        this.before = new BitSet[calls.size()];
        for (int i = 0; i < before.length; i++) {
            before[i] = new BitSet();
            for (int j = 0; j < before.length; j++) {
                if (calls.get(j).before(calls.get(i))) {
                    before[i].set(j);
                }
            }
        }
    }

    /// What is wrong with the answers and the books, null where all is as the reference ledger has it.
    static @Nullable String problem(List<Call> calls, TestedBooks books, Set<Rule> forgotten) {
        Map<Long, Integer> made = new HashMap<>();
        Set<Long> holds = new HashSet<>();
        for (int i = 0; i < calls.size(); i++) {
            Call call = calls.get(i);
            for (int c = 0; c < call.commands().size(); c++) {
                if (call.outcomes().get(c) instanceof Posted(long transfer, var _, boolean replayed) && !replayed) {
                    if (made.put(transfer, i) != null) {
                        return "transfer " + transfer + " was answered twice as new";
                    }
                    if (call.commands().get(c) instanceof Command.Hold) {
                        holds.add(transfer);
                    }
                }
            }
        }
        CommitOrder order = new CommitOrder(calls, books.picture(holds), books);
        for (List<Long> transfers : books.order().values()) {
            int last = -1;
            for (long transfer : transfers) {
                Integer call = made.get(transfer);
                if (call == null) {
                    return "transfer " + transfer + " stands in the books, and nobody was told";
                }
                if (last >= 0 && last != call) {
                    order.before[call].set(last);
                }
                last = call;
            }
        }
        return order.found(new BitSet(), new ReferenceLedger(forgotten)) ? null : order.problem;
    }

    private boolean found(BitSet done, ReferenceLedger model) {
        placeWithoutEffect(done, model);
        if (done.cardinality() == calls.size()) {
            String difference = Picture.difference(model.picture(clock), real);
            remember(done, difference == null ? "" : "the books differ:" + difference);
            return difference == null;
        }
        if (ledNowhere.contains(done)) {
            return false;
        }
        if (ledNowhere.size() > MOST_TRIED) {
            throw new IllegalStateException("no order found among so many");
        }
        StringBuilder tried = new StringBuilder();
        for (int next = done.nextClearBit(0); next < calls.size(); next = done.nextClearBit(next + 1)) {
            if (!open(next, done)) {
                continue;
            }
            ReferenceLedger after = model.copy();
            List<Outcome> answers = answers(after, calls.get(next));
            if (!answers.equals(calls.get(next).outcomes())) {
                tried.append(difference(calls.get(next), answers));
                continue;
            }
            BitSet with = (BitSet) done.clone();
            with.set(next);
            if (found(with, after)) {
                return true;
            }
        }
        remember(done, "after " + done.cardinality() + " of " + calls.size() + " calls none can be next:" + tried);
        ledNowhere.add(done);
        return false;
    }

    private void placeWithoutEffect(BitSet done, ReferenceLedger model) {
        boolean placed = true;
        while (placed) {
            placed = false;
            for (int next = done.nextClearBit(0); next < calls.size(); next = done.nextClearBit(next + 1)) {
                Call call = calls.get(next);
                if (call.hadNoEffect() && open(next, done) && explained(call, answers(model.copy(), call))) {
                    done.set(next);
                    placed = true;
                }
            }
        }
    }

    private boolean explained(Call call, List<Outcome> answers) {
        boolean explained = true;
        for (int i = 0; explained && i < answers.size(); i++) {
            Outcome outcome = call.outcomes().get(i);
            explained = outcome.equals(answers.get(i))
                    || (joinsCallers
                            && outcome instanceof Refused(Reason reason, var _)
                            && reason == Reason.SOURCE_REUSED
                            && anotherRequestBeside(call, call.commands().get(i)));
        }
        return explained;
    }

    private boolean anotherRequestBeside(Call call, Command command) {
        return calls.stream()
                .filter(other -> !other.before(call) && !call.before(other))
                .flatMap(other -> other.commands().stream())
                .anyMatch(other -> other.source().equals(command.source())
                        && !other.request().equals(command.request()));
    }

    private boolean open(int call, BitSet done) {
        BitSet missing = (BitSet) before[call].clone();
        missing.andNot(done);
        return missing.isEmpty();
    }

    private static List<Outcome> answers(ReferenceLedger model, Call call) {
        return model.post(call.at(), call.commands(), call.transfers());
    }

    private void remember(BitSet done, String what) {
        if (done.cardinality() > furthest) {
            furthest = done.cardinality();
            problem = what;
        }
    }

    private static String difference(Call call, List<Outcome> answers) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < answers.size(); i++) {
            if (!answers.get(i).equals(call.outcomes().get(i))) {
                text.append("\n  ").append(call.commands().get(i).request());
                text.append("\n    the model says  ").append(answers.get(i));
                text.append("\n    the ledger said ").append(call.outcomes().get(i));
            }
        }
        return text.toString();
    }
}
