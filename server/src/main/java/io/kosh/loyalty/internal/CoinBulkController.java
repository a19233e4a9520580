package io.kosh.loyalty.internal;

import io.kosh.kernel.Fields;
import io.kosh.ledger.Outcome;
import io.kosh.loyalty.internal.Allocations.Allocation;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.GroupCommit.Answer;
import io.kosh.platform.Idempotent;
import io.kosh.platform.ItemProblem;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;

/// Many allocations in one request.
@RestController
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Coins of users", description = "Native: holdings, history, reversal, and spending in two steps.")
final class CoinBulkController {
    private static final int MOST_ITEMS = 1000;

    private final Allocations allocations;

    CoinBulkController(Allocations allocations) {
        this.allocations = allocations;
    }

    /// Allocations of one company.
    record BulkAllocateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "1 to 1,000", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            List<@Nullable Item> items) {
        BulkAllocateRequest {
            Fields.items("items", items, 1, MOST_ITEMS);
        }
    }

    /// One allocation: what the single call asks for. Its fields are judged with the item, so that a wrong one refuses
    /// this item alone.
    record Item(
            @Schema(example = "REFERRAL_EVENT", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String event,

            @Schema(example = "COIN_REQ1234567", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String requestId,

            @Schema(example = "EKQZVMQK", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String userId) {
        static Allocation allocation(String place, @Nullable Item item) {
            Item given = Fields.present(place, item);
            return new Allocation(
                    CoinEvent.event(place + ".event", given.event()),
                    Fields.text(place + ".requestId", given.requestId(), CoinController.LONGEST_ID),
                    Fields.text(place + ".userId", given.userId(), CoinController.LONGEST_ID));
        }
    }

    /// One result per item, in order.
    record BulkAllocateResponse(int allocated, int refused, List<ItemResult> results) {}

    /// What became of an item: a transfer, or an error.
    ///
    /// @param replayed whether the coins had been allocated by an earlier request with this id
    record ItemResult(
            @Nullable String requestId,
            @Nullable String transferId,
            boolean replayed,
            @Nullable ItemProblem error) {
        static ItemResult of(@Nullable Item item, Answer<Outcome.Posted> answer) {
            String requestId = item == null ? null : item.requestId();
            return switch (answer) {
                case Answer.Done<Outcome.Posted>(Outcome.Posted posted) ->
                    new ItemResult(requestId, Long.toString(posted.transfer()), posted.replayed(), null);
                case Answer.Refused<Outcome.Posted>(var refusal) ->
                    new ItemResult(requestId, null, false, ItemProblem.of(refusal));
            };
        }
    }

    @PostMapping("/api/v1/coins/allocations/bulk")
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @Operation(
            summary = "Allocate coins to many",
            description = "Up to 1,000 allocations, each with its own result in the order of the items: a refused one "
                    + "holds back no other. A repeated requestId is one effect, also within one request.")
    BulkAllocateResponse allocate(Caller caller, @RequestBody BulkAllocateRequest request) {
        CompanyRef company = caller.company(request.companyId());
        List<@Nullable Item> items = Fields.items("items", request.items(), 1, MOST_ITEMS);
        List<Answer<Allocation>> read = Answer.ofItems("items", items, Item::allocation);
        List<Answer<Outcome.Posted>> answers =
                Answer.flatMapAll(read, wanted -> allocations.allocateAll(company, wanted));
        List<ItemResult> results = new ArrayList<>(items.size());
        for (int i = 0; i < items.size(); i++) {
            results.add(ItemResult.of(items.get(i), answers.get(i)));
        }
        int refused =
                (int) results.stream().filter(result -> result.error() != null).count();
        return new BulkAllocateResponse(results.size() - refused, refused, results);
    }
}
