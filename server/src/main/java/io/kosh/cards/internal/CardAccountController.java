package io.kosh.cards.internal;

import io.kosh.cards.internal.CardAccounts.Draft;
import io.kosh.cards.internal.CardAccounts.Figures;
import io.kosh.cards.internal.CardAccounts.Overview;
import io.kosh.cards.internal.CardAccounts.WantedIds;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls about card accounts.
@RestController
@RequestMapping(
        path = "/api/v0/partner/enKashCard/cardAccount",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.RESPONSE_CODE)
@Tag(name = "Card accounts", description = "Accounts that a company funds and gives to the cards under them.")
final class CardAccountController {
    static final int LONGEST_ID = 64;
    static final int LONGEST_NAME = 200;

    private final CardAccounts accounts;

    CardAccountController(CardAccounts accounts) {
        this.accounts = accounts;
    }

    /// A new account.
    record CreateRequest(
            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "anay meal", description = "the legal name", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String companyName,

            @Schema(description = "the administrator, a user of the company; absent: a new one") @Nullable
            String userId,

            @Schema(example = "PMGAZ7L5A", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String planMasterId,

            @Schema(
                    example = "anay.nagar+ops@example.com",
                    description = "of the company's administrator",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String email,

            @Schema(
                    example = "9000000003",
                    description = "of the company's administrator",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String mobile,

            @Schema(example = "Rewards", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String accountTitle,

            @Schema(
                    example = "EMPLOYEE_REWARDS",
                    description =
                            "EMPLOYEE_REWARDS, CHANNEL_INCENTIVE and FREEDOM_REWARDS count points, the others rupees",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            AccountType accountType) {
        CreateRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("companyName", companyName, LONGEST_NAME);
            Fields.optionalText("userId", userId, LONGEST_ID);
            Fields.identifier("planMasterId", planMasterId, LONGEST_ID);
            Holder.email("email", email);
            Holder.mobile("mobile", mobile);
            Fields.text("accountTitle", accountTitle, LONGEST_NAME);
            Fields.present("accountType", accountType);
        }

        Draft draft(@Nullable String partnerId) {
            return new Draft(
                    Fields.present("accountType", accountType),
                    Fields.text("accountTitle", accountTitle, LONGEST_NAME),
                    Fields.text("companyName", companyName, LONGEST_NAME),
                    Fields.identifier("planMasterId", planMasterId, LONGEST_ID),
                    Holder.email("email", email),
                    Holder.mobile("mobile", mobile),
                    userId,
                    partnerId);
        }

        @Override
        public String toString() {
            return "a new card account";
        }
    }

    /// Which account.
    record GetRequest(
            @Schema(example = "CAQL8YCV3", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId) {
        GetRequest {
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("companyId", companyId, LONGEST_ID);
        }
    }

    /// An account with its figures.
    record AccountResponse(
            @Schema(example = "CAVBMRFE8") String cardAccountId,
            @Schema(example = "CEK7T1WMC6") String companyId,
            @Schema(example = "Example Traders") String companyName,
            @Schema(example = "EMPLOYEE_REWARDS") AccountType accountType,
            @Schema(example = "Rewards") String accountTitle,

            @Schema(example = "0", description = "0: an account is funded before it gives")
            BigDecimal creditLimit,

            @Schema(example = "0") BigDecimal dynamicLimit,

            @Schema(example = "-990553.44", description = "what is available and what is on the cards, negative")
            BigDecimal usedCreditLimit,

            @Schema(example = "898138", description = "what can be given to cards")
            BigDecimal availableBalance,

            @Schema(example = "92415.44", description = "what holders can spend")
            BigDecimal availableCardBalance,

            @Schema(description = "the administrator's card; null where there is none") @Nullable
            PrimaryCard primaryEnKashCard,

            @Schema(description = "in every state") long totalCards,
            long activeCards,

            @Schema(description = "all that was moved from the account to cards, whether or not some came back")
            BigDecimal totalAllocationPoint,

            @Schema(description = "all that holders spent") BigDecimal totalRedemptionPoint,

            @Schema(description = "since the first day of the month in India")
            BigDecimal currentMonthAllocationPoint,

            BigDecimal currentMonthRedemptionPoint) {
        static AccountResponse of(CompanyRef company, Overview overview) {
            CardAccount account = overview.account();
            Figures figures = overview.figures();
            return new AccountResponse(
                    account.id(),
                    company.id(),
                    account.companyName(),
                    account.type(),
                    account.title(),
                    BigDecimal.ZERO,
                    BigDecimal.ZERO,
                    Amounts.decimal(figures.usedCredit()),
                    Amounts.decimal(figures.available()),
                    Amounts.decimal(figures.onCards()),
                    PrimaryCard.of(overview.primary()),
                    figures.cards().all(),
                    figures.cards().active(),
                    Amounts.decimal(figures.allocated()),
                    Amounts.decimal(figures.redeemed()),
                    Amounts.decimal(figures.monthAllocated()),
                    Amounts.decimal(figures.monthRedeemed()));
        }
    }

    /// The administrator's card. A card without a number ends in no month.
    record PrimaryCard(
            @Schema(example = "EKCQMY9BQ0") String enKashCardId,
            @Schema(example = "EK8IHN4B") String userId,
            @Schema(example = "CAVBMRFE8") String cardAccountId,
            @Schema(example = "30acb157bcea5ae6d3b9") String token,
            @Schema(example = "XXXX XXXX XXXX 8867") String maskedNumber,
            @Schema(example = "") String expiryMonth,
            @Schema(example = "") String expiryYear) {
        static @Nullable PrimaryCard of(@Nullable Card card) {
            return card == null
                    ? null
                    : new PrimaryCard(
                            card.id(),
                            card.userId(),
                            card.account().id(),
                            card.token(),
                            card.maskedNumber(),
                            card.expiryMonth(),
                            card.expiryYear());
        }
    }

    @PostMapping("/create")
    @Idempotent
    @Operation(
            summary = "Create Card Account",
            description =
                    "Opens an account of one type. An account of points gets the administrator's card, its primary "
                            + "one, at once; an account of rupees has none until a card is made under it.")
    AccountResponse create(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody CreateRequest request) {
        CompanyRef company = caller.requiredCompany(request.companyId());
        Draft draft = request.draft(PartnerHeader.read(partnerId));
        return AccountResponse.of(company, accounts.create(company, draft, WantedIds.NONE));
    }

    @PostMapping("/get")
    @Operation(
            summary = "Get Reward Account Details",
            description = "Balances and totals of an account, each derived from its ledger; months begin in India."
                    + " Also known as Get Card Account Details, Reward Get Card Account Details.")
    AccountResponse get(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody GetRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        String accountId = Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID);
        return AccountResponse.of(company, accounts.overview(company, accountId));
    }
}
