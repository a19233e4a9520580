package io.kosh.loyalty.internal.shop;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.OrderState.Payment;
import io.kosh.loyalty.internal.shop.Orders.Basket;
import io.kosh.loyalty.internal.shop.Orders.Wanted;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.extensions.Extension;
import io.swagger.v3.oas.annotations.extensions.ExtensionProperty;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls that order vouchers. Whose points are spent, the token says; a token of no person names
/// one. No answer here carries a code: [OrderDetailsController] tells those.
@RestController
@RequestMapping(path = "/api/v0", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.REDEMPTION)
@Tag(name = "Orders", description = "Vouchers ordered for points.")
final class OrderController {
    static final int LONGEST = 64;
    private static final int MOST_CARTS = 100;

    private final Orders orders;
    private final Shoppers shoppers;

    OrderController(Orders orders, Shoppers shoppers) {
        this.orders = orders;
        this.shoppers = shoppers;
    }

    /// Vouchers of one amount.
    @Schema(name = "CreateOrderRequest")
    record CreateRequest(
            @Schema(example = "100", description = "rupees", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            BigDecimal denomination,

            @Schema(
                    example = "REF-1001",
                    description = "unique in the company for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("partnerOrderReferenceId")
            String orderReferenceId,

            @Schema(example = "PC7324536190LULHL", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String productCatalogId,

            @Schema(example = "1", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long quantity,

            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "who spends points; absent: the token's own person") @Nullable
            String ekUserId,

            @Schema(description = "the card that pays; absent: one of the user's with enough points")
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId) {
        CreateRequest {
            Rupees.minor("denomination", denomination);
            Fields.text("orderReferenceId", orderReferenceId, LONGEST);
            Fields.text("productCatalogId", productCatalogId, LONGEST);
            Fields.integer("quantity", quantity, 1, Orders.MOST_VOUCHERS);
            Fields.optionalText("enKashCardId", enKashCardId, LONGEST);
        }

        Wanted wanted(Shopper shopper, String actor) {
            return new Wanted(
                    shopper,
                    new Basket.OfProduct(
                            Fields.text("productCatalogId", productCatalogId, LONGEST),
                            Rupees.minor("denomination", denomination),
                            (int) Fields.integer("quantity", quantity, 1, Orders.MOST_VOUCHERS)),
                    Fields.text("orderReferenceId", orderReferenceId, LONGEST),
                    enKashCardId,
                    null,
                    actor);
        }
    }

    /// The user's carts, or vouchers of one amount where a product is named.
    @Schema(name = "OrderRequest")
    record OrderRequest(
            @Schema(
                    example = "REF-2001",
                    description = "unique in the company for ever",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            @JsonAlias("partnerOrderReferenceId")
            String orderReferenceId,

            @Schema(description = "which carts; absent: all of the user's") @Nullable
            List<@Nullable Long> cartIds,

            @Schema(description = "what the caller believes that it costs; refused where it is another amount")
            @Nullable
            BigDecimal orderAmount,

            @Schema(example = "PC7324536190LULHL", description = "absent: the carts are ordered") @Nullable
            String productCatalogId,

            @Schema(example = "250", description = "rupees, with productCatalogId") @Nullable
            BigDecimal denomination,

            @Schema(example = "1", description = "with productCatalogId") @Nullable
            Long quantity,

            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "who spends points; absent: the token's own person") @Nullable
            String ekUserId,

            @Schema(description = "the card that pays; absent: one of the user's with enough points")
            @Nullable
            @JsonAlias("enkashCardId")
            String enKashCardId) {
        OrderRequest {
            Fields.text("orderReferenceId", orderReferenceId, LONGEST);
            Fields.optionalText("enKashCardId", enKashCardId, LONGEST);
            Rupees.optionalMinor("orderAmount", orderAmount);
            carts(cartIds);
            if (productCatalogId == null) {
                if (denomination != null || quantity != null) {
                    throw Fields.missing("productCatalogId");
                }
            } else {
                Fields.text("productCatalogId", productCatalogId, LONGEST);
                Rupees.minor("denomination", denomination);
                Fields.integer("quantity", quantity, 1, Orders.MOST_VOUCHERS);
                if (cartIds != null) {
                    throw Fields.invalid("cartIds", "cannot be ordered together with productCatalogId");
                }
            }
        }

        private static List<Long> carts(@Nullable List<@Nullable Long> ids) {
            return ids == null
                    ? List.of()
                    : Fields.items("cartIds", ids, 1, MOST_CARTS).stream()
                            .map(id -> Fields.integer("cartIds", id, 1, Long.MAX_VALUE))
                            .toList();
        }

        private Basket basket() {
            return productCatalogId == null
                    ? new Basket.OfCarts(carts(cartIds))
                    : new Basket.OfProduct(productCatalogId, Rupees.minor("denomination", denomination), (int)
                            Fields.integer("quantity", quantity, 1, Orders.MOST_VOUCHERS));
        }

        Wanted wanted(Shopper shopper, String actor) {
            return new Wanted(
                    shopper,
                    basket(),
                    Fields.text("orderReferenceId", orderReferenceId, LONGEST),
                    enKashCardId,
                    Rupees.optionalMinor("orderAmount", orderAmount),
                    actor);
        }
    }

    /// An order without its codes.
    @Schema(name = "PlacedOrder")
    record PlacedResponse(
            @Schema(example = "OR631764TS4UC") String orderId,
            @Schema(example = "REF123456789") String partnerOrderReferenceId,

            @Schema(description = "PENDING and PROCESSING go on; the others are last words")
            OrderState orderStatus,

            @Schema(description = "SUCCESS: the points are spent; FAILED: they went back")
            Payment paymentStatus,

            @Schema(example = "10") int totalQuantity,

            @Schema(example = "5000.00", description = "what the vouchers are worth")
            BigDecimal totalAmount,

            @Schema(example = "4500.00", description = "what they cost")
            BigDecimal orderAmount,

            @Schema(example = "4500.00", description = "what was spent")
            BigDecimal paidAmount) {
        static PlacedResponse of(VoucherOrder order) {
            return new PlacedResponse(
                    order.id(),
                    order.reference(),
                    order.state(),
                    order.state().payment(),
                    order.quantity(),
                    Rupees.decimal(order.face()),
                    Rupees.decimal(order.price()),
                    Rupees.decimal(order.paid()));
        }
    }

    /// An order with what is in it and how it came so far.
    @Schema(name = "Order")
    record OrderResponse(
            @Schema(example = "OR631764TS4UC") String orderId,
            @Schema(example = "REF123456789") String partnerOrderReferenceId,
            String companyId,
            @Schema(example = "EK8IHN4B") String ekUserId,
            @Schema(example = "EKC04AZHXP") String enKashCardId,
            OrderState orderStatus,
            Payment paymentStatus,
            int totalQuantity,
            int filledQuantity,

            @Schema(description = "of the filled ones: for how many the points were given back since")
            int refundedQuantity,

            BigDecimal totalAmount,
            BigDecimal orderAmount,
            BigDecimal paidAmount,

            @Schema(description = "given back of paidAmount")
            BigDecimal refundedAmount,

            @Schema(description = "why it failed") @Nullable String failureReason,

            @Schema(description = "the supplier's own id") @Nullable
            String aggregatorOrderId,

            Instant createdOn,
            @Nullable Instant endedOn,
            List<LineResponse> items) {
        static OrderResponse of(String companyId, VoucherOrder order) {
            return new OrderResponse(
                    order.id(),
                    order.reference(),
                    companyId,
                    order.userId(),
                    order.cardId(),
                    order.state(),
                    order.state().payment(),
                    order.quantity(),
                    order.filled(),
                    order.refunded(),
                    Rupees.decimal(order.face()),
                    Rupees.decimal(order.price()),
                    Rupees.decimal(order.paid()),
                    Rupees.decimal(order.priceOfRefunded()),
                    order.failure(),
                    order.supplierOrderId(),
                    order.createdAt(),
                    order.endedAt(),
                    order.lines().stream().map(LineResponse::of).toList());
        }
    }

    /// A line of an order.
    @Schema(name = "OrderItem")
    record LineResponse(
            String productCatalogId,
            String productConfigId,

            @Schema(description = "by what the supplier knows it")
            String aggregatorProductId,

            String brand,
            String aggregator,
            String category,
            BigDecimal mrp,
            BigDecimal sellRate,
            BigDecimal enkashDiscount,
            BigDecimal aggregatorDiscount,
            int quantity,
            int filledQuantity) {
        static LineResponse of(VoucherOrder.Line line) {
            return new LineResponse(
                    line.productId(),
                    line.configId(),
                    line.sku(),
                    line.brand(),
                    line.aggregator(),
                    line.category(),
                    Rupees.decimal(line.face()),
                    Rupees.decimal(line.price()),
                    Rupees.decimal(line.discount()),
                    Rupees.decimal(line.supplierDiscount()),
                    line.quantity(),
                    line.filled());
        }
    }

    @PostMapping(path = "/partner/create-order", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Create Order (partner voucher order)",
            description =
                    "Orders vouchers of one amount for a user's points, which are reserved at once. Waits a moment "
                            + "for the vouchers. The same orderReferenceId with the same body gives the order as it stands, with "
                            + "another body it is answered 409. Too few points, or vouchers, are HTTP 200 with code 1.")
    PlacedResponse create(Caller caller, @RequestBody CreateRequest request) {
        Shopper shopper = shoppers.of(caller, request.companyId(), request.ekUserId());
        return PlacedResponse.of(orders.place(request.wanted(shopper, caller.actor())));
    }

    @PostMapping(path = "/order", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Create Order (cart order)",
            description =
                    "Orders what is in the user's carts, and empties them; or vouchers of one amount where a product "
                            + "is named. Otherwise as create-order.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    PlacedResponse order(Caller caller, @RequestBody OrderRequest request) {
        Shopper shopper = shoppers.of(caller, request.companyId(), request.ekUserId());
        return PlacedResponse.of(orders.place(request.wanted(shopper, caller.actor())));
    }

    @GetMapping("/order/{orderId}")
    @Operation(
            summary = "Get Order Details",
            description = "An order by its id or by the client's reference, without codes.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    OrderResponse find(
            Caller caller,
            @Parameter(example = "OR631764TS4UC") @PathVariable String orderId,
            @RequestParam(required = false) @Nullable String companyId) {
        String id = Fields.text("orderId", orderId, LONGEST);
        var company = orders.companyOf(caller, id, companyId);
        return OrderResponse.of(company.id(), orders.find(company, id));
    }
}
