package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.kosh.cards.internal.CardAccounts.Overview;
import io.kosh.cards.internal.CardSearches.Filled;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// What is on a card and in its account.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Cards", description = "Cards of an account, their holders and movements.")
final class CardBalanceController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    private final CardAccounts accounts;
    private final CardSearches searches;

    CardBalanceController(CardAccounts accounts, CardSearches searches) {
        this.accounts = accounts;
        this.searches = searches;
    }

    /// Which card, or which account.
    record BalanceRequest(
            @Schema(example = "CEKEP5GSGP", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CABFIPS", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "EKCMB7KAEW", description = "absent: only the account's balances are told")
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId) {
        BalanceRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.optionalText("enKashCardId", enKashCardId, LONGEST_ID);
        }
    }

    /// What can be spent, and what can still be given to cards.
    record BalanceResponse(
            @Schema(example = "CABFIPS") String cardAccountId,
            @Schema(example = "CEKEP5GSGP") String companyId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "EKCMB7KAEW") @Nullable
            String enKashCardId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "2004 01XX XXXX XX87") @Nullable
            String maskedNumber,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(example = "110", description = "what is on the card and not held")
            @Nullable
            BigDecimal otbBalance,

            @Schema(example = "99890", description = "what the account can give to cards")
            BigDecimal availableBalance,

            @Schema(example = "110", description = "what is on all cards of the account")
            BigDecimal availableCardBalance) {}

    @PostMapping(
            path = "/api/v0/partner/enKashCard/card-balance",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Get Card Balance",
            description = "What the holder of a card can spend, and what is in its account.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "path-only")))
    BalanceResponse balance(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody BalanceRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        String accountId = Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID);
        String cardId = request.enKashCardId();
        Filled card = cardId == null
                ? null
                : searches.cards(company, accountId, cardId, new CardSearches.Part(0, 1))
                        .items()
                        .getFirst();
        Overview account = accounts.overview(company, accountId);
        return new BalanceResponse(
                accountId,
                company.id(),
                card == null ? null : card.card().id(),
                card == null ? null : card.card().maskedNumber(),
                card == null ? null : Amounts.decimal(card.available()),
                Amounts.decimal(account.figures().available()),
                Amounts.decimal(account.figures().onCards()));
    }
}
