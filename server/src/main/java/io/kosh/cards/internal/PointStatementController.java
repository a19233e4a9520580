package io.kosh.cards.internal;

import io.kosh.cards.internal.PointStatements.Liability;
import io.kosh.cards.internal.PointStatements.Month;
import io.kosh.kernel.Fields;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What a company owes its holders in points.
@RestController
@RequestMapping("/api/v1/cards")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Point terms")
final class PointStatementController {
    private static final MediaType CSV = MediaType.valueOf("text/csv;charset=UTF-8");
    private static final int MOST_MONTHS = 120;
    private static final int MONTHS_A_YEAR = 12;
    private static final String HEADER =
            "from,to,opening,allocated,takenBack,redeemed,refunded,expired,closing,pending\r\n";

    private final PointStatements statements;
    private final BusinessClock clock;

    PointStatementController(PointStatements statements, BusinessClock clock) {
        this.statements = statements;
        this.clock = clock;
    }

    /// A month, or the part of it that was asked for.
    record MonthResponse(
            @Schema(description = "the first day, in India") LocalDate from,
            @Schema(description = "the last day") LocalDate to,

            @Schema(description = "owed to holders before it")
            BigDecimal opening,

            @Schema(description = "given to cards, or promised to them")
            BigDecimal allocated,

            @Schema(description = "taken back, or promises withdrawn")
            BigDecimal takenBack,

            BigDecimal redeemed,
            @Schema(description = "of what was redeemed") BigDecimal refunded,
            @Schema(description = "ended unspent: breakage") BigDecimal expired,

            @Schema(description = "opening + allocated - takenBack - redeemed + refunded - expired")
            BigDecimal closing,

            @Schema(description = "what of the closing does not count yet")
            BigDecimal pending) {
        static MonthResponse of(Month month) {
            return new MonthResponse(
                    month.from(),
                    month.to(),
                    Amounts.decimal(month.opening()),
                    Amounts.decimal(month.allocated()),
                    Amounts.decimal(month.takenBack()),
                    Amounts.decimal(month.redeemed()),
                    Amounts.decimal(month.refunded()),
                    Amounts.decimal(month.expired()),
                    Amounts.decimal(month.closing()),
                    Amounts.decimal(month.pending()));
        }

        String line() {
            return String.join(
                    ",",
                    from.toString(),
                    to.toString(),
                    opening.toPlainString(),
                    allocated.toPlainString(),
                    takenBack.toPlainString(),
                    redeemed.toPlainString(),
                    refunded.toPlainString(),
                    expired.toPlainString(),
                    closing.toPlainString(),
                    pending.toPlainString() + "\r\n");
        }
    }

    /// The months of an account.
    record StatementResponse(String companyId, String cardAccountId, List<MonthResponse> months) {}

    /// What a company's accounts of points hold now.
    record LiabilityResponse(
            String companyId,

            @Schema(description = "owed to holders: on cards and pending")
            BigDecimal outstanding,

            BigDecimal onCards,
            BigDecimal pending,
            BigDecimal redeemed,
            @Schema(description = "ended unspent") BigDecimal breakage,

            @Schema(description = "funded and not given yet")
            BigDecimal available) {}

    @GetMapping("/accounts/{cardAccountId}/points-statement")
    @Operation(
            summary = "Get the point statement of an account",
            description = "By month. Every number is a sum over the ledger's lines, and each closing is the next "
                    + "opening. Absent days: the last twelve months until today.")
    StatementResponse statement(
            Caller caller,
            @PathVariable String cardAccountId,
            @Parameter(example = "2026-04-01") @RequestParam(required = false) @Nullable String from,
            @Parameter(example = "2026-11-30", description = "included") @RequestParam(required = false) @Nullable
                    String to,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return new StatementResponse(company.id(), cardAccountId, months(company, cardAccountId, from, to));
    }

    @GetMapping("/accounts/{cardAccountId}/points-statement.csv")
    @Operation(summary = "Get the point statement of an account as CSV", description = "The same lines (RFC 4180).")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> csv(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String companyId) {
        return csv(months(caller.company(companyId), cardAccountId, from, to));
    }

    /// The months of all accounts together.
    record CompanyStatementResponse(String companyId, List<MonthResponse> months) {}

    @GetMapping("/points-statement")
    @Operation(
            summary = "Get the point statement of the company",
            description = "Over all its accounts of points, by month as the statement of one account.")
    CompanyStatementResponse companyStatement(
            Caller caller,
            @Parameter(example = "2026-04-01") @RequestParam(required = false) @Nullable String from,
            @Parameter(example = "2026-11-30", description = "included") @RequestParam(required = false) @Nullable
                    String to,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return new CompanyStatementResponse(company.id(), months(company, null, from, to));
    }

    @GetMapping("/points-statement.csv")
    @Operation(summary = "Get the point statement of the company as CSV", description = "The same lines (RFC 4180).")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<byte[]> companyCsv(
            Caller caller,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String companyId) {
        return csv(months(caller.company(companyId), null, from, to));
    }

    private static ResponseEntity<byte[]> csv(List<MonthResponse> months) {
        String lines = months.stream().map(MonthResponse::line).collect(Collectors.joining("", HEADER, ""));
        return ResponseEntity.ok().contentType(CSV).body(lines.getBytes(StandardCharsets.UTF_8));
    }

    private List<MonthResponse> months(
            CompanyRef company, @Nullable String accountId, @Nullable String from, @Nullable String to) {
        LocalDate last = to == null ? clock.today(company.key()) : day("to", to);
        LocalDate first = from == null ? last.withDayOfMonth(1).minusMonths(MONTHS_A_YEAR - 1) : day("from", from);
        if (first.isAfter(last) || first.plusMonths(MOST_MONTHS).isBefore(last)) {
            throw Fields.invalid("from", "must be a day before to, and at most " + MOST_MONTHS + " months before it");
        }
        return statements.statement(company, accountId, first, last).stream()
                .map(MonthResponse::of)
                .toList();
    }

    private static LocalDate day(String field, String text) {
        try {
            LocalDate day = LocalDate.parse(text);
            if (day.getYear() >= 1970 && day.getYear() <= 9998) {
                return day;
            }
        } catch (DateTimeException _) {
            // Said below, as for a year that no books have.
        }
        throw Fields.invalid(field, "must be a day such as 2026-11-30");
    }

    @GetMapping("/points-liability")
    @Operation(
            summary = "Get what the company owes in points",
            description = "Over all its accounts of points, at one moment.")
    LiabilityResponse liability(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        Liability now = statements.liability(company);
        return new LiabilityResponse(
                company.id(),
                Amounts.decimal(now.outstanding()),
                Amounts.decimal(now.onCards()),
                Amounts.decimal(now.pending()),
                Amounts.decimal(now.redeemed()),
                Amounts.decimal(now.breakage()),
                Amounts.decimal(now.available()));
    }
}
