package io.kosh.bench;

import io.kosh.bench.BarTable.Point;
import io.kosh.bench.Load.Result;
import java.util.List;
import java.util.Map;

/// Results as lines of a chart.
final class Lines {
    private Lines() {}

    /// Rates over connections.
    static List<Point> rates(Map<Integer, Result> results) {
        return results.values().stream()
                .map(result -> new Point(result.connections(), result.rate()))
                .toList();
    }

    static Result of(Map<Integer, Result> results, int connections) {
        Result result = results.get(connections);
        if (result == null) {
            throw new IllegalStateException("nothing was measured over " + connections + " connections");
        }
        return result;
    }
}
