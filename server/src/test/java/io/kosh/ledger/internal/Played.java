package io.kosh.ledger.internal;

import io.kosh.ledger.Command;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.Outcome.Posted;
import io.kosh.ledger.internal.History.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;

/// A history as it went: runs it and writes down what was called and answered, and when.
final class Played {
    private final History history;
    private final TestedBooks books;
    private final Map<String, Long> holds = new ConcurrentHashMap<>();
    private final ConcurrentLinkedQueue<Call> calls = new ConcurrentLinkedQueue<>();

    /// Numbers the calls and returns of all lanes: what returned under a lower number than another was called under
    /// was over before that began.
    private final AtomicLong tickets = new AtomicLong();

    private Played(History history, TestedBooks books) {
        this.history = history;
        this.books = books;
    }

    /// One transaction as its caller saw it.
    ///
    /// @param at the company's clock
    record Call(Instant at, List<Command> commands, List<Outcome> outcomes, long called, long returned) {

        boolean before(Call other) {
            return returned < other.called;
        }

        /// Whether all of it was refused or answered as before.
        boolean hadNoEffect() {
            return outcomes.stream().noneMatch(Call::effect);
        }

        private static boolean effect(Outcome outcome) {
            return outcome instanceof Posted posted && !posted.replayed();
        }

        List<Long> transfers() {
            return outcomes.stream().map(Call::transfer).toList();
        }

        private static long transfer(Outcome outcome) {
            return outcome instanceof Posted posted ? posted.transfer() : 0;
        }
    }

    /// Runs a history and returns its calls in the order in which they were made.
    static List<Call> run(History history, TestedBooks books) {
        return new Played(history, books).run();
    }

    private List<Call> run() {
        try (ExecutorService lanes = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int round = 0; round < history.rounds().size(); round++) {
                books.setClock(history.rounds().get(round));
                Instant at = books.start().plus(history.rounds().get(round));
                Map<Integer, List<Step>> work = new TreeMap<>();
                for (Step step : history.steps()) {
                    if (step.round() == round) {
                        work.computeIfAbsent(step.lane(), _ -> new ArrayList<>())
                                .add(step);
                    }
                }
                List<Callable<Boolean>> runs = new ArrayList<>();
                work.values().forEach(steps -> runs.add(() -> lane(steps, at)));
                for (Future<Boolean> run : lanes.invokeAll(runs)) {
                    run.get();
                }
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException("a call failed: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return calls.stream()
                .sorted((one, other) -> Long.compare(one.called(), other.called()))
                .toList();
    }

    private boolean lane(List<Step> steps, Instant at) {
        int from = 0;
        while (from < steps.size()) {
            int to = from + 1;
            while (to < steps.size()
                    && to - from < books.largestCall()
                    && steps.get(to).sameCall(steps.get(from))) {
                to++;
            }
            call(steps.subList(from, to), at);
            from = to;
        }
        return true;
    }

    private void call(List<Step> steps, Instant at) {
        List<Command> commands = steps.stream()
                .map(step -> History.command(step.action(), books.start(), holds))
                .toList();
        long called = tickets.incrementAndGet();
        List<Outcome> outcomes = books.post(commands);
        calls.add(new Call(at, commands, outcomes, called, tickets.incrementAndGet()));
        for (int i = 0; i < steps.size(); i++) {
            if (commands.get(i) instanceof Command.Hold && outcomes.get(i) instanceof Posted posted) {
                holds.put(steps.get(i).action().id(), posted.transfer());
            }
        }
    }
}
