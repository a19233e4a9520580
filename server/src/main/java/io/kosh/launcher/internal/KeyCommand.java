package io.kosh.launcher.internal;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The master key.
@Command(name = "key", description = "Makes a master key.", subcommands = KeyCommand.Create.class)
final class KeyCommand implements Runnable {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @CommandLine.Spec
    CommandLine.Model.CommandSpec spec = CommandLine.Model.CommandSpec.create();

    @Override
    public void run() {
        spec.commandLine().usage(System.out);
    }

    /// Makes one, for a first live start.
    @Command(
            name = "create",
            description = "Makes a master key in the data folder. Keep a copy: without it the data cannot be read.")
    static final class Create implements Callable<Integer> {
        @Option(
                names = "--data-dir",
                paramLabel = "<folder>",
                defaultValue = "${env:KOSH_DATA_DIR:-./.kosh}",
                description = "KOSH_DATA_DIR, else ./.kosh.")
        Path dataDir = Path.of(".kosh");

        @Option(names = "--print", description = "Prints a key for KOSH_MASTER_KEY and writes no file.")
        boolean print;

        @Option(names = "--json", description = "Prints JSON.")
        boolean json;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this help.")
        boolean help;

        @Override
        public Integer call() {
            Map<String, Object> facts = new LinkedHashMap<>();
            if (print) {
                String key = MasterKeys.random();
                facts.put("masterKey", key);
                System.out.println(json ? Json.line(facts) : key);
                return 0;
            }
            DataDir dir = DataDir.at(dataDir);
            dir.prepare();
            if (Files.exists(dir.masterKey())) {
                throw new CommandFailure(
                        "There is a master key already in " + dir.masterKey() + "; it stays as it is.");
            }
            if (dir.isStamped()) {
                throw new CommandFailure("The data folder " + dir.root()
                        + " was made with a master key, and a new one would not open it: restore master.key.");
            }
            MasterKeys.create(dir);
            facts.put("file", dir.masterKey().toString());
            System.out.println(
                    json ? Json.line(facts) : "Made " + dir.masterKey() + ". Keep a copy of it in a safe place.");
            return 0;
        }
    }
}
