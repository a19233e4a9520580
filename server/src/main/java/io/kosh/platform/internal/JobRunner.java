package io.kosh.platform.internal;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.task.helper.RecurringTask;
import com.github.kagkarlsson.scheduler.task.helper.Tasks;
import com.github.kagkarlsson.scheduler.task.schedule.FixedDelay;
import com.zaxxer.hikari.HikariDataSource;
import io.kosh.platform.DueWork;
import io.kosh.platform.RecurringJob;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/// Ticks the recurring jobs and the kinds of due work: persistent and safe for several servers on one database
/// (db-scheduler). Each has a thread of its own while it runs, so that a long one holds back no other. One that fails
/// runs again at its next turn.
@Component
final class JobRunner implements SmartLifecycle {
    private final JobFailures failures;
    private final JobMeters meters;
    private final Scheduler scheduler;
    private volatile boolean running;

    JobRunner(
            HikariDataSource jobsPool,
            List<RecurringJob> jobs,
            List<DueWork> works,
            DueRuns runs,
            JobFailures failures,
            JobMeters meters) {
        this.failures = failures;
        this.meters = meters;
        List<RecurringTask<Void>> tasks = Stream.concat(
                        jobs.stream().map(job -> task(job.name(), job.every(), () -> run(job))),
                        works.stream().map(work -> task(work.name(), work.every(), () -> runs.tick(work))))
                .toList();
        if (tasks.stream().map(RecurringTask::getName).distinct().count() < tasks.size()) {
            throw new IllegalStateException("two jobs have the same name");
        }
        this.scheduler = Scheduler.create(jobsPool)
                .tableName("platform.scheduled_tasks")
                .startTasks(tasks)
                .threads(tasks.size())
                .executorService(Executors.newThreadPerTaskExecutor(
                        Thread.ofVirtual().name("kosh-job-", 0).factory()))
                .pollingInterval(Duration.ofSeconds(5))
                // A job that a killed server was at is free after half a minute; by default after half an hour.
                .heartbeatInterval(Duration.ofSeconds(5))
                .missedHeartbeatsLimit(6)
                .shutdownMaxWait(Duration.ofSeconds(10))
                .build();
    }

    private static RecurringTask<Void> task(String name, Duration every, Runnable work) {
        return Tasks.recurring(name, FixedDelay.of(every)).execute((_, _) -> work.run());
    }

    private void run(RecurringJob job) {
        JobFailures.Run run = failures.begin(job.name());
        try {
            job.work().run();
        } catch (RuntimeException e) {
            meters.failed(job.name());
            run.failed("the run", e);
        }
        run.ended();
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
