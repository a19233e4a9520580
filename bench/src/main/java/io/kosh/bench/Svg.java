package io.kosh.bench;

import java.util.Locale;

/// A small writer of SVG: shapes and text on a card with a background of its own, so that a chart reads the same on a
/// light page and on a dark one.
final class Svg {
    static final String INK = "#1f2933";
    static final String QUIET = "#5f6c7b";
    static final String GRID = "#e4e7eb";
    static final String CARD = "#fcfcfd";
    static final String EDGE = "#d3d8de";

    private static final String FONT =
            "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, sans-serif";

    private final StringBuilder body = new StringBuilder();
    private final int width;
    private final int height;
    private final String title;

    /// @param title what a reader who cannot see the chart is told
    Svg(int width, int height, String title) {
        this.width = width;
        this.height = height;
        this.title = title;
    }

    /// How a text is set.
    ///
    /// @param anchor `start`, `middle` or `end`
    record Lettering(int size, String color, String anchor, boolean bold) {
        static final Lettering HEAD = new Lettering(19, INK, "start", true);
        static final Lettering SUB = new Lettering(13, QUIET, "start", false);
        static final Lettering LABEL = new Lettering(13, INK, "start", false);
        static final Lettering AXIS = new Lettering(12, QUIET, "middle", false);

        Lettering at(String newAnchor) {
            return new Lettering(size, color, newAnchor, bold);
        }

        Lettering in(String newColor) {
            return new Lettering(size, newColor, anchor, bold);
        }

        Lettering strong() {
            return new Lettering(size, color, anchor, true);
        }
    }

    /// A stroke; dashes are empty for a whole line.
    record Stroke(String color, double width, String dashes) {
        static final Stroke GRID_LINE = new Stroke(GRID, 1, "");
    }

    Svg text(double x, double y, String text, Lettering type) {
        return add("<text x=\"%s\" y=\"%s\" font-size=\"%d\" fill=\"%s\" text-anchor=\"%s\"%s>%s</text>"
                .formatted(
                        number(x),
                        number(y),
                        type.size(),
                        type.color(),
                        type.anchor(),
                        type.bold() ? " font-weight=\"600\"" : "",
                        escaped(text)));
    }

    Svg line(double x1, double y1, double x2, double y2, Stroke stroke) {
        return path("M" + number(x1) + " " + number(y1) + "L" + number(x2) + " " + number(y2), stroke);
    }

    /// Straight lines from point to point: `x1, y1, x2, y2, ...`.
    Svg polyline(double[] coordinates, Stroke stroke) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i + 1 < coordinates.length; i += 2) {
            path.append(i == 0 ? "M" : "L")
                    .append(number(coordinates[i]))
                    .append(' ')
                    .append(number(coordinates[i + 1]));
        }
        return path(path.toString(), stroke);
    }

    private Svg path(String path, Stroke stroke) {
        return add(
                "<path d=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"%s\" stroke-linejoin=\"round\" stroke-linecap=\"round\"%s/>"
                        .formatted(
                                path,
                                stroke.color(),
                                number(stroke.width()),
                                stroke.dashes().isEmpty() ? "" : " stroke-dasharray=\"" + stroke.dashes() + "\""));
    }

    Svg dot(double x, double y, String color) {
        return add("<circle cx=\"%s\" cy=\"%s\" r=\"4\" fill=\"%s\" stroke=\"%s\" stroke-width=\"1.5\"/>"
                .formatted(number(x), number(y), color, CARD));
    }

    Svg bar(double x, double y, double barWidth, double barHeight, String color) {
        return add("<rect x=\"%s\" y=\"%s\" width=\"%s\" height=\"%s\" rx=\"3\" fill=\"%s\"/>"
                .formatted(number(x), number(y), number(Math.max(0, barWidth)), number(barHeight), color));
    }

    private Svg add(String element) {
        body.append("  ").append(element).append('\n');
        return this;
    }

    @Override
    public String toString() {
        return """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" viewBox="0 0 %d %d" role="img" font-family="%s">
                  <title>%s</title>
                  <rect x="0.5" y="0.5" width="%d" height="%d" rx="10" fill="%s" stroke="%s"/>
                %s</svg>
                """.formatted(
                        width, height, width, height, FONT, escaped(title), width - 1, height - 1, CARD, EDGE, body);
    }

    static String number(double value) {
        String text = String.format(Locale.ROOT, "%.1f", value);
        return text.endsWith(".0") ? text.substring(0, text.length() - 2) : text;
    }

    static String escaped(String text) {
        return text.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }
}
