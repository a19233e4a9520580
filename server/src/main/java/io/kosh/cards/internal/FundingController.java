package io.kosh.cards.internal;

import io.kosh.cards.internal.Fundings.Funding;
import io.kosh.kernel.Fields;
import io.kosh.ledger.EntryView;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
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

/// Card accounts beyond the documented pages: which there are, and how value gets into them.
@RestController
@RequestMapping("/api/v1/card-accounts")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Card account funding", description = "Native: card accounts, and bringing value into them.")
final class FundingController {
    private final CardAccounts accounts;
    private final Fundings fundings;

    FundingController(CardAccounts accounts, Fundings fundings) {
        this.accounts = accounts;
        this.fundings = fundings;
    }

    /// An account in a list.
    record AccountResponse(
            String cardAccountId,
            String accountType,
            @Schema(description = "POINT or INR") String asset,
            String accountTitle,
            String companyName,
            CardAccountState state,
            Instant createdAt) {
        static AccountResponse of(CardAccount account) {
            return new AccountResponse(
                    account.id(),
                    account.type().name(),
                    account.asset().name(),
                    account.title(),
                    account.companyName(),
                    account.state(),
                    account.createdAt());
        }
    }

    /// Value to bring in.
    record FundRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "5000.50", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal amount,

            @Schema(
                    example = "NEFT-2026-000123",
                    description = "unique among the company's fundings for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reference,

            @Nullable String remarks) {
        FundRequest {
            Amounts.minor("amount", amount);
            Fields.identifier("reference", reference, CardAccountController.LONGEST_ID);
            Fields.optionalText("remarks", remarks, CardAccountController.LONGEST_NAME);
        }
    }

    /// A funding or its reversal.
    record FundingResponse(
            String cardAccountId,
            String reference,
            BigDecimal amount,
            String transferId,
            Instant recordedAt,

            @Schema(description = "what the account can give to cards")
            BigDecimal availableBalance,

            @Schema(description = "whether it stood there already")
            boolean replayed) {
        static FundingResponse of(Funding funding) {
            return new FundingResponse(
                    funding.account().id(),
                    funding.reference(),
                    Amounts.decimal(funding.amount()),
                    Long.toString(funding.transfer()),
                    funding.recordedAt(),
                    Amounts.decimal(funding.available()),
                    funding.replayed());
        }
    }

    /// What happened to a reference.
    enum Happening {
        FUNDED,
        REVERSED
    }

    /// One line of the list of fundings.
    record LineResponse(String reference, Happening what, BigDecimal amount, String transferId, Instant recordedAt) {
        static LineResponse of(EntryView line) {
            return new LineResponse(
                    line.sourceId(),
                    line.debit() > 0 ? Happening.FUNDED : Happening.REVERSED,
                    Amounts.decimal(Math.max(line.debit(), line.credit())),
                    Long.toString(line.transferId()),
                    line.recordedAt());
        }
    }

    @GetMapping
    @Operation(summary = "List card accounts", description = "In the order in which they were opened.")
    Page<AccountResponse> list(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return accounts.list(caller.company(companyId), Page.Request.of(cursor, limit))
                .map(AccountResponse::of);
    }

    @GetMapping("/{cardAccountId}")
    @Operation(summary = "Get a card account", description = "With its figures, as the documented call tells them.")
    CardAccountController.AccountResponse get(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return CardAccountController.AccountResponse.of(company, accounts.overview(company, cardAccountId));
    }

    @PostMapping("/{cardAccountId}/fundings")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Fund a card account",
            description = "Brings value in. The same reference with the same body answers with the first funding; with "
                    + "another body, or for another account, it is answered 409.")
    FundingResponse fund(Caller caller, @PathVariable String cardAccountId, @RequestBody FundRequest request) {
        return FundingResponse.of(fundings.fund(
                caller.company(request.companyId()),
                cardAccountId,
                Amounts.minor("amount", request.amount()),
                Fields.identifier("reference", request.reference(), CardAccountController.LONGEST_ID),
                request.remarks()));
    }

    @GetMapping("/{cardAccountId}/fundings")
    @Operation(summary = "List the fundings of a card account", description = "Newest first, reversals included.")
    Page<LineResponse> fundings(
            Caller caller,
            @PathVariable String cardAccountId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        return fundings.history(caller.company(companyId), cardAccountId, Page.Request.of(cursor, limit))
                .map(LineResponse::of);
    }

    @PostMapping("/{cardAccountId}/fundings/{reference}/reversal")
    @Idempotent
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Reverse a funding",
            description = "Wholly and exactly once: a repetition answers with the first reversal. Refused where the "
                    + "account has less, because it was given to cards.")
    FundingResponse reverse(
            Caller caller,
            @PathVariable String cardAccountId,
            @PathVariable String reference,
            @RequestParam(required = false) @Nullable String companyId) {
        return FundingResponse.of(fundings.reverse(caller.company(companyId), cardAccountId, reference));
    }
}
