package io.kosh.kernel;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/// The moves that a state may make, as one table. A state that is not a key of the table is final.
public final class Lifecycle<S extends Enum<S>> {
    private final Class<S> type;
    private final Map<S, Set<S>> moves;

    private Lifecycle(Class<S> type, Map<S, Set<S>> moves) {
        this.type = type;
        this.moves = moves;
    }

    public static <S extends Enum<S>> Lifecycle<S> of(Class<S> type, Map<S, Set<S>> moves) {
        Map<S, Set<S>> copy = new EnumMap<>(type);
        for (S from : type.getEnumConstants()) {
            Set<S> targets = EnumSet.noneOf(type);
            targets.addAll(moves.getOrDefault(from, Set.of()));
            copy.put(from, targets);
        }
        return new Lifecycle<>(type, copy);
    }

    public boolean allows(S from, S to) {
        return moves.getOrDefault(from, Set.of()).contains(to);
    }

    /// The target state, or a refusal with the given code where the table has no such move.
    public S move(ErrorCode refusedWith, S from, S to) {
        if (!allows(from, to)) {
            throw Refusal.of(refusedWith, "cannot go from " + from + " to " + to);
        }
        return to;
    }

    /// Every state of the table, for the tests that try each move.
    public Set<S> states() {
        return EnumSet.allOf(type);
    }
}
