package io.kosh.webhooks.internal;

import io.kosh.kernel.Fields;
import io.kosh.webhooks.EventTypes;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What an endpoint listens to: `*`, all of a noun as `coins.*`, or one name.
@Component
final class EventPattern {
    /// Sent by the test call, whatever an endpoint listens to.
    static final String TEST = "webhooks.test";
    static final String DISABLED = "webhooks.endpoint.disabled";

    private static final int MOST = 50;

    private final Map<String, String> known = new TreeMap<>(Map.of(
            TEST, "A test that you asked for; sent to one endpoint, whatever it listens to.",
            DISABLED, "An endpoint of yours was disabled, because it said 410 or took nothing for days."));

    EventPattern(Collection<EventTypes> types) {
        types.forEach(each -> known.putAll(each.meanings()));
    }

    /// Every event by name, with its meaning.
    Map<String, String> known() {
        return known;
    }

    /// Patterns that each can match something.
    List<String> patterns(@Nullable List<String> patterns) {
        List<String> checked = Fields.items("events", patterns, 1, MOST);
        for (int i = 0; i < checked.size(); i++) {
            String pattern = Fields.text("events[" + i + "]", checked.get(i), 64);
            if (known.keySet().stream().noneMatch(type -> matches(pattern, type))) {
                throw Fields.invalid(
                        "events[" + i + "]", "names no event: use *, a start such as coins.*, or one of the list");
            }
        }
        return List.copyOf(checked);
    }

    static boolean matches(String pattern, String type) {
        return pattern.equals("*")
                || pattern.equals(type)
                || (pattern.endsWith(".*") && type.startsWith(pattern.substring(0, pattern.length() - 1)));
    }
}
