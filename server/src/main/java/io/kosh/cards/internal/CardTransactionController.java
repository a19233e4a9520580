package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.CardAuthorizations;
import io.kosh.cards.internal.CardSearches.Found;
import io.kosh.cards.internal.CardSearches.Named;
import io.kosh.cards.internal.CardSearches.Scope;
import io.kosh.cards.internal.CardTransactionStore.Filter;
import io.kosh.cards.internal.PointController.Direction;
import io.kosh.kernel.Fields;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.SqlTimes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented search for movements on cards.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Cards", description = "Cards of an account, their holders and movements.")
final class CardTransactionController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    /// A purchase's reference is its source.
    private static final int LONGEST_REFERENCE = CardAuthorizations.LONGEST_SOURCE;

    private static final int MOST_NAMES = 1000;
    private static final String POSTED = "CREATED";

    private final CardSearches searches;

    CardTransactionController(CardSearches searches) {
        this.searches = searches;
    }

    /// Which movements. The pages mark a card and a reference as required, and show the same call as a list without
    /// them: each of them only narrows.
    record AllRequest(
            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CAQL8YCV3", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "EKC9MKS5RM") @Nullable @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(example = "Example Rewards") @Nullable String companyName,

            @Schema(example = "Test", description = "a part of the holder's name") @Nullable
            String cardHolderName,

            @Schema(example = "EKPDC37K") @Nullable String userId,

            @Schema(example = "CREATED", description = "CREATED: every movement that stands") @Nullable
            String status,

            @Nullable List<String> enKashTransactionIds,
            @Nullable String enKashTransactionId,

            @Schema(example = "CR", description = "from the side of the card") @Nullable
            Direction cardTransactionType,

            @Schema(example = "0") @Nullable BigDecimal amountFrom,
            @Schema(example = "1000") @Nullable BigDecimal amountTo,
            @Nullable List<String> pgReferenceNumbers,

            @Schema(example = "SEED-1", description = "the reference that was sent with the movement") @Nullable
            String pgReferenceNumber,

            @Schema(example = "2025-01-24T08:47:01.505Z", description = "an instant, or a day in India") @Nullable
            String txnDateFrom,

            @Schema(description = "an instant, or a day in India, which is included") @Nullable
            String txnDateTo) {
        AllRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.optionalText("enKashCardId", enKashCardId, LONGEST_ID);
            Fields.optionalText("companyName", companyName, CardAccountController.LONGEST_NAME);
            Fields.optionalText("cardHolderName", cardHolderName, CardAccountController.LONGEST_NAME);
            Fields.optionalText("userId", userId, LONGEST_ID);
            Fields.optionalText("status", status, LONGEST_ID);
            names("enKashTransactionId", enKashTransactionIds, enKashTransactionId, LONGEST_ID);
            names("pgReferenceNumber", pgReferenceNumbers, pgReferenceNumber, LONGEST_REFERENCE);
            Amounts.optionalBound("amountFrom", amountFrom);
            Amounts.optionalBound("amountTo", amountTo);
            moment("txnDateFrom", txnDateFrom, 0);
            moment("txnDateTo", txnDateTo, 1);
        }

        /// What the two fields of one thing name together; null where neither says anything.
        ///
        /// @param one how the field of one is called; that of many has an s more
        private static @Nullable List<String> names(
                String one, @Nullable List<String> listed, @Nullable String single, int longest) {
            if ((listed == null || listed.isEmpty()) && single == null) {
                return null;
            }
            List<String> names = new ArrayList<>();
            if (listed != null) {
                String many = one + 's';
                for (String each : Fields.items(many, listed, 0, MOST_NAMES)) {
                    names.add(Fields.text(many, each, longest));
                }
            }
            if (single != null) {
                names.add(Fields.text(one, single, longest));
            }
            return names;
        }

        /// @param days how many days after the day that was named; an instant is taken as it is
        private static @Nullable Instant moment(String field, @Nullable String value, int days) {
            if (value == null) {
                return null;
            }
            String text = Fields.text(field, value, LONGEST_ID);
            try {
                Instant moment = text.length() == "2025-01-24".length()
                        ? LocalDate.parse(text)
                                .plusDays(days)
                                .atStartOfDay(BusinessClock.ZONE)
                                .toInstant()
                                .minusNanos(days * 1000L)
                        : OffsetDateTime.parse(text).toInstant();
                return SqlTimes.asked(field, moment);
            } catch (DateTimeException _) {
                throw Fields.invalid(field, "must be an instant such as 2025-01-24T08:47:01.505Z or a day");
            }
        }

        private @Nullable List<Long> transfers() {
            List<String> ids = names("enKashTransactionId", enKashTransactionIds, enKashTransactionId, LONGEST_ID);
            if (ids == null) {
                return null;
            }
            List<Long> transfers = new ArrayList<>();
            for (String id : ids) {
                Long transfer = CardTransaction.transfer(id);
                if (transfer != null) {
                    transfers.add(transfer);
                }
            }
            return transfers;
        }

        /// Null where nothing can be found.
        @Nullable
        Filter filter(Scope scope) {
            if (!wants(scope.account())) {
                return null;
            }
            return new Filter(
                    scope.account().key(),
                    scope.card(),
                    names("pgReferenceNumber", pgReferenceNumbers, pgReferenceNumber, LONGEST_REFERENCE),
                    transfers(),
                    userId,
                    cardHolderName,
                    cardTransactionType == null ? null : cardTransactionType == Direction.CR,
                    Amounts.optionalBound("amountFrom", amountFrom),
                    Amounts.optionalBound("amountTo", amountTo),
                    moment("txnDateFrom", txnDateFrom, 0),
                    moment("txnDateTo", txnDateTo, 1));
        }

        /// Whether the account and the state of every movement are those that were asked for.
        private boolean wants(CardAccount account) {
            return (companyName == null || companyName.equalsIgnoreCase(account.companyName()))
                    && (status == null || status.equals(POSTED));
        }
    }

    /// The movements found.
    ///
    /// @param recordsCount how many there are in all
    record AllResponse(long recordsCount, List<TransactionResponse> data) {
        static AllResponse of(CompanyRef company, Found<Named> found) {
            return new AllResponse(
                    found.count(),
                    found.items().stream()
                            .map(named -> TransactionResponse.of(company, found.account(), named))
                            .toList());
        }
    }

    /// A movement.
    record TransactionResponse(
            @Schema(example = "ECTRSZJ8CRJ2E") String enKashTransactionId,
            @Schema(example = "ECTRSZJ8CRJ2E") String enkashCardTxnId,
            @Schema(example = "TEST234236") String pgReferenceNumber,
            @Schema(example = "EKC9MKS5RM") String enKashCardId,
            String cardAccountId,
            String companyId,
            String companyName,
            @Schema(example = "EKPDC37K") String userId,
            @Schema(example = "johny bateman") String cardHolderName,
            String maskedNumber,
            @Schema(example = "CR") Direction cardTransactionType,
            @Schema(example = "ALLOCATE_POINT") String type,
            @Schema(example = "ALLOCATION") String transactionCode,
            @Schema(example = "11") BigDecimal amount,

            @Schema(example = "11", description = "what was on the card after it")
            BigDecimal otbBalance,

            @Schema(example = "CREATED") String status,
            @Nullable String remarks,
            Instant txnDate) {
        static TransactionResponse of(CompanyRef company, CardAccount account, Named named) {
            CardTransaction done = named.done();
            Card card = done.card();
            return new TransactionResponse(
                    done.id(),
                    done.id(),
                    done.reference(),
                    card.id(),
                    account.id(),
                    company.id(),
                    account.companyName(),
                    card.userId(),
                    named.holder(),
                    card.maskedNumber(),
                    done.credit() ? Direction.CR : Direction.DR,
                    done.type().name(),
                    done.code(),
                    Amounts.decimal(done.amount()),
                    Amounts.decimal(done.cardBalance()),
                    POSTED,
                    done.remarks(),
                    done.recordedAt());
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard/transaction/all",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Get Reward Transaction Details",
            description = "The movements of an account's cards, newest first, or one by its reference."
                    + " Also known as Get Incentive Transaction details, Get Transaction Details, Get All "
                    + "Transaction details, Get Card Transactions.")
    AllResponse all(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestParam(required = false) @Nullable Long offset,
            @RequestParam(required = false) @Nullable Long limit,
            @RequestBody AllRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        Found<Named> found = searches.transactions(
                company,
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                request.enKashCardId(),
                request::filter,
                CardSearchController.part(offset, limit));
        return AllResponse.of(company, found);
    }
}
