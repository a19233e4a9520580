package io.kosh.launcher.internal;

import io.kosh.platform.BuildVersion;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Says which Kosh this is and what it runs on.
@Command(name = "version", description = "Prints the version.")
final class VersionCommand implements Callable<Integer> {
    @Option(names = "--json", description = "Prints JSON.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() {
        String java = Runtime.version().toString();
        if (json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("version", BuildVersion.current());
            facts.put("java", java);
            System.out.println(Json.line(facts));
        } else {
            System.out.println("kosh " + BuildVersion.current() + " (Java " + java + ")");
        }
        return 0;
    }
}
