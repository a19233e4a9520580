package io.kosh.bench;

import io.kosh.bench.Company.Books;
import io.kosh.bench.Load.Result;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// What a run came to, for people and for machines.
///
/// @param headline the connections whose rate the ratios are about
record Report(
        List<Result> allocations,
        @Nullable Result ping,
        List<Result> plainSql,
        Histogram syncMicros,
        Books books,
        int headline) {

    /// The allocation's rate over the ping's at the same connections; null where either is missing.
    @Nullable
    Double allocateOverPing() {
        Result allocate = headlineResult();
        return allocate == null || ping == null || ping.rate() == 0 ? null : allocate.rate() / ping.rate();
    }

    /// The allocation's rate over the best of plain SQL; null where either is missing.
    @Nullable
    Double allocateOverBestSql() {
        Result allocate = headlineResult();
        Optional<Result> best = plainSql.stream().max(Comparator.comparingDouble(Result::rate));
        return allocate == null || best.isEmpty() || best.get().rate() == 0
                ? null
                : allocate.rate() / best.get().rate();
    }

    private @Nullable Result headlineResult() {
        return allocations.stream()
                .filter(result -> result.connections() == headline)
                .findFirst()
                .orElse(null);
    }

    private List<Result> results() {
        List<Result> results = new ArrayList<>(allocations);
        if (ping != null) {
            results.add(ping);
        }
        results.addAll(plainSql);
        return results;
    }

    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "connections", "a second", "p50 ms", "p99 ms", "failed"));
        for (Result result : results()) {
            rows.add(List.of(
                    result.what(),
                    Integer.toString(result.connections()),
                    number("%,.0f", result.rate()),
                    number("%.2f", result.p50Millis()),
                    number("%.2f", result.p99Millis()),
                    Long.toString(result.failed())));
        }
        StringBuilder text = new StringBuilder(columns(rows));
        text.append('\n');
        text.append("fdatasync of 4 KiB         p50 ")
                .append(number("%.3f", syncMicros.getValueAtPercentile(50) / 1000.0))
                .append(" ms, p99 ")
                .append(number("%.3f", syncMicros.getValueAtPercentile(99) / 1000.0))
                .append(" ms\n");
        line(text, "allocate / ping            ", allocateOverPing());
        line(text, "allocate / best plain SQL  ", allocateOverBestSql());
        text.append("books                      ")
                .append(books.balanced() ? "balanced" : "NOT BALANCED")
                .append("; allocated ")
                .append(books.allocated())
                .append(" coins, acknowledged ")
                .append(books.acknowledged());
        if (books.unanswered() > 0) {
            text.append(", ").append(books.unanswered()).append(" requests unanswered");
        }
        return text.append(books.right() ? "\n" : ": WRONG\n").toString();
    }

    Map<String, Object> json() {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("allocate", allocations.stream().map(Report::json).toList());
        json.put("ping", ping == null ? null : json(ping));
        json.put("plainSql", plainSql.stream().map(Report::json).toList());
        json.put(
                "fdatasyncMillis",
                Map.of(
                        "p50", syncMicros.getValueAtPercentile(50) / 1000.0,
                        "p99", syncMicros.getValueAtPercentile(99) / 1000.0));
        Map<String, Object> ratios = new LinkedHashMap<>();
        ratios.put("connections", headline);
        ratios.put("allocateOverPing", allocateOverPing());
        ratios.put("allocateOverBestPlainSql", allocateOverBestSql());
        json.put("ratios", ratios);
        Map<String, Object> audit = new LinkedHashMap<>();
        audit.put("right", books.right());
        audit.put("balanced", books.balanced());
        audit.put("allocatedCoins", books.allocated());
        audit.put("acknowledgedCoins", books.acknowledged());
        audit.put("unansweredRequests", books.unanswered());
        json.put("books", audit);
        return json;
    }

    private static Map<String, Object> json(Result result) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("connections", result.connections());
        json.put("ratePerSecond", result.rate());
        json.put("p50Millis", result.p50Millis());
        json.put("p99Millis", result.p99Millis());
        json.put("done", result.done());
        json.put("failed", result.failed());
        json.put("seconds", result.seconds());
        return json;
    }

    /// The first column leans left, the others right.
    static String columns(List<List<String>> rows) {
        int[] widths = new int[rows.getFirst().size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        StringBuilder text = new StringBuilder();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder(row.getFirst())
                    .append(" ".repeat(widths[0] - row.getFirst().length()));
            for (int i = 1; i < widths.length; i++) {
                line.append("  ")
                        .append(" ".repeat(widths[i] - row.get(i).length()))
                        .append(row.get(i));
            }
            text.append(line.toString().stripTrailing()).append('\n');
        }
        return text.toString();
    }

    private static void line(StringBuilder text, String name, @Nullable Double ratio) {
        text.append(name)
                .append(ratio == null ? "not measured" : number("%.2f", ratio))
                .append('\n');
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }
}
