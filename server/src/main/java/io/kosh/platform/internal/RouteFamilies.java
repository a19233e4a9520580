package io.kosh.platform.internal;

import io.kosh.platform.RouteFamily;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;

/// Which family a handler belongs to: what its method says, else its class. Looked up once a method.
final class RouteFamilies {
    private static final Map<Method, Optional<RouteFamily>> KNOWN = new ConcurrentHashMap<>();

    private RouteFamilies() {}

    /// The family; null for a handler that is none of ours.
    static @Nullable RouteFamily of(Method handler, Class<?> type) {
        return KNOWN.computeIfAbsent(handler, method -> find(method, type)).orElse(null);
    }

    private static Optional<RouteFamily> find(Method handler, Class<?> type) {
        RouteFamily own = AnnotatedElementUtils.findMergedAnnotation(handler, RouteFamily.class);
        return Optional.ofNullable(
                own != null ? own : AnnotatedElementUtils.findMergedAnnotation(type, RouteFamily.class));
    }
}
