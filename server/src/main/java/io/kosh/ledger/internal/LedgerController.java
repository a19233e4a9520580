package io.kosh.ledger.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.ledger.AccountView;
import io.kosh.ledger.AuditReport;
import io.kosh.ledger.EntryView;
import io.kosh.ledger.SourceKey;
import io.kosh.ledger.TransferView;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.Envelope;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Reads the books over HTTP.
@RestController
@RequestMapping("/api/v1/ledger")
@RouteFamily(value = Envelope.NATIVE, access = Access.COMPANY_OR_OPERATOR)
@Tag(name = "Ledger", description = "The double-entry books: accounts, lines, transfers, audit.")
final class LedgerController {
    private final JournalStore journal;
    private final PostgresLedger ledger;
    private final Audits audits;
    private final CompanyRegistry companies;
    private final Database database;
    private final BusinessClock clock;

    LedgerController(
            JournalStore journal,
            PostgresLedger ledger,
            Audits audits,
            CompanyRegistry companies,
            Database database,
            BusinessClock clock) {
        this.journal = journal;
        this.ledger = ledger;
        this.audits = audits;
        this.companies = companies;
        this.database = database;
        this.clock = clock;
    }

    /// An account as it is now.
    record AccountResponse(
            String accountId,
            String account,
            long owner,
            String asset,
            int decimals,
            String normalSide,
            long postedDebits,
            long postedCredits,
            long pendingDebits,
            long pendingCredits,
            long balance,
            long available,
            long version,
            @Nullable Instant lastRecordedAt) {
        static AccountResponse of(AccountView view) {
            return new AccountResponse(
                    Long.toString(view.id()),
                    view.kind(),
                    view.owner(),
                    view.asset().name(),
                    view.asset().decimals(),
                    view.normal().name(),
                    view.postedDebits(),
                    view.postedCredits(),
                    view.pendingDebits(),
                    view.pendingCredits(),
                    view.balance(),
                    view.available(),
                    view.version(),
                    view.lastRecordedAt());
        }
    }

    /// An account as it was: its posted balance after the last line recorded by the moment.
    record PastAccountResponse(
            String accountId,
            Instant at,
            long balance,
            long version,
            @Nullable Instant lastRecordedAt) {}

    /// One line of a book.
    record EntryResponse(
            String transferId,
            String accountId,
            String account,
            long version,
            String side,
            long debit,
            long credit,
            long pending,
            long balance,
            Instant recordedAt,
            String template,
            String sourceKind,
            String sourceId) {
        static EntryResponse of(EntryView view) {
            return new EntryResponse(
                    Long.toString(view.transferId()),
                    Long.toString(view.accountId()),
                    view.account(),
                    view.version(),
                    view.side().name(),
                    view.debit(),
                    view.credit(),
                    view.pending(),
                    view.balance(),
                    view.recordedAt(),
                    view.template(),
                    view.sourceKind(),
                    view.sourceId());
        }
    }

    /// A transfer with its lines, debits first.
    record TransferResponse(
            String transferId,
            String template,
            String phase,
            String sourceKind,
            String sourceId,
            Map<String, String> detail,
            @Nullable String relatesTo,
            Instant recordedAt,
            List<EntryResponse> entries) {
        static TransferResponse of(TransferView view) {
            return new TransferResponse(
                    Long.toString(view.id()),
                    view.template(),
                    view.phase().name(),
                    view.sourceKind(),
                    view.sourceId(),
                    view.detail(),
                    view.relatesTo() == null ? null : Long.toString(view.relatesTo()),
                    view.recordedAt(),
                    view.entries().stream().map(EntryResponse::of).toList());
        }
    }

    @GetMapping("/accounts")
    @Operation(
            summary = "List accounts",
            description = "A company's accounts with their six numbers, in minor units, oldest first.")
    Page<AccountResponse> accounts(
            Caller caller,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String account,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        CompanyRef company = caller.company(companyId);
        Page.Request page = Page.Request.of(cursor, limit);
        String kind = Fields.optionalText("account", account, 64);
        List<AccountView> found = database.inCompany(
                company.key(), () -> journal.accounts(company.key(), kind, page, clock.today(company.key())));
        return Page.of(found, page, AccountView::id).map(AccountResponse::of);
    }

