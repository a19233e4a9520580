package io.kosh.bench;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// What a run came to, as it is kept in a file: the rows of the table and what the charts draw.
///
/// @param environment where and with what it was measured
/// @param bars        the rows
/// @param series      lines of the charts
/// @param marks       moments of the charts
record BarTable(Map<String, String> environment, List<Bar> bars, List<Series> series, List<Mark> marks) {

    /// One line of a chart.
    record Series(String chart, String name, List<Point> points) {}

    record Point(double x, double y) {}

    /// A moment that a chart marks on its x axis.
    record Mark(String chart, String series, double x, String label) {}

    static BarTable empty() {
        return new BarTable(new TreeMap<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
    }

    void add(Bar bar) {
        bars.add(bar);
    }

    void line(String chart, String name, List<Point> points) {
        series.add(new Series(chart, name, List.copyOf(points)));
    }

    void mark(String chart, String name, double x, String label) {
        marks.add(new Mark(chart, name, x, label));
    }

    List<Series> of(String chart) {
        return series.stream().filter(line -> line.chart().equals(chart)).toList();
    }

    /// This table over an older one, which keeps what this run did not measure.
    BarTable over(BarTable older) {
        Map<String, Bar> rows = new LinkedHashMap<>();
        older.bars.forEach(bar -> rows.put(bar.name(), bar));
        bars.forEach(bar -> rows.put(bar.name(), bar));
        Map<String, Series> lines = new LinkedHashMap<>();
        older.series.forEach(line -> lines.put(line.chart() + '/' + line.name(), line));
        series.forEach(line -> lines.put(line.chart() + '/' + line.name(), line));
        List<Mark> moments = new ArrayList<>(older.marks.stream()
                .filter(mark -> series.stream()
                        .noneMatch(line ->
                                line.chart().equals(mark.chart()) && line.name().equals(mark.series())))
                .toList());
        moments.addAll(marks);
        return new BarTable(environment, List.copyOf(rows.values()), List.copyOf(lines.values()), moments);
    }

    String table() {
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("", "measured", "bar", ""));
        for (Bar bar : bars) {
            rows.add(List.of(bar.title(), bar.valueText(), bar.boundText(), bar.verdict()));
        }
        StringBuilder text = new StringBuilder(Report.columns(rows)).append('\n');
        for (Bar bar : bars) {
            text.append(bar.name()).append(": ").append(bar.detail()).append('\n');
        }
        text.append('\n');
        environment.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append('\n'));
        return text.toString();
    }
}
