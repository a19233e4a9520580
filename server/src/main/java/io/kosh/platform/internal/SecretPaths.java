package io.kosh.platform.internal;

import java.util.List;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.stereotype.Component;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/// Addresses that are secrets themselves. What stands in the place of `{token}` in a route's path opens something for
/// whoever has it, so that no log and no event shows it.
@Component
final class SecretPaths implements SmartInitializingSingleton {
    private static final String TOKEN = "{token}";
    private static final String MASK = "***";

    private final ObjectProvider<RequestMappingHandlerMapping> mappings;
    private volatile List<String> starts = List.of();

    SecretPaths(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /// Looked up late: the filter that asks here is made before there are routes.
    @Override
    public void afterSingletonsInstantiated() {
        starts = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(route -> route.getPatternValues().stream())
                .filter(pattern -> pattern.contains(TOKEN))
                .map(pattern -> pattern.substring(0, pattern.indexOf(TOKEN)))
                .distinct()
                .toList();
    }

    /// A path as it may be shown, whatever method it was asked with and whether or not there is something behind it.
    String shown(String path) {
        for (String start : starts) {
            if (path.startsWith(start)) {
                int end = path.indexOf('/', start.length());
                return start + MASK + (end < 0 ? "" : path.substring(end));
            }
        }
        return path;
    }
}