    @GetMapping("/accounts/{accountId}")
    @Operation(summary = "Get an account", description = "Its six numbers now.")
    AccountResponse account(
            Caller caller, @PathVariable String accountId, @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        return database.inCompany(company.key(), () -> AccountResponse.of(existing(company, accountId)));
    }

    @GetMapping("/accounts/{accountId}/balance")
    @Operation(
            summary = "Get a balance as of a moment",
            description = "The posted balance after the last line that was recorded by `at` (ISO 8601, business time).")
    PastAccountResponse balanceAt(
            Caller caller,
            @PathVariable String accountId,
            @RequestParam String at,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        Instant moment = moment(at);
        return database.inCompany(company.key(), () -> {
            AccountView account = existing(company, accountId);
            EntryView line = journal.lineAt(company.key(), account.id(), moment);
            return line == null
                    ? new PastAccountResponse(accountId, moment, 0, 0, null)
                    : new PastAccountResponse(accountId, moment, line.balance(), line.version(), line.recordedAt());
        });
    }

    @GetMapping("/accounts/{accountId}/entries")
    @Operation(summary = "List an account's lines", description = "Newest first, each with the balance after it.")
    Page<EntryResponse> entries(
            Caller caller,
            @PathVariable String accountId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        CompanyRef company = caller.company(companyId);
        Page.Request page = Page.Request.of(cursor, limit);
        Page<EntryView> views = database.inCompany(
                company.key(),
                () -> journal.entries(
                        company.key(), existing(company, accountId).id(), page));
        return views.map(EntryResponse::of);
    }

    @GetMapping("/transfers")
    @Operation(
            summary = "Find the journal of a call",
            description = "The transfer that came from a source, with both sides: for example sourceKind "
                    + "`coins.allocate` and the requestId of the allocation as sourceId. Empty where there is none.")
    Page<TransferResponse> transfers(
            Caller caller,
            @RequestParam String sourceKind,
            @RequestParam String sourceId,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        SourceKey source =
                new SourceKey(Fields.text("sourceKind", sourceKind, 64), Fields.text("sourceId", sourceId, 256));
        TransferView found = database.inCompany(company.key(), () -> ledger.transfer(company.key(), source));
        return new Page<>(found == null ? List.of() : List.of(TransferResponse.of(found)), null);
    }

    @GetMapping("/transfers/{transferId}")
    @Operation(summary = "Get a transfer", description = "With its lines, debits first.")
    TransferResponse transfer(
            Caller caller,
            @PathVariable String transferId,
            @RequestParam(required = false) @Nullable String companyId) {
        CompanyRef company = caller.company(companyId);
        TransferView found = database.inCompany(
                company.key(), () -> journal.transfer(company.key(), number(transferId, LedgerError.TRANSFER_UNKNOWN)));
        if (found == null) {
            throw Refusal.of(LedgerError.TRANSFER_UNKNOWN, "there is no such transfer");
        }
        return TransferResponse.of(found);
    }

    @GetMapping("/audit")
    @Operation(
            summary = "Audit the books",
            description = "Recomputes every balance from the entries and checks that each asset of each company sums "
                    + "to zero and that versions have no gaps. A company audits its own books; an operator names a "
                    + "company or audits all.")
    AuditReport audit(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return audits.audit(
                caller.operator() && companyId == null ? companies.all() : List.of(caller.company(companyId)));
    }

    private AccountView existing(CompanyRef company, String accountId) {
        long id = number(accountId, LedgerError.ACCOUNT_UNKNOWN);
        AccountView found = journal.account(company.key(), id, clock.today(company.key()));
        if (found == null) {
            throw Refusal.of(LedgerError.ACCOUNT_UNKNOWN, "there is no such account");
        }
        return found;
    }

    private static long number(String id, LedgerError unknown) {
        try {
            return Long.parseLong(id);
        } catch (NumberFormatException _) {
            throw Refusal.of(unknown, unknown.meaning());
        }
    }

    private static Instant moment(String at) {
        try {
            return SqlTimes.asked("at", Instant.parse(at));
        } catch (DateTimeParseException _) {
            throw Fields.invalid("at", "must be a moment such as 2026-11-22T10:15:30Z");
        }
    }
}
