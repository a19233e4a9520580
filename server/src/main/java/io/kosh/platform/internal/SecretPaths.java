package io.kosh.platform.internal;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
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
    private volatile List<Pattern> patterns = List.of();

    SecretPaths(ObjectProvider<RequestMappingHandlerMapping> mappings) {
        this.mappings = mappings;
    }

    /// Looked up late: the filter that asks here is made before there are routes.
    @Override
    public void afterSingletonsInstantiated() {
        patterns = mappings.stream()
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(route -> route.getPatternValues().stream())
                .filter(route -> route.contains(TOKEN))
                .map(route -> route.substring(0, route.indexOf(TOKEN)))
                .distinct()
                .map(SecretPaths::pattern)
                .toList();
    }

    private static Pattern pattern(String start) {
        return Pattern.compile(Arrays.stream(start.split("/", -1))
                .map(part -> part.startsWith("{") ? "[^/]*+" : Pattern.quote(part))
                .collect(Collectors.joining("/", "(", ")[^/]*+(.*)")));
    }

    /// A path as it may be shown, whatever method it was asked with and whether or not there is something behind it.
    String shown(String path) {
        for (Pattern pattern : patterns) {
            Matcher found = pattern.matcher(path);
            if (found.matches()) {
                return found.group(1) + MASK + found.group(2);
            }
        }
        return path;
    }
}
