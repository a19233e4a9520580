package io.kosh.bench;

import io.kosh.bench.torture.TortureCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/// What `./kosh` hands to this module. Exit codes: 0 measured or tried and all is right, 1 failed with one sentence on
/// stderr, 2 a promise was broken, 64 a wrong command line.
@Command(name = "kosh", subcommands = Bench.class)
public final class Programs {
    private static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 64;

    private Programs() {}

    static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Programs());
        CommandLine torture = new CommandLine(new TortureCommand());
        torture.getCommandSpec().usageMessage().footer(TortureCommand.footer());
        line.addSubcommand(torture);
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
}
