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
    /// @param dueAt when the reservation ends by itself, in the company's business time
    record Hold(
            SourceKey source,
            String request,
            PostingTemplate template,
            List<Leg> legs,
            Map<String, String> detail,
            Instant dueAt)
            implements Command {
        public Hold {
            checkLegs(template, legs);
        }
    }

    /// Moves what was held, or a part of each leg; the rest is released. Ends the hold.
    ///
    /// @param hold    the hold's transfer
    /// @param amounts one per leg, 0 up to what the leg holds, not all 0; empty for all of it
    record Capture(SourceKey source, String request, long hold, List<Long> amounts, Map<String, String> detail)
            implements Command {}

    /// Releases what was held. Ends the hold.
    ///
    /// @param timedOut whether the hold ended by its due time; refused before it is due
    record Release(SourceKey source, String request, long hold, boolean timedOut) implements Command {}

    private static void checkLegs(PostingTemplate template, List<Leg> legs) {
        if (legs.isEmpty() || !legs.stream().allMatch(template::fits)) {
            throw new IllegalArgumentException("legs do not fit the template " + template.name() + ": " + legs);
        }
    }
}
