package io.kosh.sandbox.internal;

import io.kosh.platform.RailFaults.Calls;
import io.kosh.platform.RailFaults.Rail;
import io.kosh.platform.RequestFaults;
import io.kosh.sandbox.internal.ScenarioKind.Target;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// The page of the guides that lists the scenarios, made from the catalogue. A test holds the committed page to it.
final class ScenarioGuide {
    private ScenarioGuide() {}

    /// The header that asks for a scenario, null where it spoils no requests.
    static @Nullable String header(ScenarioKind kind) {
        if (!kind.spoils(Target.REQUEST)) {
            return null;
        }
        return kind.parameters().stream()
                .map(parameter -> ";" + parameter.name() + "=" + parameter.usual())
                .collect(Collectors.joining("", RequestFaults.HEADER + ": " + kind.word(), ""));
    }

    static String markdown(List<Rail> rails) {
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
                            kind.spoils().stream().map(ScenarioGuide::word).collect(Collectors.joining(", ")),
                            kind.meaning(),
                            parameters.isEmpty() ? "none" : parameters));
        }
        return page.append(onRails(rails)).toString();
    }

    private static String word(Target target) {
        return switch (target) {
            case REQUEST -> "calls";
            case WEBHOOK -> "webhooks";
            case RAIL -> "rails";
            case CALLBACK -> "callbacks";
        };
    }

    private static String onRails(List<Rail> rails) {
        StringBuilder part = new StringBuilder("""

                ## On rails

                With `rail` a scenario spoils what the platform itself asks of others, and what others tell it by
                themselves.

                | rail | spoiled | fields |
                |---|---|---|
                """);
        for (Rail rail : rails) {
            part.append("| `%s` | %s | %s |%n"
                    .formatted(
                            rail.name(),
                            rail.calls() == Calls.US ? "callbacks" : "calls",
                            rail.fields().stream().map(each -> "`" + each + "`").collect(Collectors.joining(", "))));
        }
        part.append("""

                | scenario | what happens |
                |---|---|
                """);
        for (ScenarioKind kind : ScenarioKind.values()) {
            if (kind.onRails() != null) {
                part.append("| `%s` | %s |%n".formatted(kind.word(), kind.onRails()));
            }
        }
        return part.toString();
    }
}
