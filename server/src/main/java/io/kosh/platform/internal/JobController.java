package io.kosh.platform.internal;

import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/// Shows operators what runs by itself.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Jobs", description = "What runs by itself: what is due, running, failed.")
final class JobController {
    private final Jobs jobs;

    JobController(Jobs jobs) {
        this.jobs = jobs;
    }

    /// All jobs of the installation.
    record JobsResponse(List<JobResponse> jobs) {}

    /// A job as it stands.
    record JobResponse(
            @Schema(example = "loyalty.coin-expiry") String name,

            @Schema(description = "DUE_WORK falls due in a company's own time; RECURRING is housekeeping")
            Jobs.Kind kind,

            @Schema(example = "60", description = "the pause between two turns")
            long everySeconds,

            @Nullable Instant lastRunAt,
            @Nullable Instant nextRunAt,
            boolean running,
            @Nullable String runningOn,

            @Schema(description = "companies with something due now") @Nullable
            Integer companiesDue,

            @Schema(description = "pieces of work that are due now; null where the kind does not count them") @Nullable
            Long due,

            @Nullable Instant oldestDueAt,

            @Schema(description = "pieces of work or whole runs that failed, ever")
            long failures,

            @Schema(description = "runs with a failure since the last run without one")
            int failedInARow,

            @Nullable FailureResponse lastFailure) {
        static JobResponse of(Jobs.Job job) {
            JobStore.Turns turns = job.turns();
            Jobs.Due due = job.due();
            JobStore.Failures failures = job.failures();
            return new JobResponse(
                    job.name(),
                    job.kind(),
                    job.every().toSeconds(),
                    turns == null ? null : turns.lastRunAt(),
                    turns == null ? null : turns.nextRunAt(),
                    turns != null && turns.runningOn() != null,
                    turns == null ? null : turns.runningOn(),
                    due == null ? null : (Integer) due.companies(),
                    due == null || due.pieces().isEmpty()
                            ? null
                            : (Long) due.pieces().getAsLong(),
                    due == null ? null : due.oldestAt(),
                    failures == null ? 0 : failures.count(),
                    failures == null ? 0 : failures.inARow(),
                    failures == null ? null : FailureResponse.of(failures.last()));
        }
    }

    /// The last failure of a job; the log has the rest under its work id.
    @Schema(name = "JobFailure")
    record FailureResponse(Instant at, String what, String error, String workId) {
        static FailureResponse of(JobStore.Failure failure) {
            return new FailureResponse(failure.at(), failure.what(), failure.error(), failure.workId());
        }
    }

    @GetMapping("/api/v1/jobs")
    @Operation(
            summary = "List jobs",
            description = "Every job of the installation by name: its turns, what of it is due in each company's own "
                    + "time, and what failed last.")
    JobsResponse list() {
        return new JobsResponse(jobs.all().stream().map(JobResponse::of).toList());
    }
}
