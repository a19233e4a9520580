package io.kosh.bench;

import io.kosh.bench.Load.Result;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/// Coins: allocate-coin over HTTP against one hot account, beside a ping without a database and the same rows as plain
/// SQL.
@Command(
        name = "coins",
        description = "Measures allocate-coin, a ping without a database, and the same rows as plain SQL.",
        sortOptions = false)
final class CoinsCommand implements Callable<Integer> {
    private static final int HEADLINE = 64;
    private static final int SYNCS = 500;

    @Option(names = "--seconds", defaultValue = "10", description = "Length of each measured phase; else 10.")
    int seconds;

    @Option(
            names = "--warm-up",
            defaultValue = "30",
            description = "Longest warm-up of a phase in seconds; it ends sooner when the rate is steady. Else 30.")
    int warmUp;

    @Option(names = "--users", defaultValue = "10000", description = "People to allocate coins to; else 10000.")
    int users;

    @Option(
            names = "--connections",
            split = ",",
            defaultValue = "1,8,64,256",
            description = "HTTP connections, one phase each; else 1,8,64,256. The ratios are about 64 or the largest.")
    List<Integer> connections = List.of();

    @Option(
            names = "--sql-connections",
            split = ",",
            defaultValue = "1,8,32,64",
            description = "Connections of the plain-SQL phases; else 1,8,32,64.")
    List<Integer> sqlConnections = List.of();

    @Option(names = "--base-url", description = "A running server to measure; needs --data-dir. Else one is started.")
    @Nullable
    URI baseUrl;

    @Option(names = "--data-dir", description = "The data folder of the running server.")
    @Nullable
    Path dataDir;

    @Option(names = "--json", description = "Prints one line of JSON instead of the table.")
    boolean json;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this help.")
    boolean help;

    @Override
    public Integer call() throws Exception {
        if (seconds < 1 || warmUp < 1 || users < 1 || connections.isEmpty()) {
            throw new BenchFailure("--seconds, --warm-up, --users and --connections are at least 1.");
        }
        try (Server server = server()) {
            Report report = measure(server);
            System.out.println(json ? JsonMapper.shared().writeValueAsString(report.json()) : "\n" + report.table());
            return report.books().right() ? 0 : 1;
        }
    }

    private Server server() throws Exception {
        if ((baseUrl == null) != (dataDir == null)) {
            throw new BenchFailure("--base-url and --data-dir go together.");
        }
        if (baseUrl != null && dataDir != null) {
            return Server.running(baseUrl, dataDir);
        }
        Say.line("Starting a server of its own ...");
        return Server.start();
    }

    private Report measure(Server server) throws Exception {
        Duration measured = Duration.ofSeconds(seconds);
        Load load = new Load(Duration.ofSeconds(warmUp), measured);
        HttpLoad http = new HttpLoad(server.base(), load.warmUp(), measured);
        PlainSql sql = new PlainSql(PostgresFacts.of(server.dataDir()), users);
        Say.line("Measuring fdatasync in " + server.dataDir() + " ...");
        Histogram syncs = Disk.syncMicros(server.dataDir(), SYNCS);

        Say.line("Creating " + users + " users on " + server.base() + " ...");
        Company company = Company.make(server.base(), server.demo());
        long began = System.nanoTime();
        company.hire(users);
        Say.line(String.format(Locale.ROOT, "  %,.0f users a second", users / ((System.nanoTime() - began) / 1e9)));

        int headline = connections.contains(HEADLINE)
                ? HEADLINE
                : connections.stream().max(Integer::compare).orElseThrow();
        Result ping = null;
        if (company.knows("/api/v1/ping")) {
            ping = Say.said(http.closed("ping, no database", headline, _ -> company.pinging()));
        } else {
            Say.line("  the server has no /api/v1/ping");
        }
        List<Result> allocations = new ArrayList<>();
        for (int count : connections) {
            String phase = "c" + count + "p" + allocations.size();
            allocations.add(
                    Say.said(http.closed("allocate-coin", count, number -> company.allocating(phase, number, users))));
        }
        List<Result> plain = new ArrayList<>();
        try {
            sql.prepare();
            for (int count : sqlConnections) {
                plain.add(Say.said(load.run("plain SQL", count, _ -> sql.worker())));
            }
        } finally {
            sql.clean();
        }
        Say.line("Auditing the books ...");
        return new Report(allocations, ping, plain, syncs, company.audit(), headline);
    }
}
