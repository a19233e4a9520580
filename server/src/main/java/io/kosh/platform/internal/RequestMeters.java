package io.kosh.platform.internal;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.HandlerMapping;

/// Times requests by route and status, under the name that dashboards expect. One look in a map a request, where the
/// general observation of requests costs several times as much.
@Component
final class RequestMeters {
    private static final String NO_ROUTE = "UNKNOWN";

    private final MeterRegistry registry;
    private final Map<Key, Timer> timers = new ConcurrentHashMap<>();

    RequestMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    private record Key(String method, String route, int status) {}

    void answered(HttpServletRequest request, int status, long nanos) {
        Object route = request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE);
        Key key = new Key(method(request), route == null ? NO_ROUTE : route.toString(), status);
        timers.computeIfAbsent(key, this::timer).record(nanos, TimeUnit.NANOSECONDS);
    }

    /// A client may send any word as a method; only those that HTTP knows become a label.
    private static String method(HttpServletRequest request) {
        return switch (request.getMethod()) {
            case "GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS" -> request.getMethod();
            default -> NO_ROUTE;
        };
    }

    private Timer timer(Key key) {
        return Timer.builder("http.server.requests")
                .description("requests by route and status")
                .tag("method", key.method())
                .tag("uri", key.route())
                .tag("status", Integer.toString(key.status()))
                .publishPercentileHistogram()
                .register(registry);
    }
}
