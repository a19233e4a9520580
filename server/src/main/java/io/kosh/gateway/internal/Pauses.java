package io.kosh.gateway.internal;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// How long a rail that gave no last word is left alone.
///
/// @param planned before the second, third, ... question; the last one counts on
record Pauses(List<Duration> planned) {
    private static final Duration LONGEST_ASKED = Duration.ofHours(6);

    Pauses {
        planned = List.copyOf(planned);
    }

    /// @param nth  which of them, from 0
    /// @param hint how long the rail asks to be left alone, null where it does not say
    Duration nth(int nth, @Nullable Duration hint) {
        Duration pause = planned.get(Math.clamp(nth, 0, planned.size() - 1));
        if (hint == null || hint.compareTo(pause) <= 0) {
            return pause;
        }
        return hint.compareTo(LONGEST_ASKED) > 0 ? LONGEST_ASKED : hint;
    }
}
