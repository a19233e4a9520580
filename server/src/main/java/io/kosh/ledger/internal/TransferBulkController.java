package io.kosh.ledger.internal;

import io.kosh.kernel.Fields;
import io.kosh.ledger.Outcome;
import io.kosh.ledger.internal.OperatorTransfers.Wanted;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.Idempotent;
import io.kosh.platform.ItemProblem;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Many transfers in one request, for operators.
@RestController
@RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
@Tag(name = "Ledger", description = "The double-entry books: accounts, lines, transfers, audit.")
final class TransferBulkController {
    private static final int MOST_ITEMS = 1000;
    private static final int LONGEST_ID = 256;
    private static final int LONGEST_NOTE = 200;

    private final OperatorTransfers transfers;

    TransferBulkController(OperatorTransfers transfers) {
        this.transfers = transfers;
    }

    /// Transfers of one company.
    record BulkTransferRequest(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String companyId,

            @Schema(description = "1 to 1,000", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            List<@Nullable Item> items) {
        BulkTransferRequest {
            Fields.text("companyId", companyId, 64);
            Fields.items("items", items, 1, MOST_ITEMS);
        }
    }

    /// One transfer by a template. Its fields are judged with the item, so that a wrong one refuses this item alone.
    record Item(
            @Schema(
                    description = "the transfer's own id, unique for ever within the company: a repetition is one "
                            + "effect",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String sourceId,

            @Schema(example = "coins.allocate", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String template,

            @Schema(description = "as the account list shows it; absent: the company's own account") @Nullable
            Long debitOwner,

            @Schema(description = "as the account list shows it; absent: the company's own account") @Nullable
            Long creditOwner,

            @Schema(
                    example = "100",
                    description = "minor units, 1 or more",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Long amount,

            @Schema(description = "whether the accounts may be opened by this transfer; absent: they must be there")
            @Nullable
            Boolean opens,

            @Schema(description = "why; kept in the journal", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String note) {
        static Wanted wanted(String place, @Nullable Item item) {
            Item given = Fields.present(place, item);
            return new Wanted(
                    place,
                    Fields.text(place + ".sourceId", given.sourceId(), LONGEST_ID),
                    Fields.text(place + ".template", given.template(), 64),
                    owner(place + ".debitOwner", given.debitOwner()),
                    owner(place + ".creditOwner", given.creditOwner()),
                    Fields.integer(place + ".amount", given.amount(), 1, Long.MAX_VALUE),
                    Boolean.TRUE.equals(given.opens()),
                    Fields.text(place + ".note", given.note(), LONGEST_NOTE));
        }

        private static long owner(String field, @Nullable Long owner) {
            Long given = Fields.optionalInteger(field, owner, 0, Long.MAX_VALUE);
            return given == null ? 0 : given;
        }
    }

    /// One result per item, in order.
    record BulkTransferResponse(int posted, int refused, List<ItemResult> results) {}

    /// What became of an item: a transfer, or an error.
    ///
    /// @param replayed whether it had been posted by an earlier request with this source id
    record ItemResult(
            @Nullable String sourceId,
            @Nullable String transferId,
            boolean replayed,
            @Nullable ItemProblem error) {
        static ItemResult of(@Nullable Item item, Answer<Outcome> answer) {
            String sourceId = item == null ? null : item.sourceId();
            return switch (answer) {
                case Answer.Done<Outcome>(Outcome.Posted posted) ->
                    new ItemResult(sourceId, Long.toString(posted.transfer()), posted.replayed(), null);
                case Answer.Done<Outcome>(Outcome.Refused refused) ->
                    throw new IllegalStateException("a refusal was not told: " + refused);
                case Answer.Refused<Outcome>(var refusal) ->
                    new ItemResult(sourceId, null, false, ItemProblem.of(refusal));
            };
        }
    }

    @PostMapping("/api/v1/ledger/transfers/bulk")
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(
            summary = "Post many transfers",
            description = "For operators: corrections and opening balances of one company, up to 1,000, by the posting "
                    + "templates of the products. Each has its own result in the order of the items; a refused one "
                    + "holds back no other.")
    BulkTransferResponse post(Caller caller, @RequestBody BulkTransferRequest request) {
        CompanyRef company = caller.requiredCompany(request.companyId());
        List<@Nullable Item> items = Fields.items("items", request.items(), 1, MOST_ITEMS);
        List<Answer<Wanted>> read = Answer.ofItems("items", items, Item::wanted);
        List<Answer<Outcome>> answers =
                Answer.flatMapAll(read, wanted -> transfers.post(company.key(), caller.actor(), wanted));
        List<ItemResult> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            results.add(ItemResult.of(items.get(i), answers.get(i)));
        }
        int refused =
                (int) results.stream().filter(result -> result.error() != null).count();
        return new BulkTransferResponse(results.size() - refused, refused, results);
    }
}
