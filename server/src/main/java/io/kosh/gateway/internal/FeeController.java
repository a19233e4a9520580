package io.kosh.gateway.internal;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.FeeStore.Made;
import io.kosh.gateway.internal.FeeStore.Rule;
import io.kosh.gateway.internal.FeeStore.Tax;
import io.kosh.gateway.internal.FeeTable.Price;
import io.kosh.gateway.internal.FeeTable.Sort;
import io.kosh.kernel.Fields;
import io.kosh.kernel.Hundredths;
import io.kosh.kernel.Rate;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// What payments cost, by rules with days.
@RestController
@RequestMapping("/api/v1/gateway")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Payment gateway: settings")
final class FeeController {
    private static final int LONGEST_QUALIFIER = 32;
    private static final int LONGEST_SOURCE = 200;
    private static final BigDecimal MOST_PER_CENT = BigDecimal.valueOf(100);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final Fees fees;

    FeeController(Fees fees) {
        this.fees = fees;
    }

    /// A further rule.
    record FeeRequest(
            @Schema(
                    example = "SC",
                    description = "SC surcharge and CF convenience fee are paid by payers on top; PF, paid by the"
                            + " merchant, is set by operators",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Sort sort,

            @Schema(example = "CREDIT_CARD", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            PaymentMode mode,

            @Schema(example = "VISA", description = "a bank, a wallet, a card scheme or an acquirer; absent: all")
            @Nullable
            String qualifier,

            @Schema(example = "1.5", description = "of the amount; absent: nothing") @Nullable
            BigDecimal percent,

            @Schema(example = "2.00", description = "rupees; absent: nothing") @Nullable
            BigDecimal fixed,

            @Schema(example = "100.00", description = "rupees that both together are at most; absent: no cap") @Nullable
            BigDecimal cap,

            @Schema(example = "2026-12-01", description = "absent: today") @Nullable
            LocalDate validFrom,

            @Schema(example = "2027-11-30", description = "the last day; absent: no end") @Nullable
            LocalDate validUntil,

            @Schema(
                    example = "letter of 20 November 2026",
                    description = "where it stands",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String source) {
        FeeRequest {
            Fields.present("sort", sort);
            Fields.present("mode", mode);
            if (qualifier != null) {
                Fields.identifier("qualifier", qualifier, LONGEST_QUALIFIER);
            }
            Fields.text("source", source, LONGEST_SOURCE);
        }

        Rule rule(LocalDate today) {
            LocalDate from = day("validFrom", validFrom == null ? today : validFrom);
            LocalDate until = validUntil == null ? null : day("validUntil", validUntil);
            if (until != null && until.isBefore(from)) {
                throw Fields.invalid("validUntil", "must not lie before validFrom");
            }
            return new Rule(
                    new FeeTable.Key(
                            Fields.present("sort", sort),
                            Fields.present("mode", mode),
                            qualifier == null ? FeeTable.DEFAULT : qualifier),
                    new Price(
                            rate(percent == null ? BigDecimal.ZERO : percent),
                            fixed == null ? 0 : rupees("fixed", fixed),
                            cap == null ? null : rupees("cap", cap)),
                    from,
                    until,
                    Fields.present("source", source));
        }

        private static long rupees(String field, BigDecimal rupees) {
            return Hundredths.of(field, rupees, BigDecimal.ZERO, Hundredths.MOST);
        }
    }

    private static Rate rate(BigDecimal percent) {
        return new Rate(Math.toIntExact(Hundredths.of("percent", percent, BigDecimal.ZERO, MOST_PER_CENT)));
    }

    private static LocalDate day(String field, LocalDate day) {
        if (day.isBefore(LocalDate.EPOCH) || day.isAfter(LAST_DAY)) {
            throw Fields.invalid(field, "must lie between the years 1970 and 9999");
        }
        return day;
    }

    record FeeResponse(
            @Schema(example = "1") long number,
            @Schema(example = "SC_CC_VISA") String key,
            @Schema(example = "SC") Sort sort,
            @Schema(example = "CREDIT_CARD") PaymentMode mode,
            @Schema(example = "VISA") String qualifier,
            @Schema(example = "1.5") BigDecimal percent,
            @Schema(example = "2.00") BigDecimal fixed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "100.00") @Nullable
            BigDecimal cap,

            @Schema(example = "2026-12-01") LocalDate validFrom,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "2027-11-30") @Nullable
            LocalDate validUntil,

            @Schema(example = "letter of 20 November 2026") String source,
            @Schema(example = "2026-11-22T15:30:00Z") Instant madeAt,
            @Schema(example = "9000000001") String madeBy) {
        static FeeResponse of(Made made) {
            Rule rule = made.rule();
            FeeTable.Key key = rule.key();
            Price price = rule.price();
            return new FeeResponse(
                    made.number(),
                    key.toString(),
                    key.sort(),
                    key.mode(),
                    key.qualifier(),
                    Hundredths.shortest(price.rate().basisPoints()),
                    Hundredths.full(price.fixed()),
                    full(price.cap()),
                    rule.from(),
                    rule.until(),
                    rule.source(),
                    made.at(),
                    made.by());
        }
    }

    /// What one key costs on a day.
    record PriceResponse(
            @Schema(example = "SC_CC_VISA") String key,
            @Schema(example = "1.5") BigDecimal percent,
            @Schema(example = "2.00") BigDecimal fixed,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "100.00") @Nullable
            BigDecimal cap) {}

