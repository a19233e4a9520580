package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Change;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.Product.Choice;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import io.kosh.platform.Caller;
import io.kosh.platform.Envelope;
import io.kosh.platform.RouteFamily;
import io.kosh.platform.RouteFamily.Access;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.math.BigDecimal;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// What is in the catalogue is the operator's to say; what of it a company offers, and at which price, the
/// company's.
@RestController
@RequestMapping("/api/v1/catalogue")
@RouteFamily(Envelope.NATIVE)
@Tag(name = "Catalogue", description = "Vouchers that points buy: brands, denominations and prices.")
final class CatalogueAdminController {
    private static final int LONGEST_ID = 64;
    private static final int LONGEST_NAME = 100;
    private static final int LONGEST_TEXT = 4000;
    private static final int MOST_DENOMINATIONS = 50;
    private static final long MOST_STOCK = 1_000_000_000L;

    private final Catalogue catalogue;

    CatalogueAdminController(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /// A product as it is to be.
    @Schema(name = "CatalogueProductRequest")
    record ProductRequest(
            @Schema(example = "Everyday Market", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String brand,

            @Schema(example = "REWARD_STORE", description = "the supplier's name in answers; absent: REWARD_STORE")
            @Nullable
            String aggregator,

            @Schema(example = "E-Commerce", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String category,

            @Schema(example = "Groceries and more", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String description,

            @Schema(example = "Not exchangeable for cash.", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String termsAndCondition,

            @Schema(example = "Show the code at the till.", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String howToRedeem,

            @Schema(example = "365", description = "days", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long expiryPeriod,

            @Schema(example = "10", description = "lists begin with the lowest; absent: 100") @Nullable
            Long rank,

            @Schema(example = "true", description = "absent: true") @Nullable
            Boolean enabled,

            @Schema(example = "140", description = "colour of its pictures, 0 to 359; absent: 210") @Nullable
            Long hue,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            List<DenominationRequest> denominations) {
        ProductRequest {
            Fields.text("brand", brand, LONGEST_NAME);
            Fields.optionalText("aggregator", aggregator, LONGEST_ID);
            Fields.text("category", category, LONGEST_NAME);
            Fields.text("description", description, LONGEST_TEXT);
            Fields.text("termsAndCondition", termsAndCondition, LONGEST_TEXT);
            Fields.text("howToRedeem", howToRedeem, LONGEST_TEXT);
            Fields.integer("expiryPeriod", expiryPeriod, 1, 3650);
            Fields.optionalInteger("rank", rank, 0, 100_000);
            Fields.optionalInteger("hue", hue, 0, 359);
            Set<String> ids = new HashSet<>();
            for (DenominationRequest each : Fields.items("denominations", denominations, 1, MOST_DENOMINATIONS)) {
                if (!ids.add(Fields.present("denominations", each).id())) {
                    throw Fields.invalid("denominations", "names a denomination twice");
                }
            }
        }

        Product product(String id) {
            return new Product(
                    id,
                    Fields.text("brand", brand, LONGEST_NAME),
                    aggregator == null ? "REWARD_STORE" : aggregator,
                    Fields.text("category", category, LONGEST_NAME),
                    Fields.text("description", description, LONGEST_TEXT),
                    Fields.text("termsAndCondition", termsAndCondition, LONGEST_TEXT),
                    Fields.text("howToRedeem", howToRedeem, LONGEST_TEXT),
                    (int) Fields.integer("expiryPeriod", expiryPeriod, 1, 3650),
                    rank == null ? 100 : rank.intValue(),
                    enabled == null || enabled,
                    hue == null ? 210 : hue.intValue(),
                    Fields.present("denominations", denominations).stream()
                            .map(DenominationRequest::denomination)
                            .toList());
        }
    }

    /// A denomination as it is to be.
    @Schema(name = "CatalogueDenominationRequest")
    record DenominationRequest(
            @Schema(example = "PCN6028965437UHasd", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            String productConfigId,

            @Schema(
                    example = "EVERYDAY-100",
                    description = "by what the supplier knows it",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            String sku,

            @Schema(
                    example = "100",
                    description = "rupees; the least where maxAmount is given",
                    requiredMode = Schema.RequiredMode.REQUIRED)
            @Nullable
            BigDecimal amount,

            @Schema(description = "the buyer chooses whole rupees up to this; absent: one amount only") @Nullable
            BigDecimal maxAmount,

            @Schema(example = "2", description = "percent that the holder saves; absent: 0") @Nullable
            BigDecimal discount,

            @Schema(example = "5", description = "percent that the supplier gives; absent: 0") @Nullable
            BigDecimal supplierDiscount,

            @Schema(example = "5", requiredMode = Schema.RequiredMode.REQUIRED) @Nullable
            Long maxQuantity,

            @Schema(description = "how many may still be sold; absent: nobody counts") @Nullable
            Long stock) {
        DenominationRequest {
            Fields.identifier("productConfigId", productConfigId, LONGEST_ID);
            Fields.identifier("sku", sku, LONGEST_ID);
            long least = Rupees.minor("amount", amount);
            Long most = Rupees.optionalMinor("maxAmount", maxAmount);
            if (most != null && most <= least) {
                throw Fields.invalid("maxAmount", "must be more than amount");
            }
            Rupees.percent("discount", discount == null ? BigDecimal.ZERO : discount);
            Rupees.percent("supplierDiscount", supplierDiscount == null ? BigDecimal.ZERO : supplierDiscount);
            Fields.integer("maxQuantity", maxQuantity, 1, Orders.MOST_VOUCHERS);
            Fields.optionalInteger("stock", stock, 0, MOST_STOCK);
        }

        String id() {
            return Fields.identifier("productConfigId", productConfigId, LONGEST_ID);
        }

        Denomination denomination() {
            return new Denomination(
                    id(),
                    Fields.identifier("sku", sku, LONGEST_ID),
                    Rupees.minor("amount", amount),
                    Rupees.optionalMinor("maxAmount", maxAmount),
                    Rupees.percent("discount", discount == null ? BigDecimal.ZERO : discount),
                    Rupees.percent("supplierDiscount", supplierDiscount == null ? BigDecimal.ZERO : supplierDiscount),
                    (int) Fields.integer("maxQuantity", maxQuantity, 1, Orders.MOST_VOUCHERS),
                    stock,
                    true);
        }
    }

    /// A product as it is.
    @Schema(name = "CatalogueProduct")
    record ProductResponse(
            String productCatalogId,
            String brand,
            String aggregator,
            String category,
            String description,
            String termsAndCondition,
            String howToRedeem,
            int expiryPeriod,
            int rank,
            boolean enabled,
            int hue,
            List<DenominationResponse> denominations) {
        static ProductResponse of(Product product) {
            return new ProductResponse(
                    product.id(),
                    product.brand(),
                    product.aggregator(),
                    product.category(),
                    product.description(),
                    product.terms(),
                    product.howToRedeem(),
                    product.expiryDays(),
                    product.rank(),
                    product.enabled(),
                    product.hue(),
                    product.denominations().stream()
                            .map(DenominationResponse::of)
                            .toList());
        }
    }

    /// A denomination as it is.
    @Schema(name = "CatalogueDenomination")
    record DenominationResponse(
            String productConfigId,
            String sku,
            BigDecimal amount,
            @Nullable BigDecimal maxAmount,
            BigDecimal discount,
            BigDecimal supplierDiscount,
            int maxQuantity,
            @Nullable Long stock,
            boolean active) {
        static DenominationResponse of(Denomination each) {
            Long most = each.most();
            return new DenominationResponse(
                    each.id(),
                    each.sku(),
                    Rupees.decimal(each.amount()),
                    most == null ? null : Rupees.decimal(most),
                    Rupees.decimal(each.discount()),
                    Rupees.decimal(each.supplierDiscount()),
                    each.maxQuantity(),
                    each.stock(),
                    each.active());
        }
    }

    /// A list that is short enough to be given whole.
    @Schema(name = "CatalogueProducts")
    record ProductsResponse(List<ProductResponse> items) {}

    /// What the company makes of a product.
    @Schema(name = "ProductChoiceRequest")
    record ChoiceRequest(
            @Schema(description = "absent: the token's own company")
            Change<String> companyId,

            @Schema(example = "PC7324536190LULHL", requiredMode = Schema.RequiredMode.REQUIRED)
            Change<String> productCatalogId,

            @Schema(example = "true") Change<Boolean> enabled,

            @Schema(example = "3.5", description = "percent, instead of the denominations' own")
            Change<BigDecimal> discount) {
        ChoiceRequest {
            companyId.map(id -> Fields.text("companyId", id, LONGEST_ID));
            productCatalogId.map(id -> Fields.text("productCatalogId", id, LONGEST_ID));
            discount.map(percent -> Rupees.percent("discount", percent));
        }
    }

    /// @param discount percent, null where the denominations' own are kept
    @Schema(name = "ProductChoice")
    record ChoiceResponse(
            String productCatalogId,
            boolean enabled,
            @Nullable BigDecimal discount) {
        static ChoiceResponse of(Choice choice) {
            Integer discount = choice.discount();
            return new ChoiceResponse(
                    choice.productId(), choice.enabled(), discount == null ? null : Rupees.decimal(discount));
        }
    }

    @Schema(name = "ProductChoices")
    record ChoicesResponse(List<ChoiceResponse> items) {}

    @GetMapping("/products")
    @RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
    @Operation(summary = "List the catalogue", description = "Everything in it, also what is not offered.")
    ProductsResponse products() {
        return new ProductsResponse(
                catalogue.all().stream().map(ProductResponse::of).toList());
    }

    @PutMapping("/products/{productCatalogId}")
    @RouteFamily(value = Envelope.NATIVE, access = Access.OPERATOR)
    @Operation(
            summary = "Put a product into the catalogue",
            description =
                    "Or another in its place. A denomination that is not named stays for what was ordered, and is "
                            + "not offered any more.")
    ProductResponse save(
            @Parameter(example = "PC7324536190LULHL") @PathVariable String productCatalogId,
            @RequestBody ProductRequest request) {
        String id = Fields.identifier("productCatalogId", productCatalogId, LONGEST_ID);
        return ProductResponse.of(catalogue.save(request.product(id)));
    }

    @GetMapping("/choices")
    @Operation(summary = "List what the company offers", description = "Each product, switched on or off.")
    ChoicesResponse choices(Caller caller, @RequestParam(required = false) @Nullable String companyId) {
        return new ChoicesResponse(catalogue.choices(caller.company(companyId)).stream()
                .map(ChoiceResponse::of)
                .toList());
    }

    @PatchMapping("/choices")
    @Operation(
            summary = "Switch a product on or off, or set its discount",
            description = "For this company alone. What is ordered already keeps its price.")
    ChoiceResponse choose(Caller caller, @RequestBody ChoiceRequest request) {
        String product = request.productCatalogId().orNullable(null);
        return ChoiceResponse.of(catalogue.choose(
                caller.company(request.companyId().orNullable(null)),
                Fields.text("productCatalogId", product, LONGEST_ID),
                request.enabled(),
                request.discount().map(percent -> Rupees.percent("discount", percent)),
                caller.actor()));
    }
}
