package io.kosh.bench;

import io.kosh.bench.Svg.Lettering;
import io.kosh.bench.Svg.Stroke;
import java.util.List;

/// How far each bar was reached: one line is the bar of all of them.
final class ReachedChart {
    private static final int WIDTH = 860;
    private static final double LEFT = 24;
    private static final double RIGHT = WIDTH - 210;
    private static final double TOP = 92;
    private static final double ROW = 46;
    private static final double MOST = 3;
    private static final String MET = "#3f7f4f";
    private static final String MISSED = "#c2552d";

    private ReachedChart() {}

    static String draw(String title, List<Bar> bars) {
        int height = (int) (TOP + bars.size() * ROW + 34);
        Svg svg = new Svg(WIDTH, height, title);
        svg.text(24, 36, title, Lettering.HEAD);
        svg.text(
                24,
                58,
                "Measured value against each bar, as a multiple of it (for times and memory: how often it fits).",
                Lettering.SUB);
        Axis x = new Axis(0, MOST, LEFT, RIGHT, false);
        double bottom = TOP + bars.size() * ROW;
        for (double tick : List.of(0.0, 0.5, 1.5, 2.0, 2.5, 3.0)) {
            svg.line(x.place(tick), TOP - 6, x.place(tick), bottom, Stroke.GRID_LINE);
            svg.text(x.place(tick), bottom + 18, Axis.text(tick), Lettering.AXIS.at(tick == 0 ? "start" : "middle"));
        }
        for (int i = 0; i < bars.size(); i++) {
            row(svg, x, bars.get(i), TOP + i * ROW);
        }
        svg.text(x.place(1), TOP - 12, "the bar", Lettering.AXIS.in(Svg.INK).strong());
        svg.text(x.place(1), bottom + 18, "1 x", Lettering.AXIS.in(Svg.INK).strong());
        return svg.toString();
    }

    private static void row(Svg svg, Axis x, Bar bar, double top) {
        String color = bar.met() ? MET : MISSED;
        svg.text(LEFT + 4, top + 15, bar.title(), Lettering.AXIS.at("start").in(Svg.INK));
        Double reached = bar.reached();
        if (reached == null) {
            // Below zero or without a measurement there is no length to draw.
            reached = bar.met() ? MOST : 0.0;
        }
        svg.bar(LEFT, top + 21, x.place(Math.min(reached, MOST)) - LEFT, 14, color);
        // In pieces, so that it does not run through the words.
        svg.line(x.place(1), top + 17, x.place(1), top + 39, new Stroke(Svg.INK, 2, ""));
        String value = bar.value() == null ? "" : bar.valueText() + ", ";
        svg.text(
                RIGHT + 14,
                top + 25,
                value + bar.verdict(),
                Lettering.LABEL.in(color).strong());
        svg.text(
                RIGHT + 14,
                top + 41,
                "bar " + bar.boundText().replace(">=", "≥").replace("<=", "≤"),
                Lettering.AXIS.at("start"));
    }
}
