package io.kosh.sandbox.internal;

import io.kosh.platform.RequestFaults;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The page of the guides that lists the scenarios, made from the catalogue. A test holds the committed page to it.
final class ScenarioGuide {
    private ScenarioGuide() {}

    /// The header that asks for a scenario, null where it spoils webhooks.
    static @Nullable String header(ScenarioKind kind) {
        if (kind.target() != ScenarioKind.Target.REQUEST) {
            return null;
        }
        return kind.parameters().stream()
                .map(parameter -> ";" + parameter.name() + "=" + parameter.usual())
                .collect(Collectors.joining("", RequestFaults.HEADER + ": " + kind.word(), ""));
    }

    static String markdown() {
        StringBuilder page = new StringBuilder("""
                # Scenarios of the sandbox

                What can be made to go wrong, in a sandbox only. This page is made from the catalogue that
                `GET /sandbox/scenarios/catalogue` answers; how to use it stands in [sandbox.md](sandbox.md).

                | scenario | spoils | what happens | parameters |
                |---|---|---|---|
                """);
        for (ScenarioKind kind : ScenarioKind.values()) {
            String parameters = kind.parameters().stream()
                    .map(each -> "`" + each.name() + "` (" + each.usual() + "): " + each.meaning())
                    .collect(Collectors.joining("; "));
            page.append("| `%s` | %s | %s | %s |%n"
                    .formatted(
                            kind.word(),
                            kind.target() == ScenarioKind.Target.REQUEST ? "calls" : "webhooks",
                            kind.meaning(),
                            parameters.isEmpty() ? "none" : parameters));
        }
        return page.toString();
    }
}
