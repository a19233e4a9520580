package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A user's cart of one product. What is in it is priced when it is looked at.
///
/// @param items by denomination, in the order of their ids
record Cart(long id, String userId, String productId, Map<String, Item> items) {

    /// @param chosen the amount in paise where the denomination leaves the choice, else null
    record Item(int quantity, @Nullable Long chosen, String description) {}

    /// An item with its price; a denomination that is not offered any more has none.
    record Priced(Denomination denomination, Item item) {
        long face() {
            Long chosen = item.chosen();
            return chosen == null ? denomination.amount() : chosen;
        }

        long price() {
            return denomination.price(face());
        }

        long savings() {
            return Math.multiplyExact(face() - price(), (long) item.quantity());
        }

        long total() {
            return Math.multiplyExact(price(), (long) item.quantity());
        }
    }

    /// What is in it and can be bought.
    List<Priced> priced(Product product) {
        List<Priced> priced = new ArrayList<>();
        items.forEach((id, item) -> {
            Optional<Denomination> denomination = product.offered().stream()
                    .filter(each -> each.id().equals(id))
                    .findFirst();
            denomination.ifPresent(each -> priced.add(new Priced(each, item)));
        });
        return priced;
    }

    /// A change of one item.
    ///
    /// @param quantity how many more, or how many in all; 0 in all takes it out
    /// @param chosen   null where nothing is said
    record Edit(
            String configId,
            int quantity,
            @Nullable Long chosen,
            @Nullable String description) {}

    /// The cart with some items set, or with more of them.
    ///
    /// @param more whether quantities are added to what is there
    Cart with(Product product, List<Edit> edits, boolean more) {
        Map<String, Item> after = new LinkedHashMap<>(items);
        for (Edit edit : edits) {
            Item before = after.get(edit.configId());
            if (!more && edit.quantity() == 0) {
                if (before == null) {
                    product.denomination(edit.configId());
                }
                after.remove(edit.configId());
                continue;
            }
            Denomination denomination = product.denomination(edit.configId());
            long quantity = (long) edit.quantity() + (more && before != null ? before.quantity() : 0);
            denomination.requireAtMost(quantity);
            Long chosen = edit.chosen() == null && before != null ? before.chosen() : edit.chosen();
            denomination.face("amount", chosen);
            String description = edit.description();
            after.put(
                    edit.configId(),
                    new Item(
                            (int) quantity,
                            denomination.custom() ? chosen : null,
                            description == null ? before == null ? "" : before.description() : description));
        }
        return new Cart(id, userId, productId, after);
    }

    static Refusal unknown(long id) {
        return Refusal.ofField(ShopError.CART_UNKNOWN, "cartId", "the user has no cart " + id);
    }
}
