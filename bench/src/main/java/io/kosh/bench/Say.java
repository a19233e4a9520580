package io.kosh.bench;

import io.kosh.bench.Load.Result;
import java.util.Locale;

/// Progress goes to stderr, so that what is piped on is the result alone.
final class Say {
    private Say() {}

    static void line(String line) {
        System.err.println(line);
    }

    static Result said(Result result) {
        line("  " + text(result));
        return result;
    }

    static String text(Result result) {
        return String.format(
                Locale.ROOT,
                "%s%s: %,.0f a second, p50 %.2f ms, p99 %.2f ms%s",
                result.what(),
                result.connections() == 0 ? "" : ", " + result.connections() + " at once",
                result.rate(),
                result.p50Millis(),
                result.p99Millis(),
                result.failed() == 0 ? "" : ", " + result.failed() + " failed");
    }

    static String rate(double perSecond) {
        return String.format(Locale.ROOT, "%,.0f/s", perSecond);
    }

    static String millis(double millis) {
        return String.format(Locale.ROOT, "%.2f ms", millis);
    }
}
