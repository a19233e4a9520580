package io.kosh.ledger.internal;

import io.kosh.ledger.Side;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A private copy of an account while one command is tried on it: kept where the command is accepted, else forgotten.
final class WorkingAccount {
    private final AccountState start;
    private final Side normal;
    private Numbers numbers;
    private long version;
    private @Nullable Instant lastRecordedAt;
    private @Nullable Long floor;
    private SortedMap<LocalDate, Lot> lots;
    private Map<LimitKey, Long> limits;

    WorkingAccount(AccountState start) {
        this.start = start;
        this.normal = start.ref().kind().normal();
        this.numbers = start.numbers();
        this.version = start.version();
        this.lastRecordedAt = start.lastRecordedAt();
        this.floor = start.floor();
        this.lots = start.lots();
        this.limits = start.limits();
    }

    AccountState state() {
        return new AccountState(start.id(), start.ref(), numbers, version, lastRecordedAt, floor, lots, limits);
    }

    long id() {
        return start.id();
    }

    @Nullable
    Instant lastRecordedAt() {
        return lastRecordedAt;
    }

    boolean floored() {
        return start.ref().kind().floored();
    }

    long balance() {
        return numbers.balance(normal);
    }

    /// What may be spent on a day: the balance less what is held and what is left in lots that have ended.
    long available(LocalDate today) {
        return available(numbers, normal, lots, today);
    }

    static long available(Numbers numbers, Side normal, SortedMap<LocalDate, Lot> lots, LocalDate today) {
        long ended = 0;
        for (Lot lot : lots.headMap(today.plusDays(1)).values()) {
            ended = Math.addExact(ended, lot.free());
        }
        return Math.subtractExact(Math.subtractExact(numbers.balance(normal), numbers.reserved(normal)), ended);
    }

    /// Books one line and returns it.
    Books.Entry book(Side side, long posted, long pending, long transfer, Instant at) {
        numbers = numbers.plus(side, posted, pending);
        version++;
        lastRecordedAt = at;
        return new Books.Entry(start.id(), version, transfer, side, posted, pending, numbers.balance(normal), at);
    }

    /// Lets the stored floor follow a posting that waived it.
    void lowerFloor(LocalDate today) {
        Long bound = floor;
        if (bound != null) {
            floor = Math.min(bound, available(today));
        }
    }

    /// Puts credited value, booked already, into the lot of its last day.
    void fill(LocalDate endsOn, long amount) {
        change(endsOn, amount, 0);
        payDebt(endsOn);
    }

    /// What a waived floor left owing is paid out of the lots, so that value which is not there never expires: free
    /// lots never hold more than the balance less what is reserved. Takes from `first` before the others.
    void payDebt(@Nullable LocalDate first) {
        if (lots.isEmpty()) {
            return;
        }
        long covered = Math.max(0, Math.subtractExact(numbers.balance(normal), numbers.reserved(normal)));
        long owed = Math.subtractExact(freeInLots(), covered);
        if (owed > 0 && first != null) {
            owed -= take(first, owed, false, new TreeMap<>());
        }
        for (LocalDate day : new TreeMap<>(lots).keySet()) {
            if (owed > 0) {
                owed -= take(day, owed, false, new TreeMap<>());
            }
        }
    }

    /// Takes value out of the lots: first of `first`, then soonest to end; the rest comes from what never ends.
    /// Ended lots are passed over.
    void drain(long amount, @Nullable LocalDate first, LocalDate today) {
        walk(amount, first, today, false);
    }

    /// Reserves value in the lots in the order of [#drain] and tells how much of which.
    SortedMap<LocalDate, Long> reserve(long amount, LocalDate today) {
        return walk(amount, null, today, true);
    }

    /// Ends the reservation of a held leg, spending a part of it, soonest to end first, and keeping another
    /// part reserved in the same order; tells what is kept of which lot.
    SortedMap<LocalDate, Long> settle(SortedMap<LocalDate, Long> reserved, long spent, long kept) {
        SortedMap<LocalDate, Long> still = new TreeMap<>();
        long toSpend = spent;
        long toKeep = kept;
        for (Map.Entry<LocalDate, Long> part : reserved.entrySet()) {
            long spend = Math.min(toSpend, part.getValue());
            long keep = Math.min(toKeep, part.getValue() - spend);
            change(part.getKey(), -spend, keep - part.getValue());
            toSpend -= spend;
            toKeep -= keep;
            if (keep > 0) {
                still.put(part.getKey(), keep);
            }
        }
        return still;
    }

    /// What is not reserved in one lot.
    long free(LocalDate day) {
        return lots.getOrDefault(day, Lot.NONE).free();
    }

    void takeFrom(LocalDate day, long amount) {
        change(day, -amount, 0);
    }

    /// Counts against a limit; false where it would be passed.
    boolean count(LimitKey key, long amount, long most) {
        long used = Math.max(0, Math.addExact(limits.getOrDefault(key, 0L), amount));
        if (amount > 0 && used > most) {
            return false;
        }
        Map<LimitKey, Long> changed = new HashMap<>(limits);
        changed.put(key, used);
        limits = changed;
        return true;
    }

    private SortedMap<LocalDate, Long> walk(
            long amount, @Nullable LocalDate first, LocalDate today, boolean onlyReserve) {
        SortedMap<LocalDate, Long> taken = new TreeMap<>();
        if (lots.isEmpty()) {
            return taken;
        }
        long left = amount;
        if (first != null && first.isAfter(today)) {
            left -= take(first, left, onlyReserve, taken);
        }
        for (LocalDate day : new TreeMap<>(lots.tailMap(today.plusDays(1))).keySet()) {
            left -= take(day, left, onlyReserve, taken);
        }
        return taken;
    }

    private long take(LocalDate day, long wanted, boolean onlyReserve, SortedMap<LocalDate, Long> taken) {
        long part = Math.min(wanted, free(day));
        if (part > 0) {
            change(day, onlyReserve ? 0 : -part, onlyReserve ? part : 0);
            taken.merge(day, part, Math::addExact);
        }
        return Math.max(0, part);
    }

    private void change(LocalDate day, long remaining, long held) {
        SortedMap<LocalDate, Lot> changed = new TreeMap<>(lots);
        changed.put(day, lots.getOrDefault(day, Lot.NONE).plus(remaining, held));
        lots = Collections.unmodifiableSortedMap(changed);
    }

    private long freeInLots() {
        long sum = 0;
        for (Lot lot : lots.values()) {
            sum = Math.addExact(sum, lot.free());
        }
        return sum;
    }
}
