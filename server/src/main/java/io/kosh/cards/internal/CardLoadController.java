package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.cards.internal.PointController.AllocateResponse;
import io.kosh.cards.internal.PointController.Direction;
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
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;

/// Moving rupees between an account and one of its cards.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Prepaid cards", description = "Cards with a number: prepaid, meal, fuel and gift cards.")
final class CardLoadController {
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;
    private static final int LONGEST_TEXT = CardAccountController.LONGEST_NAME;

    private final CardLoads loads;
    private final NumberedCards cards;

    CardLoadController(CardLoads loads, NumberedCards cards) {
        this.loads = loads;
        this.cards = cards;
    }

    /// What a load is called; the pages show both names.
    enum LoadType {
        LOAD_MONEY,
        ALLOCATE_FUND
    }

    /// Rupees to load.
    record LoadRequest(
            @Schema(example = "CEKEP5GSGP", description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(example = "CABFIPS", description = "checked where given") @Nullable
            String cardAccountId,

            @Schema(example = "EKCMB7KAEW", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId,

            @Schema(example = "anay", description = "kept in the journal") @Nullable
            String createdBy,

            @Schema(
                    example = "10",
                    description = "rupees, at most two decimals",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            BigDecimal amount,

            @Schema(
                    example = "CR",
                    description = "CR; money is taken back by a withdrawal",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Direction transactionType,

            @Schema(example = "desc", description = "kept in the journal") @Nullable
            String description,

            @Schema(example = "ALLOCATE_FUND", description = "absent: LOAD_MONEY") @Nullable
            LoadType type,

            @Schema(example = "ALLOCATION", description = "PRINCIPLE or ALLOCATION; absent: as the type has it")
            @Nullable
            String transactionCode,

            @Schema(example = "Ref123", description = "unique in the company for ever; absent: one is minted")
            @Nullable
            @JsonAlias("uniqueReferenceNum")
            String uniqueReferenceNumber,

            @Schema(example = "string") @Nullable String remarks) {
        LoadRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Fields.optionalText("cardAccountId", cardAccountId, LONGEST_ID);
            Fields.text("enKashCardId", enKashCardId, LONGEST_ID);
            Fields.optionalText("createdBy", createdBy, LONGEST_TEXT);
            Amounts.minor("amount", amount);
            if (Fields.present("transactionType", transactionType) != Direction.CR) {
                throw Fields.invalid("transactionType", "must be CR: money is taken back from a card by a withdrawal");
            }
            Fields.optionalText("description", description, LONGEST_TEXT);
            if (transactionCode != null
                    && !transactionCode.equals(Movement.PRINCIPLE)
                    && !transactionCode.equals(Movement.ALLOCATION)) {
                throw Fields.invalid("transactionCode", "must be PRINCIPLE or ALLOCATION");
            }
            Fields.optionalText("uniqueReferenceNumber", uniqueReferenceNumber, LONGEST_ID);
            Fields.optionalText("remarks", remarks, LONGEST_TEXT);
        }

        CardLoad load(CompanyRef company, String minted) {
            boolean allocates = type == LoadType.ALLOCATE_FUND;
            Map<String, String> notes = new HashMap<>();
            if (createdBy != null) {
                notes.put("createdBy", createdBy);
            }
            if (description != null) {
                notes.put("description", description);
            }
            return new CardLoad(
                    company.id(),
                    cardAccountId,
                    Fields.text("enKashCardId", enKashCardId, LONGEST_ID),
                    allocates ? MovementType.ALLOCATE_FUND : MovementType.LOAD_MONEY,
                    transactionCode != null ? transactionCode : allocates ? Movement.ALLOCATION : Movement.PRINCIPLE,
                    Amounts.minor("amount", amount),
                    uniqueReferenceNumber == null ? minted : uniqueReferenceNumber,
                    remarks,
                    notes);
        }
    }

    /// Rupees to take back.
    record WithdrawRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(
                    example = "5.50",
                    description = "rupees, at most two decimals",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            BigDecimal amount,

            @Schema(
                    example = "BACK-1",
                    description = "unique among the company's movements on cards for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reference,

            @Nullable String remarks) {
        WithdrawRequest {
            Fields.optionalText("companyId", companyId, LONGEST_ID);
            Amounts.minor("amount", amount);
            Fields.text("reference", reference, LONGEST_ID);
            Fields.optionalText("remarks", remarks, LONGEST_TEXT);
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard/balance",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Load Card Balance, Load Money from Balance",
            description =
                    "Moves rupees from the account to the card at once. The same reference with the same body gives "
                            + "the first answer and no second effect; with another body it is answered 409. A balance that "
                            + "is too low, a prepaid limit that would be passed and a gift card are HTTP 200 with code 1."
                            + " Also known as Update Card balance, Load Balance.")
    AllocateResponse load(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody LoadRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.company(request.companyId());
        return AllocateResponse.of(loads.move(company, request.load(company, cards.mintReference())));
    }

    @PostMapping("/api/v1/cards/{enKashCardId}/withdrawals")
    @RouteFamily(Envelope.NATIVE)
    @Operation(
            summary = "Withdraw from a card",
            description =
                    "Moves rupees from a card back to its account, in whatever state the card is. One effect a reference.")
    AllocateResponse withdraw(Caller caller, @PathVariable String enKashCardId, @RequestBody WithdrawRequest request) {
        CompanyRef company = caller.company(request.companyId());
        return AllocateResponse.of(loads.move(
                company,
                new CardLoad(
                        company.id(),
                        null,
                        enKashCardId,
                        MovementType.UNALLOCATE_FUND,
                        Movement.ALLOCATION,
                        Amounts.minor("amount", request.amount()),
                        Fields.text("reference", request.reference(), LONGEST_ID),
                        request.remarks(),
                        Map.of())));
    }
}
