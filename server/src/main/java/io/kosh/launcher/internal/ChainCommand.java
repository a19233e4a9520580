package io.kosh.launcher.internal;

import io.kosh.ledger.Chain;
import io.kosh.ledger.ChainHead;
import io.kosh.platform.CompanyRef;
import java.io.IOException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.core.JacksonException;

/// The ends of the chains, to be kept elsewhere.
@Command(name = "chain", description = "Exports the ends of the chains.", subcommands = ChainCommand.Export.class)
final class ChainCommand implements Runnable {
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

    /// The signed head of each chain.
    @Command(
            name = "export",
            description = "Prints the signed end of each company's chain as JSON, from the database itself. Kept where "
                    + "nobody who can write to the database can, it shows later whether the past was written anew: "
                    + "./kosh verify --against.")
    static final class Export implements Callable<Integer> {
        @Mixin
        OfflineOptions options = new OfflineOptions();

        @Override
        public Integer call() {
            List<ChainHead> heads =
                    options.installation().ask(beans -> heads(beans.getBean(Chain.class), options.companies(beans)));
            System.out.println(Json.line(Map.of("heads", heads)));
            return 0;
        }

        private static List<ChainHead> heads(Chain chain, List<CompanyRef> companies) {
            List<ChainHead> heads = new ArrayList<>();
            for (CompanyRef company : companies) {
                ChainHead head = chain.head(company);
                if (head != null) {
                    heads.add(head);
                }
            }
            return heads;
        }
    }

    /// What [Export] printed, or one head as the server answers it.
    static List<ChainHead> heads(Path file) {
        try {
            Map<String, Object> read = Json.read(file);
            return read.get("heads") instanceof List<?> heads
                    ? heads.stream().map(ChainCommand::head).toList()
                    : List.of(head(read));
        } catch (IOException | JacksonException | DateTimeException | IllegalArgumentException e) {
            throw new CommandFailure("The file " + file + " holds no heads of chains (" + e.getMessage() + ").");
        }
    }

    private static ChainHead head(@Nullable Object json) {
        if (!(json instanceof Map<?, ?> head)) {
            throw new IllegalArgumentException("a head must be an object");
        }
        return new ChainHead(
                text(head, "companyId"),
                number(head, "number"),
                text(head, "hash"),
                number(head, "transfers"),
                Instant.parse(text(head, "sealedAt")),
                text(head, "publicKey"),
                text(head, "signature"));
    }

    private static String text(Map<?, ?> head, String name) {
        if (head.get(name) instanceof String text) {
            return text;
        }
        throw new IllegalArgumentException("a head lacks its " + name);
    }

    private static long number(Map<?, ?> head, String name) {
        if (head.get(name) instanceof Number number) {
            return number.longValue();
        }
        throw new IllegalArgumentException("a head lacks its " + name);
    }
}
