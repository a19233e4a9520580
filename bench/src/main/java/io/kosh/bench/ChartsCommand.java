package io.kosh.bench;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Charts: draws the kept figures again.
@Command(name = "charts", description = "Draws the charts of the kept figures again.", sortOptions = false)
final class ChartsCommand implements Callable<Integer> {
    @Option(names = "--out", defaultValue = "docs", description = "The folder of the figures and charts; else docs.")
    Path out = Path.of("docs");

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() throws Exception {
        for (Path chart : Charts.write(BarsCommand.read(out), out.resolve("charts"))) {
            System.out.println(chart);
        }
        return 0;
    }
}
