package io.kosh.ledger;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// What a context asks of the ledger. The same source with the same request is one effect and gives the first answer
/// again; with another request it is refused.
public sealed interface Command {

    SourceKey source();

    /// What tells one request from another under the same source: the fields that decide its meaning, joined.
    String request();

    /// Whether it captures or releases what was held before, or a part of it.
    default boolean endsHold() {
        return switch (this) {
            case Post _, Hold _ -> false;
            case Capture _, Release _ -> true;
        };
    }

    /// Moves value at once.
    ///
    /// @param detail     what a reader of the journal wants to know: names and values
    /// @param waiveFloor post even where an account would go below its floor: for corrections that a company allows
    record Post(
            SourceKey source,
            String request,
            PostingTemplate template,
            List<Leg> legs,
            List<LimitUse> limits,
            Map<String, String> detail,
            boolean waiveFloor)
            implements Command {
        public Post {
            checkLegs(template, legs);
        }
    }

    /// Reserves value: it leaves the available balance now and moves at [Capture]. Never draws below a floor.
    ///
    /// @param limits what it counts against, each kept with an account of the legs. What is released of the
    ///               hold is given back, and what is captured above it counts, too
    /// @param dueAt  when the reservation ends by itself, in the company's business time
    record Hold(
            SourceKey source,
            String request,
            PostingTemplate template,
            List<Leg> legs,
            List<LimitUse> limits,
            Map<String, String> detail,
            Instant dueAt)
            implements Command {
        public Hold {
            checkLegs(template, legs);
            for (LimitUse use : limits) {
                boolean fits = switch (use.measure()) {
                    case VALUE -> use.amount() == sum(legs);
                    case TIMES -> use.amount() > 0;
                    case BALANCE -> false;
                };
                if (!fits || legs.stream().noneMatch(leg -> leg.touches(use.account()))) {
                    throw new IllegalArgumentException("the use of a limit does not fit its hold: " + use);
                }
            }
        }

        /// A hold that counts against nothing.
        public Hold(
                SourceKey source,
                String request,
                PostingTemplate template,
                List<Leg> legs,
                Map<String, String> detail,
                Instant dueAt) {
            this(source, request, template, legs, List.of(), detail, dueAt);
        }
    }

    /// Moves what was held, or a part of each leg. Ends the hold, unless the rest is kept.
    ///
    /// @param hold     the hold's transfer
    /// @param amounts  one per leg, 0 up to what the leg holds, not all 0; empty for all of it
    /// @param keepRest whether what is not moved stays held; else it is released
    /// @param exceed   whether the amounts may be more than is held: what is above is posted in the same
    ///                 transfer, even where an account would go below its floor
    record Capture(
            SourceKey source,
            String request,
            long hold,
            List<Long> amounts,
            Map<String, String> detail,
            boolean keepRest,
            boolean exceed)
            implements Command {
        /// A capture within the hold, which it ends.
        public Capture(SourceKey source, String request, long hold, List<Long> amounts, Map<String, String> detail) {
            this(source, request, hold, amounts, detail, false, false);
        }
    }

    /// Releases what was held, or a part of each leg. Ends the hold where nothing is left of it.
    ///
    /// @param timedOut whether the hold ended by its due time; refused before it is due
    /// @param amounts  one per leg, 0 up to what the leg holds, not all 0; empty for all of it
    record Release(SourceKey source, String request, long hold, boolean timedOut, List<Long> amounts)
            implements Command {
        /// Releases all.
        public Release(SourceKey source, String request, long hold, boolean timedOut) {
            this(source, request, hold, timedOut, List.of());
        }
    }

    private static long sum(List<Leg> legs) {
        long sum = 0;
        for (Leg leg : legs) {
            sum = Math.addExact(sum, leg.amount());
        }
        return sum;
    }

    private static void checkLegs(PostingTemplate template, List<Leg> legs) {
        if (legs.isEmpty() || !legs.stream().allMatch(template::fits)) {
            throw new IllegalArgumentException("legs do not fit the template " + template.name() + ": " + legs);
        }
    }
}
