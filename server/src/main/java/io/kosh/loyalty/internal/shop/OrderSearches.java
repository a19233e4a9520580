package io.kosh.loyalty.internal.shop;

import io.kosh.cards.RewardPoints;
import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.OrderSearchStore.Filter;
import io.kosh.loyalty.internal.shop.OrderSearchStore.OfOrder;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// Finding orders.
@Component
final class OrderSearches {
    private final Database database;
    private final OrderSearchStore store;
    private final RewardPoints points;

    OrderSearches(Database database, OrderSearchStore store, RewardPoints points) {
        this.database = database;
        this.store = store;
        this.points = points;
    }

    /// @param count how many there are in all
    record Found(long count, List<VoucherOrder> orders) {}

    /// Whose orders: a user, the users with an e-mail, both at once; null for anybody's.
    record Whose(@Nullable String userId, @Nullable String email) {}

    /// @param filter makes the filter of the users it is about, null for anybody
    Found search(CompanyRef company, Whose whose, Part part, Function<@Nullable List<String>, Filter> filter) {
        return database.inCompany(company.key(), () -> {
            Filter whole = filter.apply(users(company.key(), whose));
            return new Found(store.count(company.key(), whole), store.page(company.key(), whole, part));
        });
    }

    /// A user's own orders, newest first.
    List<VoucherOrder> of(Shopper shopper, Part part) {
        OfOrder theirs =
                new OfOrder(null, null, null, List.of(shopper.userId()), null, OrderSearchStore.ANY, null, null);
        return search(
                        shopper.company(),
                        new Whose(shopper.userId(), null),
                        part,
                        _ -> new Filter(theirs, NO_LINE, true))
                .orders();
    }

    private static final OrderSearchStore.OfLine NO_LINE = new OrderSearchStore.OfLine(
            null, null, null, List.of(), List.of(), OrderSearchStore.ANY, OrderSearchStore.ANY);

    private @Nullable List<String> users(CompanyKey company, Whose whose) {
        String userId = whose.userId();
        String email = whose.email();
        if (email == null) {
            return userId == null ? null : List.of(userId);
        }
        List<String> holders = points.holders(company, email);
        return userId == null
                ? holders
                : holders.stream().filter(userId::equals).toList();
    }
}
