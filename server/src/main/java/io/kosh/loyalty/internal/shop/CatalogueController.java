package io.kosh.loyalty.internal.shop;

import com.fasterxml.jackson.annotation.JsonAlias;
import com.fasterxml.jackson.annotation.JsonFormat;
import io.kosh.kernel.Fields;
import io.kosh.loyalty.internal.shop.Catalogue.Filter;
import io.kosh.loyalty.internal.shop.Product.Denomination;
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
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/// The documented calls about what points buy. How many are left is nowhere shown: an order tells.
@RestController
@RequestMapping(path = "/api/v0/partner", produces = MediaType.APPLICATION_JSON_VALUE)
@RouteFamily(Envelope.REDEMPTION)
@Tag(name = "Catalogue", description = "Vouchers that points buy: brands, denominations and prices.")
final class CatalogueController {
    private static final int LONGEST = 64;
    private static final int MOST_NAMES = 100;

    private final Catalogue catalogue;
    private final Pictures pictures;

    CatalogueController(Catalogue catalogue, Pictures pictures) {
        this.catalogue = catalogue;
        this.pictures = pictures;
    }

    /// What to look for; each field only narrows.
    record SearchRequest(
            @Schema(description = "absent: the token's own company") @Nullable
            String companyId,

            @Schema(description = "a part of the brand, the category or the description") @Nullable
            String search,

            @Schema(example = "PC7324536190LULHL") @Nullable String productCatalogId,

            @Schema(description = "a name, or several")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<@Nullable String> brand,

            @Schema(description = "a name, or several")
            @JsonAlias("categories")
            @JsonFormat(with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY)
            @Nullable
            List<@Nullable String> category) {
        SearchRequest {
            companyId = Fields.optionalText("companyId", said(companyId), LONGEST);
            search = Fields.optionalText("search", said(search), LONGEST);
            productCatalogId = Fields.optionalText("productCatalogId", said(productCatalogId), LONGEST);
            names("brand", brand);
            names("category", category);
        }

        /// What a filter says. The pages mark every filter as required, so that clients send empty texts for those
        /// that they do not mean.
        static @Nullable String said(@Nullable String text) {
            return text == null || text.isBlank() ? null : text;
        }

        static List<String> names(String field, @Nullable List<@Nullable String> names) {
            return names == null
                    ? List.of()
                    : Fields.items(field, names, 0, MOST_NAMES).stream()
                            .filter(name -> said(name) != null)
                            .map(name -> Fields.text(field, name, LONGEST))
                            .toList();
        }

        Filter filter() {
            return new Filter(
                    search,
                    productCatalogId == null ? List.of() : List.of(productCatalogId),
                    names("brand", brand),
                    names("category", category));
        }
    }

    /// The brands found.
    ///
    /// @param recordsCount how many there are in all
    @Schema(name = "Brands")
    record SearchResponse(long recordsCount, List<BrandResponse> data) {}

    /// A brand in a list.
    @Schema(name = "Brand")
    record BrandResponse(
            @Schema(example = "PC7324536190LULHL") String productCatalogId,
            @Schema(example = "Everyday Market") String brand,
            @Schema(example = "REWARD_STORE") String aggregator,
            @Schema(example = "E-Commerce") String category,
            Map<String, String> images,
            String description,
            int rank,
            boolean enabled,
            boolean active,

            @Schema(description = "the largest of its denominations, whole percents")
            int discount,

            @Schema(description = "the least that a voucher may be worth")
            BigDecimal minAmount,

            @Schema(description = "the most") BigDecimal maxAmount) {}

    /// A brand with everything about it.
    @Schema(name = "ProductDetails")
    record DetailsResponse(
            @Schema(example = "PC7324536190LULHL") String productCatalogId,
            @Schema(example = "Everyday Market") String brand,
            @Schema(example = "REWARD_STORE") String aggregator,
            @Schema(example = "E-Commerce") String category,
            Map<String, String> images,
            String description,
            List<RangeResponse> configResponses,
            boolean enabled,
            int rank,
            String termsAndCondition,
            String howToRedeem,

            @Schema(description = "days that a voucher is good for")
            int expiryPeriod,

            boolean active,
            Map<String, String> enkashImages,
            int discount) {}

