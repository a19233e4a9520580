package io.kosh.cards.internal;

import com.fasterxml.jackson.annotation.JsonAlias;
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
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/// Moving points between a reward or incentive account and one of its cards.
@RestController
@RequestMapping(
        path = "/api/v0/partner/enKashCard",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.CARD)
@Tag(name = "Points", description = "Rewards and incentives: points between accounts and the cards of holders.")
final class PointController {
    private static final String ALLOCATION = "ALLOCATION";
    private static final int LONGEST_ID = CardAccountController.LONGEST_ID;

    private final Points points;

    PointController(Points points) {
        this.points = points;
    }

    /// Which way value moves, from the side of the card.
    enum Direction {
        CR,
        DR
    }

    /// Points to move.
    record AllocateRequest(
            @Schema(example = "CEK1PU9AOO", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(example = "CAQL8YCV3", description = "may be left out where enkashCardId is given") @Nullable
            String cardAccountId,

            @Schema(description = "the card, for a top-up or to take points back; absent: the holder's")
            @Nullable
            @JsonAlias("enKashCardId")
            String enkashCardId,

            @Schema(example = "ALLOCATION", description = "ALLOCATION", requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String transactionCode,

            @Schema(
                    example = "CR",
                    description = "CR with ALLOCATE_POINT, DR with UNALLOCATE_POINT",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Direction transactionType,

            @Schema(example = "ALLOCATE_POINT", requiredMode = Schema.RequiredMode.REQUIRED)
            PointMove.@Nullable Type type,

            @Schema(example = "asha@example.com", description = "needed for a new holder, else checked where given")
            @Nullable
            String email,

            @Schema(example = "9600098867", description = "needed for a new holder, else checked where given") @Nullable
            String mobile,

            @Schema(example = "Mr", description = "needed for a new holder") @Nullable
            String title,

            @Schema(example = "Asha", description = "needed for a new holder") @Nullable
            String firstName,

            @Schema(example = "M", description = "M, F or O") @Nullable
            String gender,

            @Schema(
                    example = "11",
                    description = "points, at most two decimals",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            BigDecimal loadAmount,

            @Schema(example = "TEST234236", description = "the documented example's spelling of uniqueReferenceNumber")
            @Nullable
            String uniqueReferenceNum,

            @Schema(description = "unique in the company for ever; this or uniqueReferenceNum is required") @Nullable
            String uniqueReferenceNumber,

            @Nullable String remarks) {
        AllocateRequest {
            Fields.text("companyId", companyId, LONGEST_ID);
            Fields.optionalText("enkashCardId", enkashCardId, LONGEST_ID);
            if (enkashCardId == null) {
                Fields.text("cardAccountId", cardAccountId, LONGEST_ID);
            }
            Fields.optionalText("cardAccountId", cardAccountId, LONGEST_ID);
            if (!Fields.text("transactionCode", transactionCode, LONGEST_ID).equals(ALLOCATION)) {
                throw Fields.invalid("transactionCode", "must be " + ALLOCATION);
            }
            boolean toCard = Fields.present("transactionType", transactionType) == Direction.CR;
            if (toCard != (Fields.present("type", type) == PointMove.Type.ALLOCATE_POINT)) {
                throw Fields.invalid("type", "must be ALLOCATE_POINT with CR and UNALLOCATE_POINT with DR");
            }
            Amounts.minor("loadAmount", loadAmount);
            PointMove.reference("", uniqueReferenceNumber, uniqueReferenceNum);
            Fields.optionalText("remarks", remarks, CardAccountController.LONGEST_NAME);
            Holder holder = Holder.read("", "firstName", new Holder(title, firstName, gender, email, mobile));
            if (enkashCardId == null && holder.isNobody()) {
                throw Fields.missing("mobile");
            }
        }

        PointMove move(CompanyRef company) {
            return new PointMove(
                    company.id(),
                    cardAccountId,
                    enkashCardId,
                    Holder.read("", "firstName", new Holder(title, firstName, gender, email, mobile)),
                    Fields.present("type", type),
                    Amounts.minor("loadAmount", loadAmount),
                    PointMove.reference("", uniqueReferenceNumber, uniqueReferenceNum),
                    remarks,
                    false);
        }

        @Override
        public String toString() {
            return "a movement of points";
        }
    }

    /// The card after the movement.
    record AllocateResponse(
            @Schema(example = "EKC04AZHXP") String enKashCardId,
            @Schema(example = "EKIQB4L2") String userId,
            @Schema(example = "CAQL8YCV3") String cardAccountId,
            @Schema(example = "16b9c31b42643796e064") String token,
            @Schema(example = "XXXX XXXX XXXX 8867") String maskedNumber,

            @Schema(example = "asha@example.com") @Nullable String email,

            @Schema(example = "9600098867") @Nullable String mobile,

            @Schema(example = "Mr") @Nullable String title,
            @Schema(example = "Asha") @Nullable String firstName,
            @Schema(example = "M") @Nullable String gender,

            @Schema(example = "11", description = "what is on the card after the movement")
            BigDecimal otbBalance,

            @Schema(example = "ECTRSZJ8CRJ2E") String enkashCardTxnId,

            @Schema(example = "TEST234236", description = "the reference that was sent")
            String pgReferenceNumber) {
        static AllocateResponse of(CardTransaction done) {
            Card card = done.card();
            Holder holder = card.holder();
            return new AllocateResponse(
                    card.id(),
                    card.userId(),
                    card.account().id(),
                    card.token(),
                    card.maskedNumber(),
                    holder.email(),
                    holder.mobile(),
                    holder.title(),
                    holder.firstName(),
                    holder.gender(),
                    Amounts.decimal(done.cardBalance()),
                    done.id(),
                    done.reference());
        }
    }

    @PostMapping("/create-allocate-points")
    @Operation(
            summary = "Create And Allocate Points",
            description =
                    "CR with ALLOCATE_POINT moves points from the account to the holder's card; a new holder becomes "
                            + "a user with a card in the same step. DR with UNALLOCATE_POINT takes points back; where the card "
                            + "has too few, those that wait for their first day, newest first. The same "
                            + "reference with the same body gives the first answer and no second effect; with another body it "
                            + "is answered 409. A balance that is too low is HTTP 200 with code 1."
                            + " Also known as Reward Create And Allocate point, Incentive Create And Allocation.")
    AllocateResponse allocate(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody AllocateRequest request) {
        PartnerHeader.read(partnerId);
        CompanyRef company = caller.requiredCompany(request.companyId());
        return AllocateResponse.of(points.move(company, request.move(company)));
    }

    @PostMapping("/points/allocate")
    @Operation(
            summary = "Incentive Create And Allocation",
            description = "The path that the incentive guide names for create-allocate-points.")
    AllocateResponse allocateByGuide(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @RequestBody AllocateRequest request) {
        return allocate(caller, partnerId, request);
    }
}
