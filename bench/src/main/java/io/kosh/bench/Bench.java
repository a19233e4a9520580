package io.kosh.bench;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The measurements.
@Command(
        name = "bench",
        description = "Measures a server in one run beside what the machine could do at best.",
        synopsisSubcommandLabel = "<what>",
        subcommands = {CoinsCommand.class, BarsCommand.class, ChartsCommand.class})
final class Bench implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Spec
    CommandSpec spec = CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
