package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.VoucherRefunds.Wanted;
import io.kosh.platform.Caller;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.Page;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

/// Points back for vouchers that had come.
@RestController
@RequestMapping("/api/v1/voucher-orders/{orderId}/refunds")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Orders")
final class VoucherRefundController {
    private static final int LONGEST = OrderController.LONGEST;
    private static final int LONGEST_REASON = 200;
    private static final int MOST_ITEMS = 200;
    private static final int GRACE_DAYS = 30;
    private static final int MOST_GRACE_DAYS = 366;

    private final Orders orders;
    private final VoucherRefunds refunds;

    VoucherRefundController(Orders orders, VoucherRefunds refunds) {
        this.orders = orders;
        this.refunds = refunds;
    }

    /// What to give points back for.
    @Schema(name = "VoucherRefundRequest")
    record RefundRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(
                    example = "ticket-4711",
                    description = "unique in the order for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reference,

            @Schema(description = "absent: all vouchers whose points were not given back yet") @Nullable
            List<@Nullable ItemRequest> items,

            @Schema(
                    example = "The shop does not take the code",
                    description = "seen by the holder",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String reason,

            @Schema(description = "1 to 366; points whose own last day is over count for so many days; absent: 30")
            @Nullable
            Long graceDays) {
        RefundRequest {
            Fields.text("reference", reference, LONGEST);
            Fields.text("reason", reason, LONGEST_REASON);
            Fields.optionalInteger("graceDays", graceDays, 1, MOST_GRACE_DAYS);
            counts(items);
        }

        private static SortedMap<String, Integer> counts(@Nullable List<@Nullable ItemRequest> items) {
            SortedMap<String, Integer> counts = new TreeMap<>();
            if (items != null) {
                for (ItemRequest item : Fields.items("items", items, 1, MOST_ITEMS)) {
                    ItemRequest each = Fields.present("items", item);
                    counts.merge(each.configId(), each.count(), Integer::sum);
                }
            }
            return counts;
        }

        Wanted wanted(String actor) {
            return new Wanted(
                    Fields.text("reference", reference, LONGEST),
                    counts(items),
                    Fields.text("reason", reason, LONGEST_REASON),
                    graceDays == null ? GRACE_DAYS : graceDays.intValue(),
                    actor);
        }
    }

    /// How many vouchers of a denomination.
    @Schema(name = "VoucherRefundItemRequest")
    record ItemRequest(
            @Schema(example = "PCN6028965437UHasd", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String productConfigId,

            @Schema(example = "1", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long quantity) {
        ItemRequest {
            Fields.text("productConfigId", productConfigId, LONGEST);
            Fields.integer("quantity", quantity, 1, Orders.MOST_VOUCHERS);
        }

        String configId() {
            return Fields.text("productConfigId", productConfigId, LONGEST);
        }

        int count() {
            return (int) Fields.integer("quantity", quantity, 1, Orders.MOST_VOUCHERS);
        }
    }

    /// Points that were given back.
    ///
    /// @param number of the order, from 1
    @Schema(name = "VoucherRefund")
    record RefundResponse(
            @Schema(example = "OR631764TS4UC") String orderId,
            int number,
            @Schema(example = "ticket-4711") String reference,
            @Schema(example = "EKC04AZHXP") String enKashCardId,
            @Schema(example = "450") BigDecimal points,
            List<ItemResponse> items,
            String reason,
            @Schema(description = "who gave them back") String actor,
            Instant at) {
        static RefundResponse of(VoucherOrder order, VoucherRefund refund) {
            return new RefundResponse(
                    order.id(),
                    refund.number(),
                    refund.reference(),
                    order.cardId(),
                    Rupees.decimal(refund.amount()),
                    refund.items().stream()
                            .map(each ->
                                    new ItemResponse(each.configId(), each.quantity(), Rupees.decimal(each.amount())))
                            .toList(),
                    refund.reason(),
                    refund.actor(),
                    refund.at());
        }
    }

    @Schema(name = "VoucherRefundItem")
    record ItemResponse(String productConfigId, int quantity, BigDecimal points) {}

    @PostMapping
    @Idempotent(Idempotent.Keeping.AFTER_EFFECT)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            summary = "Give points back for vouchers",
            description =
                    "For vouchers that came and are worth nothing. The points go back into the very lots that they "
                            + "were spent out of, those that were taken last first; the order and its codes stay as they are. The "
                            + "same reference with the same body gives the refund that stands, with another body it is "
                            + "answered 409.")
    RefundResponse refund(
            Caller caller,
            @Parameter(example = "OR631764TS4UC") @PathVariable String orderId,
            @RequestBody RefundRequest request) {
        String id = Fields.text("orderId", orderId, LONGEST);
        CompanyRef company = orders.companyOf(caller, id, request.companyId());
        VoucherRefund made = refunds.refund(company, id, request.wanted(caller.actor()));
        return RefundResponse.of(orders.find(company, id), made);
    }

    @GetMapping
    @Operation(summary = "List what was given back of an order", description = "Oldest first.")
    Page<RefundResponse> list(
            Caller caller,
            @Parameter(example = "OR631764TS4UC") @PathVariable String orderId,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable Long limit) {
        String id = Fields.text("orderId", orderId, LONGEST);
        CompanyRef company = orders.companyOf(caller, id, companyId);
        VoucherOrder order = orders.find(company, id);
        return refunds.list(company, order, Page.Request.of(cursor, limit)).map(each -> RefundResponse.of(order, each));
    }
}
