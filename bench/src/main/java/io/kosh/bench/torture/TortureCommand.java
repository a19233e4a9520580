package io.kosh.bench.torture;

import io.kosh.bench.BenchFailure;
import io.kosh.bench.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Starts a server of its own, breaks it round after round, and tells whether every promise was kept.
@Command(
        name = "torture",
        description = {
            "Breaks a server of its own under load, round after round, and checks every answer afterwards.",
            "Exit code: 0 every promise kept, 2 one broken, 1 could not try."
        },
        sortOptions = false)
public final class TortureCommand implements Callable<Integer> {
    private static final int BROKEN = 2;

    @Option(names = "--rounds", defaultValue = "16", description = "How many rounds; else 16.")
    int rounds;

    @Option(names = "--seed", description = "Decides everything about the rounds; else a new one, which is printed.")
    @Nullable
    Long seed;

    @Option(names = "--only-round", paramLabel = "<round>", description = "Runs this one of the seed's rounds alone.")
    @Nullable
    Integer onlyRound;

    @Option(names = "--faults", split = ",", description = "Which faults, see below; else all.")
    List<String> faults = List.of();

    @Option(names = "--stop-seconds", defaultValue = "10", description = "How long SIGSTOP lasts; else 10.")
    int stopSeconds;

    @Option(names = "--full-seconds", defaultValue = "4", description = "How long the disk stays full; else 4.")
    int fullSeconds;

    @Option(names = "--recovery-seconds", defaultValue = "90", description = "How long a recovery may take; else 90.")
    int recoverySeconds;

    @Option(names = "--rate", defaultValue = "1200", description = "Calls a second away from the fault; else 1200.")
    int rate;

    @Option(names = "--data-dir", description = "Empty folder to work in, which stays; else a temporary one.")
    @Nullable
    Path dataDir;

    @Option(names = "--json", description = "Prints one line of JSON at the end.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    /// The faults with their meanings, for the help.
    public static String[] footer() {
        List<String> lines = new ArrayList<>(List.of("", "Faults:"));
        for (Fault fault : Fault.values()) {
            lines.add(String.format(Locale.ROOT, "  %-13s  %s", fault.word(), fault.meaning()));
        }
        return lines.toArray(String[]::new);
    }

    @Override
    public Integer call() throws Exception {
        if (rounds < 1 || stopSeconds < 1 || fullSeconds < 1 || recoverySeconds < 1 || rate < 1) {
            throw new BenchFailure("--rounds, --rate and the numbers of seconds are at least 1.");
        }
        List<Fault> chosen = faults.isEmpty() ? List.of(Fault.values()) : chosen();
        long start = seed == null ? System.nanoTime() % 1_000_000 : seed;
        Path folder = folder();
        say("Seed " + start + ", working in " + folder);
        Settings settings = new Settings(
                Duration.ofSeconds(stopSeconds),
                Duration.ofSeconds(fullSeconds),
                rate,
                Duration.ofSeconds(recoverySeconds),
                600);
        List<Outcome> outcomes = new ArrayList<>();
        Torture torture = new Torture(folder, settings);
        Thread hook = Thread.ofPlatform().unstarted(() -> close(torture));
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            int first = onlyRound == null ? 1 : onlyRound;
            int last = onlyRound == null ? rounds : onlyRound;
            for (int round = first; round <= last; round++) {
                Outcome outcome = torture.run(Plan.of(start, round, chosen));
                outcomes.add(outcome);
                tell(outcome);
                if (!outcome.good()) {
                    break;
                }
            }
        } finally {
            torture.close();
            Runtime.getRuntime().removeShutdownHook(hook);
        }
        return end(outcomes, start, folder);
    }

    private List<Fault> chosen() {
        try {
            return faults.stream().map(Fault::of).distinct().toList();
        } catch (IllegalArgumentException e) {
            throw new BenchFailure(e.getMessage() + ".");
        }
    }

    private Path folder() throws IOException {
        if (dataDir == null) {
            return Files.createTempDirectory("kosh-torture").toRealPath();
        }
        Path given = dataDir.toAbsolutePath().normalize();
        Files.createDirectories(given);
        try (var there = Files.list(given)) {
            if (there.findAny().isPresent()) {
                throw new BenchFailure("The folder " + given + " is not empty.");
            }
        }
        return given;
    }

    private void tell(Outcome outcome) {
        if (json) {
            say(outcome.line());
        } else {
            System.out.println(outcome.line());
        }
        for (Finding finding : outcome.findings()) {
            say("  round " + outcome.plan().round() + ", seed " + outcome.plan().seed() + ", "
                    + outcome.plan().fault().word() + ": " + finding);
        }
    }

    private int end(List<Outcome> outcomes, long start, Path folder) throws IOException {
        Summary summary = Summary.of(outcomes);
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("seed", start);
            report.putAll(summary.json());
            report.put("each", outcomes.stream().map(Outcome::json).toList());
            System.out.println(JsonMapper.shared().writeValueAsString(report));
        } else {
            System.out.println(summary.text());
        }
        if (summary.broken() > 0) {
            say("Run that round again: ./kosh torture --seed " + start + " --only-round "
                    + outcomes.getLast().plan().round()
                    + (faults.isEmpty() ? "" : " --faults " + String.join(",", faults))
                    + "\nWhat the servers said and wrote is in " + folder + ".");
            return BROKEN;
        }
        if (dataDir == null) {
            Server.forget(folder);
        }
        return 0;
    }

    private static void close(Torture torture) {
        try {
            torture.close();
        } catch (IOException e) {
            say("Something may still run: " + e.getMessage());
        }
    }

    private static void say(String line) {
        System.err.println(line);
    }
}
