package io.kosh.ledger.internal;

import io.kosh.ledger.AccountRef;
import io.kosh.ledger.HoldState;
import io.kosh.ledger.Side;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// What stands in some books, as names and values that two ledgers can be compared by.
final class Picture {

    /// A line of an account's book.
    record Line(long transfer, Side side, long posted, long pending, long balance, Instant at) {}

    private final SortedMap<String, String> values = new TreeMap<>();

    private static String name(AccountRef ref) {
        return ref.kind().name() + "/" + ref.owner();
    }

    /// The account's numbers are told by its lines: pending is theirs summed, the version their count.
    void account(AccountRef ref, long balance, long available, List<Line> lines) {
        long[] sums = new long[4];
        for (int i = 0; i < lines.size(); i++) {
            Line line = lines.get(i);
            int side = line.side() == Side.DEBIT ? 0 : 1;
            sums[side] += line.posted();
            sums[2 + side] += line.pending();
            values.put("%s line %04d".formatted(name(ref), i + 1), line.toString());
        }
        numbers(ref, balance, available, List.of(sums[0], sums[1], sums[2], sums[3]), lines.size());
    }

    /// The account's numbers as they are stored: posted debits and credits, pending debits and credits.
    void numbers(AccountRef ref, long balance, long available, List<Long> stored, long version) {
        values.put(
                name(ref), "balance " + balance + " available " + available + " of " + stored + " version " + version);
    }

    void line(AccountRef ref, long version, Line line) {
        values.put("%s line %04d".formatted(name(ref), version), line.toString());
    }

    /// A lot that is used up is the same as none.
    void lot(AccountRef ref, LocalDate day, long remaining, long held) {
        if (remaining != 0 || held != 0) {
            values.put(name(ref) + " lot " + day, remaining + " of which held " + held);
        }
    }

    /// A count of nothing is the same as none.
    void limit(AccountRef ref, String limit, long used) {
        if (used != 0) {
            values.put(name(ref) + " limit " + limit, Long.toString(used));
        }
    }

    void hold(long transfer, HoldState state, long captured) {
        values.put("hold " + transfer, state + " captured " + captured);
    }

    /// Where two pictures differ, null where they are the same.
    static @Nullable String difference(Picture model, Picture real) {
        StringBuilder text = new StringBuilder();
        SortedMap<String, String> all = new TreeMap<>(model.values);
        all.putAll(real.values);
        for (String name : all.keySet()) {
            String expected = model.values.getOrDefault(name, "nothing");
            String found = real.values.getOrDefault(name, "nothing");
            if (!expected.equals(found)) {
                text.append("\n  ")
                        .append(name)
                        .append(": the model has ")
                        .append(expected)
                        .append(", the ledger ")
                        .append(found);
            }
        }
        return text.isEmpty() ? null : text.toString();
    }
}
