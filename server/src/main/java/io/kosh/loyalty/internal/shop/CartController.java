package io.kosh.loyalty.internal.shop;

import com.fasterxml.jackson.annotation.JsonAlias;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.Cart.Edit;
import io.kosh.loyalty.internal.shop.Carts.Filled;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.Idempotent;
import io.kosh.platform.RouteFamily;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls about carts. Whose cart it is, the token says; a token of no person names one.
@RestController
@RequestMapping(path = "/api/v0/cart", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.REDEMPTION)
@Tag(name = "Cart", description = "What a user is about to spend points on.")
final class CartController {
    private static final int LONGEST = 64;
    private static final int LONGEST_DESCRIPTION = 200;
    private static final int MOST_ITEMS = 50;

    private final Carts carts;
    private final Shoppers shoppers;
    private final Pictures pictures;

    CartController(Carts carts, Shoppers shoppers, Pictures pictures) {
        this.carts = carts;
        this.shoppers = shoppers;
        this.pictures = pictures;
    }

    /// The documented kinds of product.
    enum Kind {
        VOUCHER
    }

    /// How many of a denomination.
    @Schema(name = "CartItemRequest")
    record ItemRequest(
            @Schema(example = "1", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long quantity,

            @Schema(example = "") @Nullable String description,

            @Schema(description = "rupees, where customAmountEnabled; absent: the least, or what was chosen before")
            @Nullable
            @JsonAlias("denomination")
            BigDecimal amount) {
        ItemRequest {
            Fields.integer("quantity", quantity, 0, Orders.MOST_VOUCHERS);
            if (description != null && description.length() > LONGEST_DESCRIPTION) {
                throw Fields.invalid("description", "may be at most " + LONGEST_DESCRIPTION + " characters long");
            }
            if (description != null && description.indexOf(0) >= 0) {
                throw Fields.invalid("description", "may not hold a NUL character");
            }
            Rupees.optionalMinor("amount", amount);
        }

        Edit edit(String configId) {
            return new Edit(
                    configId,
                    (int) Fields.integer("quantity", quantity, 0, Orders.MOST_VOUCHERS),
                    Rupees.optionalMinor("amount", amount),
                    description);
        }
    }

    private static List<Edit> edits(@Nullable Map<String, @Nullable ItemRequest> items) {
        Map<String, @Nullable ItemRequest> present = Fields.present("items", items);
        if (present.isEmpty() || present.size() > MOST_ITEMS) {
            throw Fields.invalid("items", "must hold 1 to " + MOST_ITEMS + " items");
        }
        List<Edit> edits = new ArrayList<>();
        present.forEach((id, item) ->
                edits.add(Fields.present("items." + id, item).edit(Fields.identifier("items", id, LONGEST))));
        return edits;
    }

    /// What to put in.
    @Schema(name = "AddToCartRequest")
    record AddRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "whose cart; absent: the token's own person's") @Nullable
            String ekUserId,

            @Schema(example = "PC7513531244A681", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String productCatalogId,

            @Schema(
                    example = "{\"PCN751457389RC1ST\": {\"quantity\": 1, \"description\": \"\"}}",
                    description = "by productConfigId",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Map<String, @Nullable ItemRequest> items) {
        AddRequest {
            Fields.text("productCatalogId", productCatalogId, LONGEST);
            for (Edit edit : edits(items)) {
                if (edit.quantity() == 0) {
                    throw Fields.invalid("quantity", "must be a whole number from 1 to " + Orders.MOST_VOUCHERS);
                }
            }
        }
    }

    /// What to set.
    @Schema(name = "UpdateCartRequest")
    record UpdateRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "whose cart; absent: the token's own person's") @Nullable
            String ekUserId,

