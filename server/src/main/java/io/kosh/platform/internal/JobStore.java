package io.kosh.platform.internal;

import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// What is known of jobs beyond the servers that run them: the scheduler's rows, and their failures. Read and written
/// as the platform role.
@Component
final class JobStore {
    private static final int LONGEST_TEXT = 300;

    private final JdbcClient jdbc;

    JobStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A job's turns.
    ///
    /// @param runningOn the server that runs it now, null where none does
    record Turns(
            @Nullable Instant lastRunAt,
            Instant nextRunAt,
            @Nullable String runningOn) {}

    /// What went wrong.
    ///
    /// @param workId names the run in the log
    record Failure(Instant at, String what, String error, String workId) {}

    /// A job's failures.
    ///
    /// @param inARow runs with a failure since the last one without
    record Failures(long count, int inARow, Failure last) {}

    Map<String, Turns> turns() {
        Map<String, Turns> turns = new HashMap<>();
        jdbc.sql("select task_name, execution_time, picked, picked_by, last_success from platform.scheduled_tasks")
                .query(row -> {
                    turns.put(
                            row.getString("task_name"),
                            new Turns(
                                    SqlTimes.optionalInstant(row, "last_success"),
                                    SqlTimes.instant(row, "execution_time"),
                                    row.getBoolean("picked") ? row.getString("picked_by") : null));
                });
        return turns;
    }

    Map<String, Failures> failures() {
        Map<String, Failures> failures = new HashMap<>();
        jdbc.sql("select job, failures, in_a_row, failed_at, what, error, work_id from platform.job_failure")
                .query(row -> {
                    failures.put(
                            row.getString("job"),
                            new Failures(
                                    row.getLong("failures"),
                                    row.getInt("in_a_row"),
                                    new Failure(
                                            SqlTimes.instant(row, "failed_at"),
                                            row.getString("what"),
                                            row.getString("error"),
                                            row.getString("work_id"))));
                });
        return failures;
    }

    /// Keeps the failures of one run, the last of them in full.
    void keepFailures(String job, int count, Failure last) {
        jdbc.sql("""
                        insert into platform.job_failure as known
                            (job, failures, in_a_row, failed_at, what, error, work_id)
                        values (?, ?, 1, ?, ?, ?, ?)
                        on conflict (job) do update set failures = known.failures + excluded.failures,
                            in_a_row = known.in_a_row + 1, failed_at = excluded.failed_at, what = excluded.what,
                            error = excluded.error, work_id = excluded.work_id""")
                .params(job, count, SqlTimes.column(last.at()), shortened(last.what()), shortened(last.error()))
                .param(last.workId())
                .update();
    }

    void keepSuccess(String job) {
        jdbc.sql("update platform.job_failure set in_a_row = 0 where job = ? and in_a_row > 0")
                .param(job)
                .update();
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT);
    }
}
