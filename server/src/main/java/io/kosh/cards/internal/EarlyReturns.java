package io.kosh.cards.internal;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Points that an account takes back before their first day, where their card has too few that count: out of the
/// newest promises first, so that what was promised first stays. The promises are locked while it is decided.
final class EarlyReturns {
    private final Map<Long, List<PendingPoints>> promises = new HashMap<>();
    private final Map<Long, Long> promised = new HashMap<>();
    private final Map<Long, Long> left = new HashMap<>();
    private final Map<Integer, Map<Long, Long>> planned = new HashMap<>();
    private final Map<Long, Change> changes = new LinkedHashMap<>();

    /// What becomes of a promise.
    ///
    /// @param left what stays promised; 0: nothing, the promise is withdrawn
    /// @param by   the transfer that took from it last
    record Change(long left, long by) {}

    void found(Collection<PendingPoints> locked) {
        for (PendingPoints each : locked) {
            promises.computeIfAbsent(each.card(), _ -> new ArrayList<>()).add(each);
            promised.put(each.transfer(), each.amount());
            left.put(each.transfer(), each.amount());
        }
        promises.values()
                .forEach(each -> each.sort(
                        Comparator.comparingLong(PendingPoints::transfer).reversed()));
    }

    /// The keys of cards to which something is promised.
    Set<Long> cards() {
        return promises.keySet();
    }

    boolean has(Card card) {
        return promises.containsKey(card.key());
    }

    /// Takes an amount for one of the requests of a batch, if that much is promised.
    boolean take(int place, Card card, long amount) {
        List<PendingPoints> waiting = promises.getOrDefault(card.key(), List.of());
        if (waiting.stream().mapToLong(each -> leftOf(each.transfer())).sum() < amount) {
            return false;
        }
        Map<Long, Long> taken = new LinkedHashMap<>();
        long missing = amount;
        for (PendingPoints each : waiting) {
            long part = Math.min(missing, leftOf(each.transfer()));
            if (part > 0) {
                taken.put(each.transfer(), part);
                left.merge(each.transfer(), -part, Long::sum);
                missing -= part;
            }
        }
        planned.put(place, taken);
        return true;
    }

    private long leftOf(long promise) {
        return left.getOrDefault(promise, 0L);
    }

    /// What was planned for a request was posted. Only then is it taken from the promises: a request that is refused,
    /// or was answered before, takes nothing.
    void stands(int place, long transfer) {
        planned.getOrDefault(place, Map.of())
                .forEach((promise, part) -> changes.merge(
                        promise,
                        new Change(promised.getOrDefault(promise, 0L) - part, transfer),
                        (before, _) -> new Change(before.left() - part, transfer)));
    }

    /// By promise.
    Map<Long, Change> changes() {
        return changes;
    }
}
