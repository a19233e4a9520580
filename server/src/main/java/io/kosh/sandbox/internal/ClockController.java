package io.kosh.sandbox.internal;

import io.kosh.kernel.Fields;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.DueWork;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.Period;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// A company's business time over HTTP.
@RestController
@SandboxOnly
@RequestMapping("/sandbox/clock")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Sandbox", description = "Time, scenarios, catchers, logs and state to try with. Not there in live.")
final class ClockController {
    private static final Instant LATEST = Instant.parse("2200-01-01T00:00:00Z");
    private static final int MOST_SHOWN = 1_000;

    private final Clocks clocks;

    ClockController(Clocks clocks) {
        this.clocks = clocks;
    }

    /// Exactly one of the four.
    record MoveRequest(
            @Schema(description = "true: time stands still") @Nullable
            Boolean freeze,

            @Schema(
                    description = "how far: an ISO 8601 duration or period, which counts Indian calendar days",
                    example = "P1D")
            @Nullable
            String advance,

            @Schema(description = "up to this instant", example = "2027-01-01T00:00:00Z") @Nullable
            String to,

            @Schema(description = "true: time runs on from where it is") @Nullable
            Boolean resume) {
        public MoveRequest {
            long given = Stream.of(freeze, advance, to, resume)
                    .filter(each -> each != null)
                    .count();
            if (given != 1) {
                throw Fields.invalid("body", "must have exactly one of freeze, advance, to, resume");
            }
            if (Boolean.FALSE.equals(freeze)) {
                throw Fields.invalid("freeze", "must be true; to let time run on, send resume");
            }
            if (Boolean.FALSE.equals(resume)) {
                throw Fields.invalid("resume", "must be true; to stop time, send freeze");
            }
            Fields.optionalText("advance", advance, 40);
            Fields.optionalText("to", to, 40);
        }

        Clocks.Moved move(Clocks clocks, CompanyRef company) {
            if (freeze != null) {
                return clocks.freeze(company);
            }
            if (resume != null) {
                return clocks.resume(company);
            }
            if (to != null) {
                Instant target = target(to);
                return clocks.advance(company, _ -> target);
            }
            String far = Fields.present("advance", advance);
            return clocks.advance(company, now -> later(now, far));
        }
    }

    private static Instant target(String to) {
        try {
            return inTime("to", Instant.parse(to));
        } catch (DateTimeParseException _) {
            throw Fields.invalid("to", "must be an instant such as 2027-01-01T00:00:00Z");
        }
    }

    private static Instant later(Instant now, String far) {
        Instant later;
        try {
            later = far.contains("T")
                    ? now.plus(Duration.parse(far))
                    : now.atZone(BusinessClock.ZONE).plus(Period.parse(far)).toInstant();
        } catch (DateTimeException | ArithmeticException _) {
            throw Fields.invalid("advance", "must be a duration such as P1D, P1M or PT1H30M");
        }
        return inTime("advance", later);
    }

    private static Instant inTime(String field, Instant instant) {
        if (instant.isAfter(LATEST)) {
            throw Fields.invalid(field, "may not go beyond " + LATEST);
        }
        return instant;
    }

    /// Where time is, and what ran on the way there.
    record ClockResponse(
            String companyId,
            Instant now,
            boolean frozen,

            @Schema(description = "how far it runs ahead of real time, 0 while frozen")
            long offsetSeconds,

            @Schema(description = "due moments that it stopped at")
            int steps,

            @Schema(description = "how many pieces of work ran")
            int firedCount,

            @Schema(description = "the first 1,000 of them, in their order")
            List<Fired> fired,

            @Schema(description = "why it did not get to its end; null where it did") @Nullable
            String stoppedEarly) {
        static ClockResponse of(CompanyRef company, Clocks.Moved moved) {
            return new ClockResponse(
                    company.id(),
                    moved.now(),
                    moved.state().frozen(),
                    moved.state().frozen() ? 0 : moved.state().offset().toSeconds(),
                    moved.steps(),
                    moved.fired().size(),
                    moved.fired().stream().limit(MOST_SHOWN).map(Fired::of).toList(),
                    moved.stopped());
        }
    }

    record Fired(
            @Schema(example = "loyalty.coin-expiry") String work,
            String subject,
            Instant dueAt,
            boolean done,
            String outcome) {
        static Fired of(DueWork.Fired fired) {
            return new Fired(fired.work(), fired.subject(), fired.dueAt(), fired.done(), fired.outcome());
        }
    }

    @GetMapping
    @Operation(summary = "Tell the time", description = "The company's business time. Tokens stay on real time.")
    ClockResponse show(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return ClockResponse.of(company, clocks.show(company));
    }

    @PostMapping
    @Operation(
            summary = "Move time",
            description = "Freezes, advances or resumes the company's business time. An advance goes from due moment "
                    + "to due moment and returns when everything that fell due has run. Never backwards; one move at "
                    + "a time a company, a second is answered 409.")
    ClockResponse move(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody MoveRequest request) {
        CompanyRef company = caller.company(companyId);
        return ClockResponse.of(company, request.move(clocks, company));
    }
}
