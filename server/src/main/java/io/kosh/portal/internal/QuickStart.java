package io.kosh.portal.internal;

import io.kosh.platform.FirstSteps;
import java.util.List;

/// The first commands of somebody new, as they can be pasted into a plain shell. They read the demo credentials from
/// their file, so that no secret stands on the page.
final class QuickStart {
    private QuickStart() {}

    /// @param key names the step's heading in the message bundles
    record Step(String key, String command) {}

    static List<Step> steps(String baseUrl, String demoFile) {
        List<String> lines = FirstSteps.lines();
        return List.of(
                new Step("facts", """
                        fact() { tr -d ' \\n' < %s | tr ',{' '\\n\\n' | sed -n "s/^\\"$1\\":\\[*\\"\\([^\\"]*\\)\\".*/\\1/p" | head -n 1; }
                        KOSH=%s COMPANY=$(fact companyId) CLIENT=$(fact clientId):$(fact clientSecret)
                        USERNAME=$(fact username) PASSWORD=$(fact password) USERID=$(fact userIds)""".formatted(demoFile, baseUrl)),
                new Step("token", lines.get(0)),
                new Step("configure", lines.get(1) + "\n" + lines.get(2)),
                new Step("change", lines.get(3)),
                new Step("allocate", lines.get(4)),
                new Step("balance", lines.get(5)),
                new Step("ledger", lines.get(6)));
    }
}
