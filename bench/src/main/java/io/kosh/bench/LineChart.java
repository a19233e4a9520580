package io.kosh.bench;

import io.kosh.bench.BarTable.Mark;
import io.kosh.bench.BarTable.Point;
import io.kosh.bench.BarTable.Series;
import io.kosh.bench.Svg.Lettering;
import io.kosh.bench.Svg.Stroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/// Lines over two axes, each with its name at its end.
final class LineChart {
    private static final int WIDTH = 860;
    private static final int HEIGHT = 456;
    private static final double LEFT = 66;
    private static final double TOP = 108;
    private static final double RIGHT = WIDTH - 176;
    private static final double BOTTOM = HEIGHT - 58;
    private static final double LABEL_HEIGHT = 17;
    private static final int MOST_DOTS = 12;
    private static final double CLOSEST_TICKS = 30;
    private static final List<String> COLORS = List.of("#1d5fa8", "#c2552d", "#3f7f4f", "#7a4fa3");

    private final String title;
    private final String sub;
    private final AxisName across;
    private final AxisName up;
    private final List<Series> series;

    /// What an axis counts and how.
    record AxisName(String text, boolean logarithmic) {}

    /// @param title what is better, in a sentence
    /// @param sub   what is drawn and how it was measured
    LineChart(String title, String sub, AxisName across, AxisName up, List<Series> series) {
        this.title = title;
        this.sub = sub;
        this.across = across;
        this.up = up;
        this.series = series.stream().filter(line -> !line.points().isEmpty()).toList();
    }

    /// A value that the chart marks across its whole width.
    record Reference(double value, String text) {}

    String draw(List<Mark> marks, List<Reference> references) {
        Svg svg = new Svg(WIDTH, HEIGHT, title);
        svg.text(24, 36, title, Lettering.HEAD).text(24, 58, sub, Lettering.SUB);
        Axis x = x();
        Axis y = y(references);
        grid(svg, x, y);
        for (Reference reference : references) {
            double at = y.place(reference.value());
            svg.line(LEFT, at, RIGHT, at, new Stroke(Svg.INK, 1.2, "2 4"));
            svg.text(
                    LEFT + 6,
                    at - 6,
                    reference.text(),
                    Lettering.AXIS.at("start").in(Svg.INK));
        }
        marks(svg, x, marks);
        for (int i = 0; i < series.size(); i++) {
            line(svg, x, y, i);
        }
        names(svg, y);
        return svg.toString();
    }

    private Axis x() {
        double least = points().stream().mapToDouble(Point::x).min().orElse(1);
        double most = points().stream().mapToDouble(Point::x).max().orElse(1);
        return across.logarithmic()
                ? Axis.logarithmic(least, most, LEFT + 10, RIGHT - 8)
                : new Axis(0, most, LEFT, RIGHT - 8, false);
    }

    private Axis y(List<Reference> references) {
        double most = Math.max(
                points().stream().mapToDouble(Point::y).max().orElse(1),
                references.stream().mapToDouble(Reference::value).max().orElse(0));
        if (!up.logarithmic()) {
            return Axis.linear(most, BOTTOM, TOP);
        }
        double least = points().stream().mapToDouble(Point::y).min().orElse(1);
        return Axis.logarithmic(Math.max(0.01, least * 0.7), most * 1.3, BOTTOM, TOP);
    }

    private List<Point> points() {
        return series.stream().flatMap(line -> line.points().stream()).toList();
    }

