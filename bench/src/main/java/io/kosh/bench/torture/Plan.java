package io.kosh.bench.torture;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// All that is decided about a round before it begins, by the seed and the round's number alone, so that a round can be
/// run again without those before it.
///
/// @param strikeMillis how long the load runs before the fault
/// @param afterMillis  how long it runs on after the recovery
/// @param clients      callers at the same time
/// @param users        people whose coins they move
/// @param choice       picks the victim where a fault has several
/// @param loadSeed     what the clients' own dice start from
record Plan(
        long seed,
        int round,
        Fault fault,
        long strikeMillis,
        long afterMillis,
        int clients,
        int users,
        int choice,
        long loadSeed) {
    /// A prime that keeps the dice of neighbouring rounds apart.
    private static final long STRIDE = 0x9E3779B97F4A7C15L;

    /// @param round the round's number, from 1
    static Plan of(long seed, int round, List<Fault> faults) {
        int block = (round - 1) / faults.size();
        List<Fault> order = new ArrayList<>(faults);
        // Each block of rounds has every fault once, in an order of its own.
        Collections.shuffle(order, new Random(seed * 31 + block));
        Fault fault = order.get((round - 1) % faults.size());
        Random dice = new Random((seed + 1) * STRIDE ^ round);
        return new Plan(
                seed,
                round,
                fault,
                700 + dice.nextInt(1_300),
                400 + dice.nextInt(400),
                8 + dice.nextInt(57),
                4 + dice.nextInt(13),
                dice.nextInt(1 << 16),
                dice.nextLong());
    }
}
