package io.kosh.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// One axis of a chart: from values to places, and the round numbers at which it is ticked.
///
/// @param least       the value at `from`
/// @param most        the value at `to`
/// @param logarithmic equal factors are equal lengths
record Axis(double least, double most, double from, double to, boolean logarithmic) {
    private static final int TICKS = 5;

    /// From 0 to a round number that is not below the largest value.
    static Axis linear(double largest, double from, double to) {
        double step = step(Math.max(largest, 1e-9));
        return new Axis(0, Math.max(1, Math.ceil(largest / step - 1e-9)) * step, from, to, false);
    }

    static Axis logarithmic(double least, double most, double from, double to) {
        return new Axis(least, Math.max(most, least * 1.0001), from, to, true);
    }

    double place(double value) {
        double share = logarithmic
                ? Math.log(Math.max(value, least) / least) / Math.log(most / least)
                : (value - least) / (most - least);
        return from + share * (to - from);
    }

    /// Round values from 0 on.
    List<Double> ticks() {
        double step = step(most);
        List<Double> ticks = new ArrayList<>();
        for (int i = 0; i * step <= most * 1.0001; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /// 1, 2 or 5 times a power of ten, about a fifth of the largest value.
    static double step(double largest) {
        double rough = largest / TICKS;
        double power = Math.pow(10, Math.floor(Math.log10(rough)));
        double factor = rough / power;
        return power * (factor <= 1 ? 1 : factor <= 2 ? 2 : factor <= 5 ? 5 : 10);
    }

    static String text(double value) {
        if (value >= 10_000) {
            return Svg.number(value / 1000) + "k";
        }
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return value == 0 || value >= 10
                ? Svg.number(value)
                : String.format(Locale.ROOT, "%.3g", value)
                        .replaceAll("(\\.\\d*?)0+$", "$1")
                        .replaceAll("\\.$", "");
    }
}
