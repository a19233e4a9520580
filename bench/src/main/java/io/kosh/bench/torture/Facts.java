package io.kosh.bench.torture;

import io.kosh.bench.torture.Call.Ref;
import java.util.List;
import java.util.Map;

/// What the server says about a round's company after the fault.
///
/// @param journal  the transfer of each id that was asked for; an id without one is not in it
/// @param lines    every line of every user's own history
/// @param holdings what each user has
record Facts(Map<Ref, Journal> journal, List<Line> lines, Map<String, Holding> holdings) {

    /// A transfer as the journal has it.
    ///
    /// @param moved what its debit lines move, or put on hold, which its credit lines must too
    record Journal(String transferId, long moved, boolean balanced) {}

    /// One line of a user's history.
    ///
    /// @param held what it put on hold, negative where it let go
    record Line(String user, Ref ref, long credited, long debited, long held) {}

    /// A user's coins.
    record Holding(long balance, long held, long available) {}
}