            @Schema(example = "2191", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long cartId,

            @Schema(
                    example = "{\"PCN233451126S5CZC\": {\"quantity\": 1, \"description\": \"\"}}",
                    description = "by productConfigId; a quantity of 0 takes the item out",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            Map<String, @Nullable ItemRequest> items) {
        UpdateRequest {
            Fields.integer("cartId", cartId, 1, Long.MAX_VALUE);
            edits(items);
        }
    }

    /// An item with its price.
    @Schema(name = "CartItem")
    record ItemResponse(
            String productConfigId,
            @Schema(example = "500.00") BigDecimal mrp,
            @Schema(example = "490.00") BigDecimal sellRate,

            @Schema(example = "2.00", description = "percent")
            BigDecimal enkashDiscount,

            @Schema(example = "10.00") BigDecimal savings,
            @Schema(example = "1") int quantity,
            @Schema(example = "490.00") BigDecimal total) {
        static ItemResponse of(Cart.Priced each) {
            return new ItemResponse(
                    each.denomination().id(),
                    Rupees.decimal(each.face()),
                    Rupees.decimal(each.price()),
                    Rupees.decimal(each.denomination().discount()),
                    Rupees.decimal(each.savings()),
                    each.item().quantity(),
                    Rupees.decimal(each.total()));
        }
    }

    /// The cart of a product.
    @Schema(name = "Cart")
    record CartResponse(
            @Schema(example = "2191") long id,
            @Schema(example = "EK8IHN4B") String ekUserId,
            @Schema(example = "PC7513531244A681") String productCatalogId,
            String name,
            String logoUrl,
            @Schema(description = "by productConfigId") Map<String, ItemResponse> items,
            int totalQuantity,
            BigDecimal totalAmount,
            BigDecimal totalSavings,
            String termsAndCondition,
            List<DenominationShown> productConfigs,
            String howToRedeem) {}

    private CartResponse cart(Filled filled) {
        Product product = filled.product();
        Map<String, ItemResponse> items = new LinkedHashMap<>();
        filled.items().forEach(each -> items.put(each.denomination().id(), ItemResponse.of(each)));
        return new CartResponse(
                filled.cart().id(),
                filled.cart().userId(),
                product.id(),
                product.brand(),
                pictures.address(product.id(), Pictures.Kind.LOGO_IMAGE),
                items,
                filled.quantity(),
                Rupees.decimal(filled.total()),
                Rupees.decimal(filled.savings()),
                product.terms(),
                product.offered().stream().map(DenominationShown::of).toList(),
                product.howToRedeem());
    }

    private List<CartResponse> changed(Filled filled) {
        return filled.cart().items().isEmpty() ? List.of() : List.of(cart(filled));
    }

    @GetMapping
    @Operation(summary = "Get Cart for User", description = "The user's carts, one a product, at today's prices.")
    List<CartResponse> find(
            Caller caller,
            @Parameter(example = "VOUCHER") @RequestParam Kind product,
            @RequestParam(required = false) @Nullable String companyId,
            @RequestParam(required = false) @Nullable String ekUserId) {
        return carts.of(shoppers.of(caller, companyId, ekUserId)).stream()
                .map(this::cart)
                .toList();
    }

    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Idempotent
    @Operation(
            summary = "Add to cart",
            description = "Adds to what is there of a denomination. Answers the cart of the product.")
    List<CartResponse> add(
            Caller caller,
            @Parameter(example = "VOUCHER") @RequestParam Kind product,
            @RequestBody AddRequest request) {
        return changed(carts.add(
                shoppers.of(caller, request.companyId(), request.ekUserId()),
                Fields.text("productCatalogId", request.productCatalogId(), LONGEST),
                edits(request.items())));
    }

    @PatchMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Update Cart",
            description =
                    "Sets the items that are sent and leaves the others. Answers the cart, and an empty list where "
                            + "nothing is left in it.")
    List<CartResponse> update(
            Caller caller,
            @Parameter(example = "VOUCHER") @RequestParam Kind product,
            @RequestBody UpdateRequest request) {
        return changed(carts.update(
                shoppers.of(caller, request.companyId(), request.ekUserId()),
                Fields.integer("cartId", request.cartId(), 1, Long.MAX_VALUE),
                edits(request.items())));
    }
}
