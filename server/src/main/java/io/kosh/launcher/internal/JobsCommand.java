package io.kosh.launcher.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// Shows what runs by itself.
@Command(name = "jobs", description = "Lists the jobs: their turns, what is due, running, failed.")
final class JobsCommand implements Callable<Integer> {
    private static final List<String> HEAD =
            List.of("JOB", "EVERY", "LAST RUN", "NEXT RUN", "RUNNING", "DUE", "OLDEST DUE", "FAILED");

    @Mixin
    ServerTarget target = new ServerTarget();

    @Mixin
    ServerTarget.Operator operator = new ServerTarget.Operator();

    @Override
    public Integer call() {
        String token = operator.token(target);
        Map<String, Object> report =
                Http.get(target.url() + "/api/v1/jobs", token).success("The list of jobs");
        if (!(report.get("jobs") instanceof List<?> jobs)) {
            throw new CommandFailure("The server's answer holds no jobs.");
        }
        if (target.json) {
            System.out.println(Json.line(report));
            return 0;
        }
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        List<String> failures = new ArrayList<>();
        for (Object each : jobs) {
            if (each instanceof Map<?, ?> job) {
                rows.add(row(job));
                if (job.get("lastFailure") instanceof Map<?, ?> failure) {
                    failures.add("  " + job.get("name") + " at " + moment(failure.get("at")) + ": "
                            + failure.get("what") + ": " + failure.get("error") + " (" + failure.get("workId") + ")");
                }
            }
        }
        table(rows).forEach(System.out::println);
        if (!failures.isEmpty()) {
            System.out.println();
            System.out.println("Last failures, with the work id that the log has:");
            failures.forEach(System.out::println);
        }
        return 0;
    }

    private static List<String> row(Map<?, ?> job) {
        return List.of(
                String.valueOf(job.get("name")),
                job.get("everySeconds") + " s",
                moment(job.get("lastRunAt")),
                moment(job.get("nextRunAt")),
                Boolean.TRUE.equals(job.get("running")) ? String.valueOf(job.get("runningOn")) : "-",
                due(job),
                moment(job.get("oldestDueAt")),
                failed(job));
    }

    /// The pieces where the kind counts them, else the companies that have some.
    private static String due(Map<?, ?> job) {
        if (job.get("companiesDue") == null) {
            return "-";
        }
        Object pieces = job.get("due");
        String companies = job.get("companiesDue") + " companies";
        return pieces == null ? companies : pieces.toString().equals("0") ? "0" : pieces + " of " + companies;
    }

    private static String failed(Map<?, ?> job) {
        Object inARow = job.get("failedInARow");
        return job.get("failures") + (Integer.valueOf(0).equals(inARow) ? "" : ", last " + inARow + " runs");
    }

    /// To the second, as UTC.
    private static String moment(@Nullable Object instant) {
        return instant == null ? "-" : instant.toString().replaceFirst("\\.\\d+Z$", "Z");
    }

    private static List<String> table(List<List<String>> rows) {
        int[] widths = new int[HEAD.size()];
        for (List<String> row : rows) {
            for (int i = 0; i < widths.length; i++) {
                widths[i] = Math.max(widths[i], row.get(i).length());
            }
        }
        List<String> lines = new ArrayList<>(rows.size());
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < widths.length; i++) {
                line.append(row.get(i)).repeat(' ', widths[i] - row.get(i).length() + 2);
            }
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }
}
