package io.kosh.bench.torture;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// What a round came to.
///
/// @param recoverySeconds from the fault, or from its end where it has one, until the server worked again
/// @param inquest         null where it did not come so far
/// @param skipped         why it was not run; null where it was
record Outcome(
        Plan plan,
        double seconds,
        double recoverySeconds,
        @Nullable Inquest inquest,
        List<Finding> findings,
        @Nullable String skipped) {

    static Outcome skipped(Plan plan, String why) {
        return new Outcome(plan, 0, 0, null, List.of(), why);
    }

    boolean good() {
        return findings.isEmpty();
    }

    String verdict() {
        return skipped != null ? "skipped" : good() ? "good" : "BROKEN";
    }

    /// The round in one line.
    String line() {
        String start = String.format(
                Locale.ROOT, "round %3d  %-13s ", plan.round(), plan.fault().word());
        if (skipped != null) {
            return start + " skipped: " + skipped;
        }
        if (inquest == null) {
            return start + " " + verdict();
        }
        return start
                + String.format(
                        Locale.ROOT,
                        " %5d acked  %4d refused  %3d open (%d done, %d not)  recovery %5.2f s  round %4.1f s  %s",
                        inquest.acknowledged(),
                        inquest.refused(),
                        inquest.open(),
                        inquest.openDone(),
                        inquest.openNot(),
                        recoverySeconds,
                        seconds,
                        verdict());
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("round", plan.round());
        json.put("fault", plan.fault().word());
        json.put("verdict", verdict());
        json.put("seconds", seconds);
        json.put("recoverySeconds", recoverySeconds);
        if (inquest != null) {
            json.put("acknowledged", inquest.acknowledged());
            json.put("refused", inquest.refused());
            json.put("open", inquest.open());
            json.put("openDone", inquest.openDone());
            json.put("openNot", inquest.openNot());
        }
        if (skipped != null) {
            json.put("skipped", skipped);
        }
        if (!good()) {
            json.put(
                    "findings",
                    findings.stream()
                            .map(finding -> Map.of("what", finding.what(), "ids", finding.ids()))
                            .toList());
        }
        return json;
    }
}
