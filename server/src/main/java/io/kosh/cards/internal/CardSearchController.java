package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.kosh.cards.internal.CardSearches.Filled;
import io.kosh.cards.internal.CardSearches.Found;
import io.kosh.cards.internal.CardSearches.Part;
import io.kosh.kernel.Fields;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented search for the cards, and so the users, of an account. Two pages show this path, one with each
/// spelling of the envelope, one with a card as payload and one with a list: the answer is both.
@RestController
@RouteFamily(Envelope.CARD_EITHER)
@Tag(name = "Cards", description = "Cards of an account, their holders and movements.")
final class CardSearchController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    private final CardSearches searches;

    CardSearchController(CardSearches searches) {
        this.searches = searches;
    }

    /// Which cards.
    record SearchRequest(
            @Schema(example = "CAQL8YCV3", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String cardAccountId,

            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "EKC9MKS5RM", description = "one card; absent: all of the account")
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId) {
        SearchRequest {
            Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.optionalText("enKashCardId", enKashCardId, LONGEST_ID);
        }
    }

    /// The cards found. Where it is one, the fields that the page of a single card shows stand beside the list.
    ///
    /// @param recordsCount how many there are in all
    record SearchResponse(
            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "EKC9MKS5RM") @Nullable
            String enKashCardId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "EKPDC37K") @Nullable
            String userId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "CAQL8YCV3") @Nullable
            String cardAccountId,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "1cfc6f4d558064eb6a20") @Nullable
            String token,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Schema(example = "XXXX XXXX XXXX 8889") @Nullable
            String maskedNumber,

            @Schema(example = "1") long recordsCount,
            List<CardResponse> data) {
        static SearchResponse of(Found<Filled> found) {
            List<CardResponse> data =
                    found.items().stream().map(CardResponse::of).toList();
            if (found.count() != 1 || data.size() != 1) {
                return new SearchResponse(null, null, null, null, null, found.count(), data);
            }
            CardResponse one = data.getFirst();
            return new SearchResponse(
                    one.enKashCardId(),
                    one.userId(),
                    one.cardAccountId(),
                    one.token(),
                    one.maskedNumber(),
                    found.count(),
                    data);
        }
    }

    /// A card with its holder. A card without a number ends in no month, and its holder passes no gate.
    record CardResponse(
            @Schema(example = "EKC9MKS5RM") String enKashCardId,
            @Schema(example = "EKPDC37K") String userId,
            @Schema(example = "CAQL8YCV3") String cardAccountId,
            @Schema(example = "1cfc6f4d558064eb6a20") String token,
            @Schema(example = "XXXX XXXX XXXX 8889") String maskedNumber,
            @Schema(example = "") String expiryMonth,
            @Schema(example = "") String expiryYear,

            @Schema(example = "test@example.com") @Nullable String email,

            @Schema(example = "6667778889") @Nullable String mobile,

            @Schema(example = "Mr") @Nullable String title,
            @Schema(example = "Test") @Nullable String firstName,
            @Schema(example = "M") @Nullable String gender,

            @Schema(example = "0", description = "what the holder can spend")
            BigDecimal otbBalance,

            boolean primaryEnKashCard,
            Status cardStatus,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(example = "MIN_KYC", description = "PENDING, MIN_KYC or FULL_KYC")
            @Nullable
            String kycStatus,

            @JsonInclude(JsonInclude.Include.NON_NULL)
            @Schema(description = "where the holder accepts the latest terms; only where that is to be done")
            @Nullable
            String partnerTncUrl) {
        static CardResponse of(Filled filled) {
            Card card = filled.card();
            Holder holder = card.holder();
            return new CardResponse(
                    card.id(),
                    card.userId(),
                    card.account().id(),
                    card.token(),
                    card.maskedNumber(),
                    card.expiryMonth(),
                    card.expiryYear(),
                    holder.email(),
                    holder.mobile(),
                    holder.title(),
                    holder.firstName(),
                    holder.gender(),
                    Amounts.decimal(filled.available()),
                    card.administrator(),
                    new Status(card.state().code(), card.state().label()),
                    card.hasNumber() ? card.gates().kyc().status() : null,
                    filled.termsUrl());
        }
    }

    /// The state of a card.
    record Status(
            @Schema(example = "UL", description = "AP, UL, L or BL")
            String name,

            @Schema(example = "Active") String label) {}

    @PostMapping(
            path = "/api/v0/partner/enKashCard/search",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Get User Details, Get User Card Details",
            description =
                    "The cards of an account with their holders, oldest first, or one card. Where one card is found, "
                            + "its fields stand in the payload, too."
                            + " Also known as Get Card Details, Search Cards, List Users Details, Incentive Get "
                            + "User Details.")
    SearchResponse search(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestParam(required = false) @Nullable Long offset,
            @RequestParam(required = false) @Nullable Long limit,
            @RequestBody SearchRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        return SearchResponse.of(searches.cards(
                company,
                Fields.text("cardAccountId", request.cardAccountId(), LONGEST_ID),
                request.enKashCardId(),
                part(offset, limit)));
    }

    /// Which part of a list is wanted; all of a usual account where nothing is said.
    static Part part(@Nullable Long offset, @Nullable Long limit) {
        Long first = Fields.optionalInteger("offset", offset, 0, 10_000_000);
        Long most = Fields.optionalInteger("limit", limit, 1, 1000);
        return new Part(first == null ? 0 : first, most == null ? 1000 : most);
    }
}
