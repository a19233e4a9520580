package io.kosh.loyalty.internal;

import io.kosh.cards.PointAllocations.Who;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.Earning.Answer;
import io.kosh.loyalty.internal.Earning.Reversal;
import io.kosh.loyalty.internal.Earnings.Draft;
import io.kosh.loyalty.internal.Valuation.Happening;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Events that earn points.
@RestController
@RequestMapping("/api/v1/programmes/{programmeId}")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Earning programmes")
final class EarningController {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_ADDRESS = 254;
    private static final int LONGEST_VALUE = 200;
    private static final int MOST_FIELDS = 20;

    private final Earnings earnings;
    private final EarningReversals reversals;

    EarningController(Earnings earnings, EarningReversals reversals) {
        this.earnings = earnings;
        this.reversals = reversals;
    }

    /// What happened, and to whom: the card, or the mobile or email of a holder.
    record EventRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(
                    example = "order-4711",
                    description = "unique in the programme for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String eventId,

            @Schema(example = "PURCHASE", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String type,

            @Nullable String enKashCardId,
            @Schema(example = "9600098867") @Nullable String mobile,
            @Nullable String email,

            @Schema(example = "1999.50", description = "at most two decimals") @Nullable
            BigDecimal amount,

            @Schema(description = "in the last 366 days; absent: now") @Nullable
            String occurredAt,

            @Schema(example = "{\"category\": \"TRAVEL\"}", description = "at most 20 texts that conditions read")
            @Nullable
            Map<String, String> fields) {
        EventRequest {
            Fields.identifier("eventId", eventId, LONGEST_ID);
            Fields.text("type", type, LONGEST_ID);
            Fields.optionalText("enKashCardId", enKashCardId, LONGEST_ID);
            Fields.optionalText("mobile", mobile, LONGEST_ID);
            Fields.optionalText("email", email, LONGEST_ADDRESS);
            if (enKashCardId == null && mobile == null && email == null) {
                throw Fields.missing("enKashCardId");
            }
            ProgrammeTerms.decimal("amount", amount, 2);
            moment(occurredAt);
            fields = fields == null ? Map.of() : fields;
            if (fields.size() > MOST_FIELDS) {
                throw Fields.invalid("fields", "may hold " + MOST_FIELDS + " fields at most");
            }
            fields.forEach((name, value) -> {
                Fields.identifier("fields", name, LONGEST_ID);
                Fields.text("fields." + name, value, LONGEST_VALUE);
            });
        }

        private static @Nullable Instant moment(@Nullable String text) {
            if (text == null) {
                return null;
            }
            try {
                return SqlTimes.asked("occurredAt", Instant.parse(text));
            } catch (DateTimeException _) {
                throw Fields.invalid("occurredAt", "must be an instant such as 2026-11-22T10:00:00Z");
            }
        }

        Draft draft() {
            return new Draft(
                    Fields.identifier("eventId", eventId, LONGEST_ID),
                    new Who(enKashCardId, mobile, email),
                    new Happening(Fields.text("type", type, LONGEST_ID), amount, fields == null ? Map.of() : fields),
                    moment(occurredAt));
        }

        @Override
        public String toString() {
            return "an event of a programme";
        }
    }

    /// An event that was valued.
    record EventResponse(
            Answer event,

            @Schema(description = "null while it stands") @Nullable
            Reversal reversal) {}

    @PostMapping("/events")
    @Operation(
            summary = "Value an event",
            description = "Gives points by the version in force at the event's time, in one commit. The same event id "
                    + "with the same body gives the first answer for ever; with another body it is answered 409. The "
                    + "answer tells what each rule gave, or why it gave nothing.")
    Answer take(Caller caller, @PathVariable String programmeId, @RequestBody EventRequest request) {
        return earnings.take(caller.company(request.companyId()), programmeId, request.draft());
    }

    @PostMapping("/simulations")
    @Operation(
            summary = "Try an event out",
            description = "The same work and the same answer, undone before it counts. Transaction ids are not kept.")
    Answer simulate(Caller caller, @PathVariable String programmeId, @RequestBody EventRequest request) {
        return earnings.simulate(caller.company(request.companyId()), programmeId, request.draft());
    }

    @GetMapping("/events/{programmeEventId}")
    @Operation(summary = "Get an event of a programme", description = "What it gave, and what its reversal took.")
    EventResponse get(
            Caller caller,
            @PathVariable String programmeId,
            @PathVariable String programmeEventId,
            @RequestParam(required = false) @Nullable String companyId) {
        Earning found = earnings.find(caller.company(companyId), programmeId, programmeEventId);
        return new EventResponse(found.answer(), found.reversal());
    }

    @PostMapping("/events/{programmeEventId}/reversal")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Reverse an event",
            description = "Takes back all it gave, out of the very lots, and gives caps and budget back; exactly once: "
                    + "a repetition answers with the first reversal. Refused where points were spent, unless the "
                    + "programme allows cards below zero. Points that have ended stay ended.")
    Reversal reverse(
            Caller caller,
            @PathVariable String programmeId,
            @PathVariable String programmeEventId,
            @RequestParam(required = false) @Nullable String companyId) {
        return reversals.reverse(caller.company(companyId), programmeId, programmeEventId);
    }
}
