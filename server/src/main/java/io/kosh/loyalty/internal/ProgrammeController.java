package io.kosh.loyalty.internal;

import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.Programmes.Standing;
import io.kosh.loyalty.internal.Programmes.Usage;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Programmes that earn points.
@RestController
@RequestMapping("/api/v1/programmes")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Earning programmes", description = "Native: what earns points, by rules, caps, budgets and tiers.")
final class ProgrammeController {
    private static final int LONGEST_ID = 64;

    private final Programmes programmes;

    ProgrammeController(Programmes programmes) {
        this.programmes = programmes;
    }

    /// A new programme.
    record CreateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(
                    example = "CAQL8YCV3",
                    description = "the account of points that gives",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String cardAccountId,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            ProgrammeTerms terms) {
        CreateRequest {
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.present("terms", terms);
        }
    }

    /// The terms of a new version, all of them.
    record ChangeRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            ProgrammeTerms terms) {
        ChangeRequest {
            Fields.present("terms", terms);
        }
    }

    /// A programme in one of its versions.
    record VersionResponse(
            String programmeId,
            String cardAccountId,
            Instant createdAt,
            long version,

            @Schema(description = "from when on it values events")
            Instant validFrom,

            @Schema(description = "who made the version") String actor,
            ProgrammeTerms terms) {
        static VersionResponse of(Programme programme) {
            return new VersionResponse(
                    programme.id(),
                    programme.accountId(),
                    programme.createdAt(),
                    programme.version(),
                    programme.validFrom(),
                    programme.actor(),
                    programme.terms());
        }
    }

    /// What a programme gave.
    record UsageResponse(
            String programmeId,

            @Schema(description = "less what reversals took back")
            BigDecimal given,

            @Schema(description = "null: without one") @Nullable
            BigDecimal budget,

            @Nullable BigDecimal left) {
        static UsageResponse of(Usage usage) {
            BigDecimal budget = usage.programme().terms().budget();
            BigDecimal given = Valuation.decimal(usage.given());
            return new UsageResponse(
                    usage.programme().id(),
                    given,
                    budget,
                    budget == null ? null : budget.subtract(given).max(BigDecimal.ZERO));
        }
    }

    /// A holder's standing today.
    record MemberResponse(
            String programmeId,
            String enKashCardId,

            @Schema(description = "null: below the first") @Nullable
            String tier,

            @Schema(description = "points that count in the period under way")
            BigDecimal qualifying,

            @Schema(description = "the first day of the next period; null where none is under way") @Nullable
            LocalDate periodEnds,

            @Schema(description = "the tier above; null on the last") @Nullable
            String nextTier,

            @Nullable BigDecimal missing) {
        static MemberResponse of(String programmeId, Standing standing) {
            ProgrammeTerms.Tier next = standing.next();
            BigDecimal qualifying = Valuation.decimal(standing.member().qualifying());
            return new MemberResponse(
                    programmeId,
                    standing.member().cardId(),
                    standing.member().tier(),
                    qualifying,
                    standing.member().periodEnds(),
                    next == null ? null : next.name(),
                    next == null ? null : next.from().subtract(qualifying).max(BigDecimal.ZERO));
        }
    }

    @PostMapping
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Create an earning programme",
            description = "Percentages and multipliers are exact; their product is cut off once, to hundredths of a "
                    + "point. What would pass a cap or the budget is not given at all.")
    VersionResponse create(Caller caller, @RequestBody CreateRequest request) {
        return VersionResponse.of(programmes.create(
                caller.company(request.companyId()),
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                Fields.present("terms", request.terms()),
                caller.actor()));
    }

    @GetMapping
    @Operation(summary = "List earning programmes", description = "Each in its latest version, oldest first.")
    Page<VersionResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return programmes
                .list(caller.company(companyId), Page.Request.of(cursor, limit))
                .map(VersionResponse::of);
    }

    @GetMapping("/{programmeId}")
    @Operation(summary = "Get an earning programme")
    VersionResponse get(
            Caller caller,
            @PathVariable String programmeId,
            @RequestParam(required = false) @Nullable String companyId) {
        return VersionResponse.of(programmes.find(caller.company(companyId), programmeId));
    }

    @PutMapping("/{programmeId}/terms")
    @Operation(
            summary = "Change an earning programme",
            description = "Makes a version that values what happens from now on; what happened before is valued by the "
                    + "version of its time. The same terms again make none.")
    VersionResponse change(
            Caller caller,
            @PathVariable String programmeId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody ChangeRequest request) {
        return VersionResponse.of(programmes.change(
                caller.company(companyId), programmeId, Fields.present("terms", request.terms()), caller.actor()));
    }

    @GetMapping("/{programmeId}/versions")
    @Operation(summary = "List the versions of a programme", description = "Newest first: who, when, what.")
    Page<VersionResponse> versions(
            Caller caller,
            @PathVariable String programmeId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return programmes
                .versions(caller.company(companyId), programmeId, Page.Request.of(cursor, limit))
                .map(VersionResponse::of);
    }

    @GetMapping("/{programmeId}/usage")
    @Operation(summary = "Get what a programme gave", description = "And what is left of its budget.")
    UsageResponse usage(
            Caller caller,
            @PathVariable String programmeId,
            @RequestParam(required = false) @Nullable String companyId) {
        return UsageResponse.of(programmes.usage(caller.company(companyId), programmeId));
    }

    @GetMapping("/{programmeId}/members/{enKashCardId}")
    @Operation(summary = "Get a holder's tier", description = "In a programme with tiers, once the holder earned.")
    MemberResponse member(
            Caller caller,
            @PathVariable String programmeId,
            @PathVariable String enKashCardId,
            @RequestParam(required = false) @Nullable String companyId) {
        return MemberResponse.of(
                programmeId, programmes.standing(caller.company(companyId), programmeId, enKashCardId));
    }
}
