package io.kosh.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What the phases of one run share: the two sides that are measured, of which only one is up at a time so that
/// neither takes the processor from the other, and the table that they fill.
final class BarRun implements AutoCloseable {
    private static final int SYNCS = 500;

    private final BarOptions options;
    private final BarTable table = BarTable.empty();
    private @Nullable HttpSide http;
    private @Nullable EngineSide engine;
    private @Nullable Double engineTop;
    private @Nullable Double bulkRate;
    private boolean booksRight = true;

    BarRun(BarOptions options) {
        this.options = options;
    }

    BarOptions options() {
        return options;
    }

    BarTable table() {
        return table;
    }

    /// A server in a process of its own, as clients see it.
    HttpSide http() throws Exception {
        HttpSide side = http;
        if (side == null) {
            closeEngine();
            side = HttpSide.start(options);
            http = side;
            environment(side.facts(), side.server().dataDir());
        }
        return side;
    }

    /// The posting engine inside this program.
    EngineSide engine() throws Exception {
        EngineSide side = engine;
        if (side == null) {
            closeHttp();
            Path folder = Files.createTempDirectory(Files.createDirectories(options.work), "kosh-bench")
                    .toRealPath();
            side = EngineSide.start(folder, options);
            engine = side;
            environment(side.facts(), folder);
        }
        return side;
    }

    /// The engine's top rate on one hot account, measured once a run.
    double engineTop() throws Exception {
        Double known = engineTop;
        if (known == null) {
            known = engine().shared().top("posting engine, hot account").rate();
            engineTop = known;
        }
        return known;
    }

    /// Allocations a second in bulk over HTTP, measured once a run.
    double bulkRate() throws Exception {
        Double known = bulkRate;
        if (known == null) {
            known = http().bulkRate();
            bulkRate = known;
        }
        return known;
    }

    private void environment(PostgresFacts facts, Path folder) throws SQLException, IOException {
        Map<String, String> environment = table.environment();
        Durability.check(facts).forEach((name, value) -> environment.put("postgresql " + name, value));
        Histogram syncs = Disk.syncMicros(folder, SYNCS);
        environment.put(
                "fdatasync of 4 KiB",
                String.format(
                        Locale.ROOT,
                        "p50 %.3f ms, p99 %.3f ms",
                        syncs.getValueAtPercentile(50) / 1000.0,
                        syncs.getValueAtPercentile(99) / 1000.0));
        environment.put("measured at", Clock.systemUTC().instant().toString());
        environment.put("cores", Integer.toString(Runtime.getRuntime().availableProcessors()));
        environment.put("java", Runtime.version().toString());
    }

    /// Whether the books were right wherever something was measured; known when this is closed.
    boolean booksRight() {
        return booksRight;
    }

    @Override
    public void close() throws IOException {
        try {
            closeHttp();
        } finally {
            closeEngine();
        }
    }

    private void closeHttp() throws IOException {
        HttpSide side = http;
        http = null;
        if (side != null) {
            try (side) {
                booksRight &= side.booksRight();
            }
        }
    }

    private void closeEngine() throws IOException {
        EngineSide side = engine;
        engine = null;
        if (side != null) {
            side.close();
        }
    }
}
