package io.kosh.launcher.internal;

import io.kosh.ledger.Chain;
import io.kosh.ledger.ChainHead;
import io.kosh.ledger.VerificationReport;
import io.kosh.ledger.VerificationReport.CompanyChain;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Proves the books without a server.
@Command(
        name = "verify",
        description = "Recomputes every hash, chain and balance on the database itself, whether a server runs or not, "
                + "and names the first broken link of each company. Exit code: 0 right, 2 broken, 1 could not look.")
final class VerifyCommand implements Callable<Integer> {
    private static final int BROKEN = 2;

    @Mixin
    OfflineOptions options = new OfflineOptions();

    @Option(
            names = "--against",
            paramLabel = "<file>",
            description = "Heads that ./kosh chain export printed before: each must still be in its chain.")
    @Nullable
    Path against;

    @Override
    public Integer call() {
        List<ChainHead> heads = against == null ? List.of() : ChainCommand.heads(against);
        VerificationReport report = options.installation()
                .ask(beans -> beans.getBean(Chain.class)
                        .verify(options.companies(beans), heads, step -> System.err.println("  ... " + step)));
        if (options.json) {
            Map<String, Object> facts = new LinkedHashMap<>();
            facts.put("right", report.right());
            facts.put("checkedAt", report.checkedAt());
            facts.put("chains", report.chains());
            facts.put("heads", report.heads());
            facts.put("audit", report.audit());
            System.out.println(Json.line(facts));
        } else {
            print(report, heads.size());
        }
        return report.right() ? 0 : BROKEN;
    }

    private static void print(VerificationReport report, int heads) {
        System.out.println(report.right() ? "The books are as they were written." : "The books are broken.");
        report.chains().forEach(VerifyCommand::print);
        report.heads().forEach(problem -> System.out.println("  " + problem));
        if (heads > 0 && report.heads().isEmpty()) {
            System.out.println("  Exported heads that are still in their chains: " + heads + ".");
        }
        report.audit()
                .problems()
                .forEach(problem -> System.out.println(
                        "  Company " + problem.company() + ": " + problem.check() + ": " + problem.what() + "."));
    }

    private static void print(CompanyChain chain) {
        if (chain.firstBroken() != null) {
            System.out.println("  " + chain.firstBroken()
                    + (chain.broken() > 1 ? " It is the first of " + chain.broken() + " broken links." : ""));
        }
        System.out.println("  Company " + chain.companyId() + ": " + chain.transfers() + " transfers in "
                + chain.batches() + " batches and " + chain.blocks() + " blocks"
                + (chain.unsealedBatches() > 0 ? "; " + chain.unsealedBatches() + " batches are not sealed yet" : "")
                + (chain.unhashed() > 0
                        ? "; " + chain.unhashed() + " transfers are from before sealing began and prove nothing"
                        : "")
                + ".");
    }
}
