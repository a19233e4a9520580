package io.kosh.platform.internal;

import io.kosh.kernel.IdShape;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Database;
import io.kosh.platform.internal.JobStore.Failure;
import java.sql.SQLException;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/// Keeps what went wrong in a run, so that it can be listed after a restart. The exception itself is in the log, under
/// the run's work id.
@Component
final class JobFailures {
    private static final Logger LOG = LoggerFactory.getLogger(JobFailures.class);
    private static final IdShape WORK_ID = IdShape.alphanumeric("JW", 12);

    private final Database database;
    private final JobStore store;
    private final Clock clock;

    JobFailures(Database database, JobStore store, Clock clock) {
        this.database = database;
        this.store = store;
        this.clock = clock;
    }

    /// One run of a job, from its begin to [#ended]. Used by one thread.
    final class Run {
        private final String job;
        private final String workId = WORK_ID.mint(ThreadLocalRandom.current());
        private int failures;
        private String what = "";
        private String error = "";

        private Run(String job) {
            this.job = job;
        }

        String workId() {
            return workId;
        }

        void failed(String subject, String outcome) {
            failures++;
            what = subject;
            error = outcome;
            LOG.atWarn().addKeyValue("job", job).addKeyValue("workId", workId).log("{} failed: {}", subject, outcome);
        }

        void failed(String subject, RuntimeException thrown) {
            failures++;
            what = subject;
            error = words(thrown);
            LOG.atError()
                    .addKeyValue("job", job)
                    .addKeyValue("workId", workId)
                    .setCause(thrown)
                    .log("{} failed", subject);
        }

        /// Writes down how the run went. A database that is away is the likeliest failure of all, so that this cannot
        /// be written is no more than logged.
        void ended() {
            try {
                if (failures > 0) {
                    keep(() -> store.keepFailures(job, failures, new Failure(clock.instant(), what, error, workId)));
                } else {
                    keep(() -> store.keepSuccess(job));
                }
            } catch (RuntimeException e) {
                LOG.atWarn()
                        .addKeyValue("job", job)
                        .addKeyValue("workId", workId)
                        .log("the end of a run could not be kept: {}", words(e));
            }
        }
    }

    Run begin(String job) {
        return new Run(job);
    }

    private void keep(Runnable write) {
        database.acrossCompanies(List.of(), () -> {
            write.run();
            return true;
        });
    }

    /// What a failure was, without its message: that of a database may quote a row.
    static String words(RuntimeException thrown) {
        if (thrown instanceof Refusal refusal) {
            return refusal.code().name() + ": " + refusal.detail();
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return thrown.getClass().getSimpleName() + ", SQL state " + sql.getSQLState();
            }
        }
        return thrown.getClass().getSimpleName();
    }
}
