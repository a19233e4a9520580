package io.kosh.launcher.internal;

import io.kosh.KoshApplication;
import io.kosh.platform.StartupFailure;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;

/// The program. Exit codes: 0 done, 1 failed with one sentence on stderr, 64 a wrong command line; `audit` and `verify`
/// add 2.
@Command(
        name = "kosh",
        description = "Business payments that a company runs itself.",
        synopsisSubcommandLabel = "<command>",
        mixinStandardHelpOptions = false,
        subcommands = {
            StartCommand.class,
            StopCommand.class,
            StatusCommand.class,
            DoctorCommand.class,
            JobsCommand.class,
            AuditCommand.class,
            VerifyCommand.class,
            ChainCommand.class,
            CompanyCommand.class,
            OperatorCommand.class,
            KeyCommand.class,
            VersionCommand.class,
            TrainCommand.class
        },
        footer = {
            "",
            "  bench       Measures rates and latencies in one run; see ./kosh bench --help.",
            "  torture     Breaks a server under load and checks its answers; see ./kosh torture --help.",
            ""
        })
final class Kosh implements Runnable {
    static final Class<?> APPLICATION = KoshApplication.class;
    static final int FAILED = 1;
    private static final int WRONG_COMMAND_LINE = 64;

    @CommandLine.Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    private Kosh() {}

    static void main(String[] args) {
        int code = commandLine().execute(args);
        LogFiles.close();
        System.exit(code);
    }

    static CommandLine commandLine() {
        CommandLine line = new CommandLine(new Kosh());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setExecutionExceptionHandler(failures());
        line.setParameterExceptionHandler((e, _) -> {
            CommandLine command = e.getCommandLine();
            command.getErr().println(e.getMessage());
            command.getErr().println("Try " + command.getCommandSpec().qualifiedName() + " --help.");
            return WRONG_COMMAND_LINE;
        });
        return line;
    }

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    private static IExecutionExceptionHandler failures() {
        return (thrown, command, _) -> {
            String sentence = thrown instanceof StartupFailure || thrown instanceof CommandFailure
                    ? thrown.getMessage()
                    : "That failed unexpectedly: " + thrown;
            Object json = command.getCommandSpec().findOption("--json") == null
                    ? null
                    : command.getCommandSpec().findOption("--json").getValue();
            if (Boolean.TRUE.equals(json)) {
                command.getOut().println(Json.line(Map.of("error", String.valueOf(sentence))));
            }
            command.getErr().println(sentence);
            return FAILED;
        };
    }
}