    private void grid(Svg svg, Axis x, Axis y) {
        for (double tick : up.logarithmic() ? decades(y) : y.ticks()) {
            svg.line(LEFT, y.place(tick), RIGHT, y.place(tick), Stroke.GRID_LINE);
            svg.text(LEFT - 8, y.place(tick) + 4, Axis.text(tick), Lettering.AXIS.at("end"));
        }
        svg.text(LEFT - 42, TOP - 18, up.text(), Lettering.AXIS.at("start"));
        double last = Double.NEGATIVE_INFINITY;
        for (double tick : across.logarithmic() ? valuesAcross() : x.ticks()) {
            if (x.place(tick) - last >= CLOSEST_TICKS && x.place(tick) <= RIGHT + 1) {
                last = x.place(tick);
                svg.line(last, BOTTOM, last, BOTTOM + 5, new Stroke(Svg.EDGE, 1, ""));
                svg.text(last, BOTTOM + 20, Axis.text(tick), Lettering.AXIS);
            }
        }
        svg.line(LEFT, BOTTOM, RIGHT, BOTTOM, new Stroke("#9aa5b1", 1, ""));
        svg.text((LEFT + RIGHT) / 2, BOTTOM + 42, across.text(), Lettering.AXIS);
    }

    /// Where something was measured is what a logarithmic axis says.
    private Set<Double> valuesAcross() {
        Set<Double> values = new TreeSet<>();
        points().forEach(point -> values.add(point.x()));
        return values;
    }

    private static List<Double> decades(Axis axis) {
        List<Double> ticks = new ArrayList<>();
        for (double power = 0.001; power <= axis.most(); power *= 10) {
            for (double factor : new double[] {1, 2, 5}) {
                double tick = power * factor;
                if (tick >= axis.least() && tick <= axis.most()) {
                    ticks.add(tick);
                }
            }
        }
        return ticks;
    }

    private static void marks(Svg svg, Axis x, List<Mark> marks) {
        Set<Long> drawn = new HashSet<>();
        for (Mark mark : marks) {
            double at = x.place(mark.x());
            if (drawn.add(Math.round(at))) {
                svg.line(at, TOP, at, BOTTOM, new Stroke(Svg.QUIET, 1, "4 4"));
                svg.text(at + 5, BOTTOM - 8, mark.label(), Lettering.AXIS.at("start"));
            }
        }
    }

    private void line(Svg svg, Axis x, Axis y, int number) {
        List<Point> points = series.get(number).points();
        double[] places = new double[2 * points.size()];
        for (int i = 0; i < points.size(); i++) {
            places[2 * i] = x.place(points.get(i).x());
            places[2 * i + 1] = y.place(points.get(i).y());
        }
        svg.polyline(places, new Stroke(color(number), points.size() > MOST_DOTS ? 1.8 : 2.5, ""));
        if (points.size() <= MOST_DOTS) {
            for (int i = 0; i < points.size(); i++) {
                svg.dot(places[2 * i], places[2 * i + 1], color(number));
            }
        }
    }

    /// A name beside its line's end, moved down where it would lie on another. A line that ends early has its name
    /// above its end.
    private void names(Svg svg, Axis y) {
        Axis x = x();
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < series.size(); i++) {
            Point end = series.get(i).points().getLast();
            double at = x.place(end.x());
            if (at < RIGHT - 60) {
                svg.text(at + 10, y.place(end.y()) + 4, series.get(i).name(), name(i));
            } else {
                order.add(i);
            }
        }
        order.sort(Comparator.comparingDouble(i -> y.place(end(i).y())));
        double last = Double.NEGATIVE_INFINITY;
        for (int i : order) {
            last = Math.max(last + 2 * LABEL_HEIGHT, y.place(end(i).y()) + 4);
            svg.text(RIGHT + 12, last, series.get(i).name(), name(i));
            svg.text(RIGHT + 12, last + 15, value(series.get(i).points()), Lettering.AXIS.at("start"));
        }
    }

    /// The last value; of a line with very many points their mean, because the last of them is chance.
    private static String value(List<Point> points) {
        return points.size() <= MOST_DOTS
                ? Axis.text(points.getLast().y())
                : "mean "
                        + Axis.text(
                                points.stream().mapToDouble(Point::y).average().orElse(0));
    }

    private Point end(int number) {
        return series.get(number).points().getLast();
    }

    private static Lettering name(int number) {
        return Lettering.LABEL.in(color(number)).strong();
    }

    private static String color(int number) {
        return COLORS.get(number % COLORS.size());
    }
}
