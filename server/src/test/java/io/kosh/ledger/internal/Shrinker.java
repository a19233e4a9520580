package io.kosh.ledger.internal;

import io.kosh.ledger.internal.History.Action;
import io.kosh.ledger.internal.History.Part;
import io.kosh.ledger.internal.History.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/// Makes a failing history small: leaves out steps, in halves at first and one by one at last, then legs, then makes
/// amounts smaller, for as long as the history still fails.
final class Shrinker {
    private final Predicate<History> fails;
    private History smallest;
    private int triesLeft;

    private Shrinker(History history, Predicate<History> fails, int mostTries) {
        this.smallest = history;
        this.fails = fails;
        this.triesLeft = mostTries;
    }

    static History shrink(History history, Predicate<History> fails, int mostTries) {
        Shrinker shrinker = new Shrinker(history, fails, mostTries);
        int before;
        do {
            before = shrinker.size();
            shrinker.leaveOutSteps();
            shrinker.leaveOutLegs();
            shrinker.makeAmountsSmaller();
        } while (shrinker.size() < before && shrinker.triesLeft > 0);
        return shrinker.smallest;
    }

    private int size() {
        return smallest.steps().stream()
                .mapToInt(step -> 1 + step.action().parts().size())
                .sum();
    }

    private boolean take(List<Step> steps) {
        if (triesLeft-- <= 0) {
            return false;
        }
        History smaller = smallest.with(steps);
        if (!fails.test(smaller)) {
            return false;
        }
        smallest = smaller;
        return true;
    }

    private void leaveOutSteps() {
        for (int chunk = Math.max(1, smallest.steps().size() / 2); chunk >= 1; chunk /= 2) {
            int at = 0;
            while (at < smallest.steps().size()) {
                List<Step> steps = new ArrayList<>(smallest.steps());
                steps.subList(at, Math.min(steps.size(), at + chunk)).clear();
                if (!take(steps)) {
                    at += chunk;
                }
            }
        }
    }

    private void leaveOutLegs() {
        for (int at = 0; at < smallest.steps().size(); at++) {
            for (int part = 0; part < parts(at).size() && parts(at).size() > 1; part++) {
                List<Part> parts = new ArrayList<>(parts(at));
                parts.remove(part);
                if (take(replaced(at, parts))) {
                    part--;
                }
            }
        }
    }

    private void makeAmountsSmaller() {
        for (int at = 0; at < smallest.steps().size(); at++) {
            for (int part = 0; part < parts(at).size(); part++) {
                long amount = parts(at).get(part).amount();
                if (amount > 1 && !take(smaller(at, part, 1)) && !take(smaller(at, part, amount / 2))) {
                    while (amount > 1 && take(smaller(at, part, amount - 1))) {
                        amount--;
                    }
                }
            }
        }
    }

    private List<Part> parts(int at) {
        return smallest.steps().get(at).action().parts();
    }

    private List<Step> smaller(int at, int part, long amount) {
        List<Part> parts = new ArrayList<>(parts(at));
        parts.set(part, parts.get(part).of(amount));
        return replaced(at, parts);
    }

    /// A duplicate stays one: every step that is equal to this one changes with it.
    private List<Step> replaced(int at, List<Part> parts) {
        Action old = smallest.steps().get(at).action();
        return smallest.steps().stream()
                .map(step -> step.action().equals(old) ? step.with(old.with(parts)) : step)
                .toList();
    }
}
