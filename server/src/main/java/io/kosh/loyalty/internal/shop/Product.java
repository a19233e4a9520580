package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Refusal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// A brand's vouchers in the catalogue.
///
/// @param id         `PC` and what follows
/// @param aggregator the supplier, by the name that answers show
/// @param expiryDays how many days a voucher is good for
/// @param rank       lists begin with the lowest
/// @param hue        the colour of its pictures, 0 to 359
record Product(
        String id,
        String brand,
        String aggregator,
        String category,
        String description,
        String terms,
        String howToRedeem,
        int expiryDays,
        int rank,
        boolean enabled,
        int hue,
        List<Denomination> denominations) {
    Product {
        denominations = List.copyOf(denominations);
    }

    /// Amounts in paise, discounts in hundredths of a percent.
    ///
    /// @param id               `PCN` and what follows
    /// @param sku              by what the supplier knows it
    /// @param amount           what a voucher is worth, or the least that it may be
    /// @param most             the most that the buyer may choose; null where there is one amount only
    /// @param supplierDiscount what the supplier gives
    /// @param maxQuantity      how many may be bought at once
    /// @param stock            how many are left, null where nobody counts
    record Denomination(
            String id,
            String sku,
            long amount,
            @Nullable Long most,
            int discount,
            int supplierDiscount,
            int maxQuantity,
            @Nullable Long stock,
            boolean active) {

        boolean custom() {
            return most != null;
        }

        long price() {
            return price(amount);
        }

        /// What a voucher of an amount costs.
        long price(long face) {
            return Math.max(1, Rupees.reduced(face, discount));
        }

        /// What a voucher is to be worth, as far as the buyer may choose.
        ///
        /// @param field  how the request calls the amount
        /// @param chosen null where the buyer says nothing
        long face(String field, @Nullable Long chosen) {
            if (chosen == null) {
                return amount;
            }
            long highest = most == null ? amount : most;
            if (chosen < amount || chosen > highest || (custom() && chosen % Rupees.WHOLE != 0)) {
                throw Refusal.ofField(
                        ShopError.AMOUNT_OUT_OF_RANGE,
                        field,
                        custom()
                                ? field + " must be a whole number of rupees from " + Rupees.decimal(amount) + " to "
                                        + Rupees.decimal(highest)
                                : field + " must be " + Rupees.decimal(amount));
            }
            return chosen;
        }

        /// Refuses more than may be bought at once.
        void requireAtMost(long quantity) {
            if (quantity > maxQuantity) {
                throw Refusal.ofField(
                        ShopError.QUANTITY_TOO_LARGE,
                        "quantity",
                        "at most " + maxQuantity + " vouchers of " + id + " may be bought at once");
            }
        }

        Denomination discounted(int other) {
            return new Denomination(id, sku, amount, most, other, supplierDiscount, maxQuantity, stock, active);
        }
    }

    /// What a company makes of it.
    ///
    /// @param discount instead of the denominations' own, null to leave them
    record Choice(
            String productId, boolean enabled, @Nullable Integer discount) {}

    /// The product as a company offers it.
    Product as(@Nullable Choice choice) {
        if (choice == null) {
            return this;
        }
        Integer discount = choice.discount();
        return new Product(
                id,
                brand,
                aggregator,
                category,
                description,
                terms,
                howToRedeem,
                expiryDays,
                rank,
                enabled && choice.enabled(),
                hue,
                discount == null
                        ? denominations
                        : denominations.stream()
                                .map(each -> each.discounted(discount))
                                .toList());
    }

    /// Those that can be bought.
    List<Denomination> offered() {
        return denominations.stream().filter(Denomination::active).toList();
    }

    /// A denomination that can be bought.
    Denomination denomination(String configId) {
        return offered().stream()
                .filter(each -> each.id().equals(configId))
                .findFirst()
                .orElseThrow(() -> Refusal.ofField(
                        ShopError.DENOMINATION_UNKNOWN,
                        "productConfigId",
                        "the product " + id + " has no denomination " + configId));
    }

    /// The denomination by which an amount can be bought: one of just this amount before one that leaves the
    /// choice.
    Denomination ofAmount(String field, long amount) {
        List<Denomination> offered = offered();
        return offered.stream()
                .filter(each -> !each.custom() && each.amount() == amount)
                .findFirst()
                .or(() -> offered.stream().filter(Denomination::custom).findFirst())
                .orElseThrow(() -> Refusal.ofField(
                        ShopError.AMOUNT_NOT_OFFERED,
                        field,
                        "the product " + id + " has no denomination of " + Rupees.decimal(amount)));
    }

    /// The largest discount that one of its denominations has, in whole percents.
    int discountPercent() {
        return offered().stream().mapToInt(Denomination::discount).max().orElse(0) / 100;
    }

    static Refusal unknown(String productId) {
        return Refusal.ofField(
                ShopError.PRODUCT_UNKNOWN,
                "productCatalogId",
                "there is no product " + productId + " in the catalogue");
    }
}
