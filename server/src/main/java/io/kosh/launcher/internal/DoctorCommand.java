package io.kosh.launcher.internal;

import io.kosh.platform.StartupFailure;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Looks at everything a server needs, whether one runs or not, and says what to do.
@Command(name = "doctor", description = "Looks for what is wrong and says what to do; then the exit code is 1.")
final class DoctorCommand implements Callable<Integer> {
    @Mixin
    ServerOptions options = new ServerOptions();

    @Option(
            names = "--print-roles",
            description = "Prints the script that makes the roles of an outside database, for its administrator.")
    boolean printRoles;

    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    /// One thing that was looked at.
    ///
    /// @param advice what to do, empty where nothing is wrong
    record Finding(String what, boolean good, String seen, String advice) {}

    @Override
    public Integer call() {
        if (printRoles) {
            System.out.print(RoleScript.of(options));
            return 0;
        }
        List<Finding> findings = new ArrayList<>();
        Checkup checkup = new Checkup(options, findings);
        try {
            checkup.run();
        } catch (StartupFailure e) {
            findings.add(new Finding("start", false, "would be refused", String.valueOf(e.getMessage())));
        }
        boolean healthy = findings.stream().allMatch(Finding::good);
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("healthy", healthy);
            report.put("findings", findings);
            System.out.println(Json.line(report));
        } else {
            for (Finding finding : findings) {
                System.out.printf("%-6s %-11s %s%n", finding.good() ? "ok" : "WRONG", finding.what(), finding.seen());
                if (!finding.good()) {
                    System.out.printf("%-6s %-11s -> %s%n", "", "", finding.advice());
                }
            }
        }
        return healthy ? 0 : Kosh.FAILED;
    }
}
