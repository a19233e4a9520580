package io.kosh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/// Bars: everything that the table of bars says, measured in one run, kept as a file and drawn.
@Command(
        name = "bars",
        description = "Measures every bar of docs/performance.md in one run; keeps the figures and draws the charts.",
        sortOptions = false)
final class BarsCommand implements Callable<Integer> {
    /// Where the figures lie below the folder of the documents.
    static final String FILE = "bench/bars.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /// Those of the server first, then those of the engine: each side is started once.
    private static final List<Phase> PHASES = List.of(
            new HttpPhases.Allocate("allocate"),
            new HttpPhases.Ping("ping"),
            new HttpPhases.Latency("latency"),
            new HttpPhases.Spread("spread"),
            new HttpPhases.Authorize("authorize"),
            new HttpPhases.Orders("orders"),
            new CallbacksPhase("callbacks"),
            new HttpPhases.Alone("alone"),
            new HttpPhases.MemoryUse("memory"),
            new HttpPhases.EventLog("event-log"),
            new EnginePhases.Bulk("bulk"),
            new EnginePhases.OpenRate("open"),
            new EnginePhases.Refused("refused"),
            new EnginePhases.AloneInProcess("alone-engine"),
            new CompaniesPhase("companies"),
            new EnginePhases.Hashing("hashing"),
            new LongPhase("long"));

    @Mixin
    BarOptions options = new BarOptions();

    @Option(
            names = "--only",
            split = ",",
            description =
                    "Phases to measure, of allocate, ping, latency, spread, authorize, orders, callbacks, alone, memory, "
                            + "event-log, bulk, open, refused, alone-engine, companies, hashing, long; else all. The others keep "
                            + "their last figures.")
    List<String> only = List.of();

    @Option(
            names = "--out",
            description = "A folder such as docs for the figures and charts; else they are printed only.")
    @Nullable
    Path out;

    @Option(names = "--json", description = "Prints the figures as JSON instead of the table.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() throws Exception {
        options.check();
        List<String> names = PHASES.stream().map(Phase::name).toList();
        only.stream().filter(name -> !names.contains(name)).findFirst().ifPresent(name -> {
            throw new BenchFailure("There is no phase " + name + ", only " + String.join(", ", names) + ".");
        });
        boolean allMeasured = true;
        BarRun run = new BarRun(options);
        try (run) {
            for (Phase phase : PHASES) {
                if (only.isEmpty() || only.contains(phase.name())) {
                    allMeasured &= measured(phase, run);
                }
            }
        }
        BarTable table = run.table();
        if (!run.booksRight()) {
            Say.line("The books are WRONG: nothing of this counts, and nothing is kept.");
        } else if (out != null) {
            table = keep(out, table);
        }
        System.out.println(json ? JSON.writeValueAsString(table) : "\n" + table.table());
        return allMeasured && run.booksRight() ? 0 : 1;
    }

    /// A phase that breaks costs its own rows only: the others took long enough.
    private static boolean measured(Phase phase, BarRun run) {
        Say.line("== " + phase.name());
        try {
            phase.measure(run);
            return true;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new BenchFailure("Interrupted.");
        } catch (Exception e) {
            Say.line("The phase " + phase.name() + " failed: " + (e instanceof BenchFailure ? e.getMessage() : e));
            return false;
        }
    }

    private static BarTable keep(Path out, BarTable measured) throws IOException {
        Path file = out.resolve(FILE);
        BarTable table = Files.exists(file) ? measured.over(read(out)) : measured;
        Files.createDirectories(out.resolve("bench"));
        Files.writeString(file, JSON.writeValueAsString(table) + "\n");
        Charts.write(table, out.resolve("charts"));
        return table;
    }

    /// The figures that are kept below a folder.
    static BarTable read(Path out) {
        Path file = out.resolve(FILE);
        try {
            return JSON.readValue(Files.readString(file), BarTable.class);
        } catch (IOException _) {
            throw new BenchFailure("The figures " + file + " cannot be read: run ./kosh bench bars --out " + out + ".");
        }
    }
}
