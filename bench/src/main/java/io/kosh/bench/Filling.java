package io.kosh.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/// Fills books through the engine itself, so that whatever a transfer carries is there and right. Several sources give
/// to users of their own, in the order of their accounts: none waits for another.
final class Filling {
    private static final int FILLERS = 4;
    private static final int BATCH = 1000;
    private static final long SAY_EVERY = 500_000;

    private Filling() {}

    /// Writes so many transfers, spread evenly over so many users; says how long that took.
    static String fill(HotAccount account, long transfers, int users) throws InterruptedException {
        Say.line(String.format(Locale.ROOT, "Writing %,d transfers to %,d accounts ...", transfers, users));
        long began = System.nanoTime();
        List<Future<Boolean>> filling = new ArrayList<>();
        try (ExecutorService executor = Executors.newFixedThreadPool(FILLERS)) {
            for (int i = 0; i < FILLERS; i++) {
                int source = i + 1;
                long first = (long) users * i / FILLERS;
                long own = (long) users * (i + 1) / FILLERS - first;
                long due = transfers * (i + 1) / FILLERS - transfers * i / FILLERS;
                if (own > 0) {
                    filling.add(executor.submit(() -> fill(account, source, new Part(first + 1, own, due))));
                }
            }
        }
        for (Future<Boolean> each : filling) {
            try {
                each.get();
            } catch (ExecutionException e) {
                throw new BenchFailure("The books could not be filled: " + e.getCause());
            }
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        String said = String.format(
                Locale.ROOT,
                "%,d transfers to %,d accounts, written in %.0f s through the engine, %,.0f/s",
                transfers,
                users,
                seconds,
                transfers / seconds);
        Say.line("  " + said);
        return said;
    }

    /// Users in a row and how many transfers they get together.
    private record Part(long firstUser, long users, long transfers) {}

    private static boolean fill(HotAccount account, int source, Part part) {
        long at = 0;
        for (long written = 0; written < part.transfers(); ) {
            int count = (int) Math.min(BATCH, Math.min(part.transfers() - written, part.users() - at));
            account.give(source, part.firstUser() + at, count);
            at = (at + count) % part.users();
            written += count;
            if (source == 1 && written / SAY_EVERY > (written - count) / SAY_EVERY) {
                Say.line(String.format(Locale.ROOT, "  %,d of %,d by one of %d", written, part.transfers(), FILLERS));
            }
        }
        return true;
    }
}