    /// A denomination with the amounts that can be chosen.
    @Schema(name = "DenominationRange")
    record RangeResponse(
            @Schema(example = "PCN6028965437UHasd") String productConfigId,
            BigDecimal mrp,
            BigDecimal sellRate,
            BigDecimal enkashDiscount,
            int maxQuantity,
            boolean customAmountEnabled,
            BigDecimal minAmount,
            BigDecimal maxAmount) {
        static RangeResponse of(Denomination each) {
            return new RangeResponse(
                    each.id(),
                    Rupees.decimal(each.amount()),
                    Rupees.decimal(each.price()),
                    Rupees.decimal(each.discount()),
                    each.maxQuantity(),
                    each.custom(),
                    Rupees.decimal(each.amount()),
                    Rupees.decimal(highest(each)));
        }
    }

    /// A brand's denominations.
    @Schema(name = "ProductConfigs")
    record ConfigsResponse(
            @Schema(example = "PC7324536190LULHL") String productCatalogId,
            @Schema(example = "Everyday Market") String brand,
            @Schema(example = "REWARD_STORE") String aggregator,
            @Schema(example = "E-Commerce") String category,
            Map<String, String> images,
            String description,
            List<DenominationShown> configResponses,
            boolean enabled,
            int rank,
            String termsAndCondition,
            String howToRedeem,

            @Schema(description = "days that a voucher is good for")
            int expiryPeriod,

            boolean active,
            Map<String, String> enkashImages,
            int discount) {}

    private static long highest(Denomination each) {
        Long most = each.most();
        return most == null ? each.amount() : most;
    }

    @PostMapping(path = "/search-catalog", consumes = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            summary = "Search Catalog",
            description = "The brands that the company offers.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    SearchResponse search(
            Caller caller,
            @RequestParam(required = false) @Nullable Long offset,
            @RequestParam(required = false) @Nullable Long limit,
            @RequestBody SearchRequest request) {
        List<Product> found = catalogue.offered(caller.company(request.companyId()), request.filter());
        Part part = Part.of(offset, limit);
        return new SearchResponse(
                found.size(),
                found.stream()
                        .skip(part.offset())
                        .limit(part.limit())
                        .map(this::brand)
                        .toList());
    }

    private BrandResponse brand(Product product) {
        List<Denomination> offered = product.offered();
        return new BrandResponse(
                product.id(),
                product.brand(),
                product.aggregator(),
                product.category(),
                pictures.addresses(product.id()),
                product.description(),
                product.rank(),
                product.enabled(),
                true,
                product.discountPercent(),
                Rupees.decimal(
                        offered.stream().mapToLong(Denomination::amount).min().orElse(0)),
                Rupees.decimal(offered.stream()
                        .mapToLong(CatalogueController::highest)
                        .max()
                        .orElse(0)));
    }

    @GetMapping("/search-catalog/{productCatalogId}")
    @Operation(
            summary = "Get Product Catalog Details",
            description = "A brand with its denominations and the amounts that can be chosen."
                    + " Also known as Product Details.",
            extensions = @Extension(properties = @ExtensionProperty(name = "x-documented", value = "name-only")))
    DetailsResponse details(
            Caller caller,
            @Parameter(example = "PC7324536190LULHL") @PathVariable String productCatalogId,
            @RequestParam(required = false) @Nullable String companyId) {
        Product product = catalogue.offered(
                caller.company(companyId), Fields.text("productCatalogId", productCatalogId, LONGEST));
        return new DetailsResponse(
                product.id(),
                product.brand(),
                product.aggregator(),
                product.category(),
                pictures.addresses(product.id()),
                product.description(),
                product.offered().stream().map(RangeResponse::of).toList(),
                product.enabled(),
                product.rank(),
                product.terms(),
                product.howToRedeem(),
                product.expiryDays(),
                true,
                pictures.addresses(product.id()),
                product.discountPercent());
    }

    @GetMapping("/search-config/{productCatalogId}")
    @Operation(
            summary = "Get Product Configs (Denominations)",
            description = "A brand's denominations with price, discount and the most that may be bought at once.")
    ConfigsResponse configs(
            Caller caller,
            @Parameter(example = "PC7324536190LULHL") @PathVariable String productCatalogId,
            @RequestParam(required = false) @Nullable String companyId) {
        Product product = catalogue.offered(
                caller.company(companyId), Fields.text("productCatalogId", productCatalogId, LONGEST));
        return new ConfigsResponse(
                product.id(),
                product.brand(),
                product.aggregator(),
                product.category(),
                pictures.addresses(product.id()),
                product.description(),
                product.offered().stream().map(DenominationShown::of).toList(),
                product.enabled(),
                product.rank(),
                product.terms(),
                product.howToRedeem(),
                product.expiryDays(),
                true,
                pictures.addresses(product.id()),
                product.discountPercent());
    }
}
