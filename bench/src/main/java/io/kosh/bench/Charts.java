package io.kosh.bench;

import io.kosh.bench.BarTable.Mark;
import io.kosh.bench.BarTable.Series;
import io.kosh.bench.LineChart.AxisName;
import io.kosh.bench.LineChart.Reference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The charts of docs/performance.md, from the kept figures. One whose figures are missing is not drawn.
final class Charts {
    private Charts() {}

    static List<Path> write(BarTable table, Path folder) throws IOException {
        Files.createDirectories(folder);
        List<Path> files = new java.util.ArrayList<>();
        for (Map.Entry<String, String> chart : draw(table).entrySet()) {
            Path file = folder.resolve(chart.getKey() + ".svg");
            Files.writeString(file, chart.getValue());
            files.add(file);
        }
        return files;
    }

    /// The charts by name.
    static Map<String, String> draw(BarTable table) {
        Map<String, String> charts = new LinkedHashMap<>();
        List<Series> connections = table.of("connections");
        if (!connections.isEmpty()) {
            charts.put("connections", connections(connections));
        }
        List<Series> latency = table.of("latency");
        if (!latency.isEmpty()) {
            charts.put("latency", latency(table, latency));
        }
        List<Bar> bars = table.bars();
        if (!bars.isEmpty()) {
            charts.put("bars", ReachedChart.draw("Longer is better: every green row meets its bar", bars));
        }
        List<Series> lasting = table.of("long");
        if (!lasting.isEmpty()) {
            charts.put("long", lasting(table, lasting));
        }
        return charts;
    }

    private static String connections(List<Series> series) {
        return new LineChart(
                        "Higher is better: requests a second over connections",
                        "One hot account; client, server and PostgreSQL share the machine. Plain SQL: database connections.",
                        new AxisName("connections, logarithmic", true),
                        new AxisName("requests a second", false),
                        series)
                .draw(List.of(), List.of());
    }

    private static String latency(BarTable table, List<Series> series) {
        List<Reference> references = table.bars().stream()
                .filter(bar -> bar.name().equals("latency"))
                .map(bar -> new Reference(
                        bar.bound(),
                        "the bar for p99 at half of the highest rate: "
                                + bar.boundText().replace("<= ", "")))
                .toList();
        return new LineChart(
                        "Lower is better: latency of allocate-coin at an offered rate",
                        "Open loop: requests fall due at even distances, and latency counts from when they were due.",
                        new AxisName("offered requests a second", false),
                        new AxisName("milliseconds, logarithmic", true),
                        series)
                .draw(List.of(), references);
    }

    private static String lasting(BarTable table, List<Series> series) {
        List<Mark> marks = table.marks().stream()
                .filter(mark -> mark.chart().equals("long"))
                .toList();
        return new LineChart(
                        "Higher and level is better: transfers a second over time",
                        "The posting engine on one hot account, in full books against empty ones.",
                        new AxisName("seconds", false),
                        new AxisName("transfers a second", false),
                        series)
                .draw(marks, List.of());
    }
}
