package io.kosh.platform.internal;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariDataSource;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Ticks the recurring jobs: persistent and safe for several servers on one database (db-scheduler). A job that fails
/// is logged and runs again at its next turn.
@Component
final class JobRunner implements SmartLifecycle {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);
    private static final int THREADS = 2;

    private final Scheduler scheduler;
    private volatile boolean running;

    JobRunner(HikariDataSource platformPool, List<RecurringJob> jobs) {
        List<RecurringTask<Void>> tasks = jobs.stream().map(JobRunner::task).toList();
        this.scheduler = Scheduler.create(platformPool)
                .tableName("platform.scheduled_tasks")
                .startTasks(tasks)
                .threads(THREADS)
                .pollingInterval(Duration.ofSeconds(5))
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    private static RecurringTask<Void> task(RecurringJob job) {
        return Tasks.recurring(job.name(), FixedDelay.of(job.every())).execute((_, _) -> {
            try {
                job.work().run();
            } catch (RuntimeException e) {
                LOG.atError().addKeyValue("job", job.name()).setCause(e).log("job failed; it runs again at its turn");
            }
        });
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