    /// What counts on a day, the usual fees among it.
    ///
    /// @param surcharges rupees by key; null where no amount was asked about
    record TableResponse(
            @Schema(example = "2026-12-01") LocalDate day,
            @Schema(example = "18") String gstPercent,
            List<PriceResponse> fees,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "{\"SC_CC_VISA\": \"17.00\"}") @Nullable
            Map<String, String> surcharges) {
        static TableResponse of(LocalDate day, FeeTable table, @Nullable Map<String, String> surcharges) {
            return new TableResponse(
                    day,
                    table.gst().perCent(),
                    table.rules().entrySet().stream()
                            .map(rule -> new PriceResponse(
                                    rule.getKey().toString(),
                                    Hundredths.shortest(rule.getValue().rate().basisPoints()),
                                    Hundredths.full(rule.getValue().fixed()),
                                    full(rule.getValue().cap())))
                            .sorted(Comparator.comparing(PriceResponse::key))
                            .toList(),
                    surcharges == null ? null : new TreeMap<>(surcharges));
        }
    }

    private static @Nullable BigDecimal full(@Nullable Long minor) {
        return minor == null ? null : Hundredths.full(minor);
    }

    /// A rate of the tax.
    record TaxRequest(
            @Schema(example = "18", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal percent,

            @Schema(example = "2027-04-01", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            LocalDate validFrom,

            @Schema(example = "Notification 11/2017 - Central Tax (Rate)", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String source) {
        TaxRequest {
            Fields.present("percent", percent);
            Fields.present("validFrom", validFrom);
            Fields.text("source", source, LONGEST_SOURCE);
        }

        Tax tax() {
            return new Tax(
                    day("validFrom", Fields.present("validFrom", validFrom)),
                    rate(Fields.present("percent", percent)),
                    Fields.present("source", source));
        }
    }

    record TaxResponse(
            @Schema(example = "18") BigDecimal percent,
            @Schema(example = "2017-07-01") LocalDate validFrom,

            @Schema(example = "Notification 11/2017 - Central Tax (Rate)")
            String source) {
        static TaxResponse of(Tax tax) {
            return new TaxResponse(Hundredths.shortest(tax.rate().basisPoints()), tax.from(), tax.source());
        }
    }

    @GetMapping("/fees")
    @Operation(summary = "List a company's rules of fees", description = "Every rule that was ever made, newest first.")
    Page<FeeResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return fees.list(caller.company(companyId), Page.Request.of(cursor, limit))
                .map(FeeResponse::of);
    }

    @PostMapping("/fees")
    @ResponseStatus(HttpStatus.CREATED)
    @Idempotent
    @Operation(
            summary = "Add a rule of fees",
            description =
                    "Counts from its first day on instead of earlier rules of the same key. For each sort the rule"
                            + " of the bank, wallet or scheme counts before that of the acquirer, and that before DEFAULT; a"
                            + " rule that says 0 counts.")
    FeeResponse add(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestBody FeeRequest request) {
        CompanyRef company = caller.company(companyId);
        return FeeResponse.of(fees.add(company, request.rule(fees.today(company.key())), caller));
    }

    @GetMapping("/fee-table")
    @Operation(summary = "Get what counts on a day", description = "The company's rules and the usual ones below them.")
    TableResponse table(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @Schema(description = "absent: today") @RequestParam(required = false) @Nullable LocalDate day,
            @Schema(description = "rupees to compute surcharges for") @RequestParam(required = false) @Nullable
                    BigDecimal amount) {
        CompanyRef company = caller.company(companyId);
        LocalDate asked = day("day", day == null ? fees.today(company.key()) : day);
        FeeTable table = fees.table(company.key(), asked);
        return TableResponse.of(
                asked, table, amount == null ? null : table.surcharges(FeeRequest.rupees("amount", amount)));
    }

    @GetMapping("/tax-rates")
    @Operation(summary = "List the rates of the tax on fees", description = "Of all companies, the latest first.")
    List<TaxResponse> taxes() {
        return fees.taxes().stream().map(TaxResponse::of).toList();
    }

    @PostMapping("/tax-rates")
    @ResponseStatus(HttpStatus.CREATED)
    @RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
    @Operation(summary = "Add a rate of the tax", description = "For all companies, from a day to come.")
    TaxResponse addTax(@RequestBody TaxRequest request) {
        Tax tax = request.tax();
        fees.add(tax);
        return TaxResponse.of(tax);
    }
}
