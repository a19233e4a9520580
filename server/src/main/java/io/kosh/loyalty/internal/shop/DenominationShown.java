package io.kosh.loyalty.internal.shop;

import io.kosh.loyalty.internal.shop.Product.Denomination;
import io.swagger.v3.oas.annotations.media.Schema;
import java.math.BigDecimal;

/// A denomination as the pages show it, with its six documented names and no other.
@Schema(name = "Denomination")
record DenominationShown(
        @Schema(example = "PCN6028965437UHasd") String productConfigId,

        @Schema(example = "100.00", description = "what a voucher is worth; the least of it where it can be chosen")
        BigDecimal mrp,

        @Schema(example = "100.00") BigDecimal sellRate,
        @Schema(example = "0.00", description = "percent") BigDecimal enkashDiscount,
        @Schema(example = "5") int maxQuantity,
        @Schema(example = "false") boolean customAmountEnabled) {
    static DenominationShown of(Denomination each) {
        return new DenominationShown(
                each.id(),
                Rupees.decimal(each.amount()),
                Rupees.decimal(each.price()),
                Rupees.decimal(each.discount()),
                each.maxQuantity(),
                each.custom());
    }
}
