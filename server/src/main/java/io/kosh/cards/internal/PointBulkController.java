package io.kosh.cards.internal;

import io.kosh.kernel.Fields;
import io.kosh.kernel.Refusal;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.Idempotent;
import io.kosh.platform.ItemProblem;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// Points for many holders in one call.
@RestController
@RouteFamily(Envelope.CARD)
@Tag(name = "Points", description = "Rewards and incentives: points between accounts and the cards of holders.")
final class PointBulkController {
    private static final int MOST_ITEMS = 1000;

    private final BulkRules rules;
    private final Points points;

    PointBulkController(BulkRules rules, Points points) {
        this.rules = rules;
        this.points = points;
    }

    /// One holder. Its fields are judged with the item, so that a wrong one refuses this item alone.
    record ItemRequest(
            @Schema(example = "Mr") @Nullable String title,

            @Schema(example = "Ravi Kumar", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String name,

            @Schema(example = "ravi@example.com", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String email,

            @Schema(example = "6836111111", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String mobile,

            @Schema(example = "100", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal loadAmount,

            @Schema(example = "good") @Nullable String remarks,

            @Schema(example = "test123457", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String uniqueReferenceNumber,

            @Schema(description = "another spelling of uniqueReferenceNumber") @Nullable
            String uniqueReferenceNum) {

        /// One that was sent, to tell which item failed.
        @Nullable
        String anyReference() {
            return uniqueReferenceNumber == null ? uniqueReferenceNum : uniqueReferenceNumber;
        }

        @Override
        public String toString() {
            return "points for a holder";
        }
    }

    /// What the items of a call have in common.
    private record Common(CompanyRef company, String accountId, boolean onlyNew) {
        PointMove move(String place, @Nullable ItemRequest item) {
            ItemRequest given = Fields.present(place, item);
            String at = place + ".";
            Fields.text(at + "name", given.name, Holder.LONGEST_NAME);
            Holder.email(at + "email", given.email);
            Holder.mobile(at + "mobile", given.mobile);
            return new PointMove(
                    company.id(),
                    accountId,
                    null,
                    Holder.read(at, "name", new Holder(given.title, given.name, null, given.email, given.mobile)),
                    PointMove.Type.ALLOCATE_POINT,
                    Amounts.minor(at + "loadAmount", given.loadAmount),
                    PointMove.reference(at, given.uniqueReferenceNumber, given.uniqueReferenceNum),
                    Fields.optionalText(at + "remarks", given.remarks, CardAccountController.LONGEST_NAME),
                    onlyNew);
        }
    }

    /// What became of the items.
    record BulkResponse(
            List<ItemSuccess> successBulkEnKashCardCreateDTOs,
            List<ItemFailure> failedBulkEnKashCardCreateDTOs,
            int successCount,
            int failureCount,
            int totalCount) {}

    /// A holder who got points.
    record ItemSuccess(
            @Nullable String email,
            @Nullable String name,
            @Nullable String mobile,
            @Nullable String title,
            BigDecimal loadAmount,
            String companyId,
            String cardAccountId,
            String enKashCardId,
            String userId,

            @Schema(description = "what the account had left after it")
            BigDecimal availableBalance,

            String enkashCardTxnId,

            @Schema(description = "what was on the card after it")
            BigDecimal otbBalance,

            String pgReferenceNumber) {
        static ItemSuccess of(String companyId, CardTransaction done) {
            Card card = done.card();
            return new ItemSuccess(
                    card.holder().email(),
                    card.holder().firstName(),
                    card.holder().mobile(),
                    card.holder().title(),
                    Amounts.decimal(done.amount()),
                    companyId,
                    card.account().id(),
                    card.id(),
                    card.userId(),
                    Amounts.decimal(done.accountBalance()),
                    done.id(),
                    Amounts.decimal(done.cardBalance()),
                    done.reference());
        }
    }

    /// A holder who got none, and why.
    record ItemFailure(
            @Nullable String email,
            @Nullable String name,
            @Nullable String mobile,
            @Nullable String title,
            @Nullable BigDecimal loadAmount,
            String companyId,
            String cardAccountId,
            @Nullable String uniqueReferenceNumber,
            @Schema(example = "CARD_HOLDER_EXISTS") String failureCode,
            String failureReason) {
        static ItemFailure of(String companyId, String accountId, @Nullable ItemRequest item, Refusal refusal) {
            ItemProblem problem = ItemProblem.of(refusal);
            return new ItemFailure(
                    item == null ? null : item.email(),
                    item == null ? null : item.name(),
                    item == null ? null : item.mobile(),
                    item == null ? null : item.title(),
                    item == null ? null : item.loadAmount(),
                    companyId,
                    accountId,
                    item == null ? null : item.anyReference(),
                    problem.code(),
                    problem.detail());
        }
    }

    @PostMapping(
            path = "/api/v0/partner/enKashCard/bulk-create-allocate-points-json",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(
            summary = "Bulk Create And Allocate Rewards",
            description = "1 to 1,000 holders, each with a result of its own: one that fails holds back no other. With "
                    + "isPointsAllocation=true points go to known and new holders, else to new ones only. A repeated "
                    + "reference is one effect."
                    + " Also known as Bulk Create Card / Allocate Points.")
    BulkResponse allocate(
            Caller caller,
            @Parameter(example = "CRMXWB3ZM") @RequestHeader(required = false) @Nullable String partnerId,
            @Parameter(example = "CEK1PU9AOO", required = true) @RequestParam(required = false) @Nullable
                    String companyId,
            @Parameter(example = "CAQL8YCV3") @RequestParam String cardAccountId,
            @Parameter(example = "true") @RequestParam boolean isPointsAllocation,
            @RequestBody List<ItemRequest> items) {
        if (companyId == null || companyId.isBlank()) {
            throw Refusal.ofField(
                    CardError.BULK_COMPANY_MISSING, "companyId", "Company Id is required if it is an Enkash User");
        }
        Fields.items("items", items, 1, MOST_ITEMS);
        CompanyRef company = caller.requiredCompany(companyId);
        rules.require(company, cardAccountId, PartnerHeader.read(partnerId));
        Common common = new Common(company, cardAccountId, !isPointsAllocation);
        List<Answer<PointMove>> read = Answer.ofItems("items", items, common::move);
        List<Answer<CardTransaction>> answers = Answer.flatMapAll(read, wanted -> points.moveAll(company, wanted));
        List<ItemSuccess> done = new ArrayList<>();
        List<ItemFailure> failed = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            switch (answers.get(i)) {
                case Answer.Done<CardTransaction>(CardTransaction transaction) ->
                    done.add(ItemSuccess.of(company.id(), transaction));
                case Answer.Refused<CardTransaction>(Refusal refusal) ->
                    failed.add(ItemFailure.of(company.id(), cardAccountId, items.get(i), refusal));
            }
        }
        return new BulkResponse(done, failed, done.size(), failed.size(), items.size());
    }
}
