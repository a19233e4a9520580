package io.kosh.bench.torture;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// What the rounds of a run came to together.
record Summary(
        Map<Fault, Share> faults,
        int rounds,
        int broken,
        int skipped,
        long acknowledged,
        long refused,
        long open,
        long openDone) {

    /// The rounds of one fault.
    record Share(int rounds, int good, int skipped, double longestRecoverySeconds) {
        Share with(Outcome outcome) {
            boolean left = outcome.skipped() != null;
            return new Share(
                    rounds + 1,
                    good + (!left && outcome.good() ? 1 : 0),
                    skipped + (left ? 1 : 0),
                    Math.max(longestRecoverySeconds, outcome.recoverySeconds()));
        }
    }

    static Summary of(List<Outcome> outcomes) {
        Map<Fault, Share> faults = new LinkedHashMap<>();
        long acknowledged = 0;
        long refused = 0;
        long open = 0;
        long openDone = 0;
        for (Fault fault : Fault.values()) {
            for (Outcome outcome : outcomes) {
                if (outcome.plan().fault() == fault) {
                    faults.put(
                            fault,
                            faults.getOrDefault(fault, new Share(0, 0, 0, 0)).with(outcome));
                }
            }
        }
        for (Outcome outcome : outcomes) {
            Inquest inquest = outcome.inquest();
            if (inquest != null) {
                acknowledged += inquest.acknowledged();
                refused += inquest.refused();
                open += inquest.open();
                openDone += inquest.openDone();
            }
        }
        int broken = (int) outcomes.stream().filter(outcome -> !outcome.good()).count();
        int skipped = (int)
                outcomes.stream().filter(outcome -> outcome.skipped() != null).count();
        return new Summary(faults, outcomes.size(), broken, skipped, acknowledged, refused, open, openDone);
    }

    String text() {
        List<String> lines = new ArrayList<>();
        lines.add("");
        faults.forEach((fault, share) -> lines.add(String.format(
                Locale.ROOT,
                "%-13s  %3d rounds, %3d good%s, longest recovery %5.2f s",
                fault.word(),
                share.rounds(),
                share.good(),
                share.skipped() == 0 ? "" : ", " + share.skipped() + " SKIPPED",
                share.longestRecoverySeconds())));
        lines.add(String.format(
                Locale.ROOT,
                "%,d calls acknowledged, %,d refused, %,d left open: %,d of them had been done, %,d had not",
                acknowledged,
                refused,
                open,
                openDone,
                open - openDone));
        lines.add(
                broken == 0
                        ? (rounds - skipped) + " rounds, every promise kept"
                                + (skipped == 0 ? "" : "; " + skipped + " skipped")
                        : broken + " of " + rounds + " rounds BROKEN");
        return String.join("\n", lines);
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("rounds", rounds);
        json.put("broken", broken);
        json.put("skipped", skipped);
        json.put("acknowledged", acknowledged);
        json.put("refused", refused);
        json.put("open", open);
        json.put("openDone", openDone);
        json.put("openNot", open - openDone);
        Map<String, Object> shares = new LinkedHashMap<>();
        faults.forEach((fault, share) -> shares.put(fault.word(), share));
        json.put("faults", shares);
        return json;
    }
}
