package io.kosh.launcher.internal;

import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Lets the server recompute the books.
@Command(
        name = "audit",
        description =
                "Recomputes every balance from its entries. Exit code: 0 balanced, 2 not balanced, 1 could not ask.")
final class AuditCommand implements Callable<Integer> {
    private static final int NOT_BALANCED = 2;

    @Mixin
    ServerTarget target = new ServerTarget();

    @Mixin
    ServerTarget.Operator operator = new ServerTarget.Operator();

    @Override
    public Integer call() {
        String token = operator.token(target);
        Map<String, Object> report =
                Http.get(target.url() + "/api/v1/ledger/audit", token).success("The audit");
        if (!(report.get("balanced") instanceof Boolean balanced)) {
            throw new CommandFailure("The server's report does not say whether the books balance.");
        }
        if (target.json) {
            System.out.println(Json.line(report));
        } else if (balanced) {
            System.out.println("The books balance." + counts(report));
        } else {
            System.out.println("The books do not balance." + counts(report));
            if (report.get("problems") instanceof List<?> problems) {
                problems.forEach(problem -> System.out.println("  " + problem));
            }
        }
        return balanced ? 0 : NOT_BALANCED;
    }

    private static String counts(Map<String, Object> report) {
        StringBuilder counts = new StringBuilder();
        report.forEach((name, value) -> {
            if (value instanceof Number) {
                counts.append(counts.isEmpty() ? " (" : ", ")
                        .append(name)
                        .append(' ')
                        .append(value);
            }
        });
        return counts.isEmpty() ? "" : counts.append(")").toString();
    }
}
