package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.Side;
import io.kosh.ledger.internal.Picture.Line;
import io.kosh.ledger.internal.ReferenceLedger.Rule;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// One account. What of its balance is in no lot never ends.
final class ReferenceAccount {
    final AccountRef ref;
    private final Set<Rule> forgotten;
    final List<Line> lines = new ArrayList<>();
    final TreeMap<LocalDate, Long> free = new TreeMap<>();
    final TreeMap<LocalDate, Long> held = new TreeMap<>();
    final Map<String, Long> used = new TreeMap<>();
    long balance;
    private long reserved;
    Instant last = Instant.EPOCH;

    ReferenceAccount(AccountRef ref, Set<Rule> forgotten) {
        this.ref = ref;
        this.forgotten = forgotten;
    }

    ReferenceAccount copy() {
        ReferenceAccount copy = new ReferenceAccount(ref, forgotten);
        copy.lines.addAll(lines);
        copy.free.putAll(free);
        copy.held.putAll(held);
        copy.used.putAll(used);
        copy.balance = balance;
        copy.reserved = reserved;
        copy.last = last;
        return copy;
    }

    private boolean keeps(Rule rule) {
        return !forgotten.contains(rule);
    }

    boolean losesBy(Side side) {
        return ref.kind().normal() != side;
    }

    long available(LocalDate today) {
        long ended = free.headMap(today, true).values().stream()
                .mapToLong(each -> each)
                .sum();
        return balance
                - (keeps(Rule.HELD_IS_NOT_AVAILABLE) ? reserved : 0)
                - (keeps(Rule.ENDED_LOTS_ARE_NOT_AVAILABLE) ? ended : 0);
    }

    boolean cannotSpare(long amount, LocalDate today) {
        return ref.kind().floored() && available(today) < amount && keeps(Rule.FLOORS_HOLD);
    }

    /// Takes out of the lots that have not ended: out of one before all others, then soonest to end first.
    SortedMap<LocalDate, Long> spend(long amount, @Nullable LocalDate first, LocalDate today) {
        SortedMap<LocalDate, Long> living = free.tailMap(today, false);
        List<LocalDate> days = new ArrayList<>(
                keeps(Rule.SOONEST_ENDS_FIRST)
                        ? living.sequencedKeySet()
                        : living.sequencedKeySet().reversed());
        if (first != null && days.remove(first)) {
            days.addFirst(first);
        }
        return take(amount, days);
    }

    /// Value that ends cannot be more than there is: what a waived floor left owing is taken out of the lots.
    void payDebt(@Nullable LocalDate first) {
        if (keeps(Rule.DEBT_IS_PAID_OUT_OF_LOTS)) {
            List<LocalDate> days = new ArrayList<>(free.keySet());
            if (first != null && days.remove(first)) {
                days.addFirst(first);
            }
            long inLots = free.values().stream().mapToLong(each -> each).sum();
            take(inLots - Math.max(0, balance - reserved), days);
        }
    }

    private SortedMap<LocalDate, Long> take(long amount, List<LocalDate> days) {
        SortedMap<LocalDate, Long> taken = new TreeMap<>();
        long left = amount;
        for (LocalDate day : days) {
            long part = Math.min(left, free.getOrDefault(day, 0L));
            if (part > 0) {
                free.merge(day, -part, Long::sum);
                taken.put(day, part);
                left -= part;
            }
        }
        return taken;
    }

    void write(Side side, long posted, long pending, long transfer, Instant when) {
        balance += losesBy(side) ? -posted : posted;
        reserved += losesBy(side) ? pending : 0;
        last = when;
        lines.add(new Line(transfer, side, posted, pending, balance, when));
    }
}
