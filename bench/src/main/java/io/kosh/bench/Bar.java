package io.kosh.bench;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// One row of the table of bars: what was measured and what it is held against.
///
/// @param name   stable; a later run replaces the row of the same name
/// @param title  what is compared, for people
/// @param value  what was measured, null where it could not be
/// @param unit   `x` for a ratio, `ms`, `MB`
/// @param bound  the bar
/// @param sense  on which side of the bar the value should lie
/// @param detail the rates behind it, or why there is no value
record Bar(String name, String title, @Nullable Double value, String unit, double bound, Sense sense, String detail) {

    /// On which side of the bar a value meets it.
    enum Sense {
        AT_LEAST,
        AT_MOST
    }

    static Bar atLeast(String name, String title, @Nullable Double ratio, double bound, String detail) {
        return new Bar(name, title, ratio, "x", bound, Sense.AT_LEAST, detail);
    }

    static Bar atMost(String name, String title, @Nullable Double value, Limit limit, String detail) {
        return new Bar(name, title, value, limit.unit(), limit.bound(), Sense.AT_MOST, detail);
    }

    /// Whether an open loop was served at the rate that was offered; without that its latency says nothing.
    static Bar keptUp(String name, String title, Load.Result result, double offeredPerSecond) {
        return atLeast(
                name,
                title,
                result.rate() / offeredPerSecond,
                0.99,
                result.done() + " done, " + result.failed() + " refused or dropped");
    }

    /// A bound with its unit.
    record Limit(double bound, String unit) {}

    boolean met() {
        return value != null && (sense == Sense.AT_LEAST ? value >= bound : value <= bound);
    }

    /// The share of the bar that was reached: 1 meets it, more is better, whichever the sense; null without a value.
    @Nullable
    Double reached() {
        if (value == null || (sense == Sense.AT_MOST && value <= 0)) {
            return null;
        }
        return sense == Sense.AT_LEAST ? value / bound : bound / value;
    }

    /// `met`, `missed by 12 %`, `not measured`.
    String verdict() {
        if (value == null) {
            return "not measured";
        }
        if (met()) {
            return "met";
        }
        double percent = Math.abs(value - bound) / bound * 100;
        return String.format(Locale.ROOT, percent < 10 ? "missed by %.1f %%" : "missed by %.0f %%", percent);
    }

    String valueText() {
        return value == null ? "-" : text(value) + " " + unit;
    }

    String boundText() {
        return (sense == Sense.AT_LEAST ? ">= " : "<= ") + text(bound) + " " + unit;
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, number >= 100 ? "%.0f" : number >= 10 ? "%.1f" : "%.2f", number);
    }
}
