package io.kosh.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// The program. Exit codes: 0 measured and the books are right, 1 failed with one sentence on stderr, 64 a wrong
/// command
/// line.
@Command(
        name = "kosh bench",
        description = "Measures a server in one run beside what the machine could do at best.",
        synopsisSubcommandLabel = "<what>",
        subcommands = {CoinsCommand.class, BarsCommand.class, ChartsCommand.class})
public final class Bench implements Runnable {
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 64;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Spec
    CommandSpec spec = CommandSpec.create();

    private Bench() {}

    static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Bench());
        line.setExecutionExceptionHandler((thrown, command, _) -> {
            command.getErr().println(thrown instanceof BenchFailure ? thrown.getMessage() : "That failed: " + thrown);
            return FAILED;
        });
        line.setParameterExceptionHandler((e, _) -> {
            e.getCommandLine().getErr().println(e.getMessage());
            return WRONG_COMMAND_LINE;
        });
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }
}
