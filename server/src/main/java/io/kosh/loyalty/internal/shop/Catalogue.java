package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.Change;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Refusal;
import io.kosh.loyalty.internal.shop.Product.Choice;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Database;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/// What points buy, as the operator has it and as each company offers it.
@Component
final class Catalogue {
    private final Database database;
    private final ProductStore store;
    private final BusinessClock business;
    private final Clock clock;

    Catalogue(Database database, ProductStore store, BusinessClock business, Clock clock) {
        this.database = database;
        this.store = store;
        this.business = business;
        this.clock = clock;
    }

    /// What a search is narrowed by; null and empty say nothing.
    ///
    /// @param text a part of the brand, the category or the description
    record Filter(@Nullable String text, List<String> ids, List<String> brands, List<String> categories) {
        static final Filter NONE = new Filter(null, List.of(), List.of(), List.of());

        boolean lets(Product product) {
            return (ids.isEmpty() || ids.contains(product.id()))
                    && among(brands, product.brand())
                    && among(categories, product.category())
                    && (text == null
                            || holds(product.brand())
                            || holds(product.category())
                            || holds(product.description()));
        }

        private static boolean among(List<String> wanted, String value) {
            return wanted.isEmpty() || wanted.stream().anyMatch(value::equalsIgnoreCase);
        }

        private boolean holds(String value) {
            return text != null && value.toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT));
        }
    }

    /// What a company offers, in the catalogue's order.
    List<Product> offered(CompanyRef company, Filter filter) {
        return database.inCompany(company.key(), () -> {
            Map<String, Choice> choices = store.choices(company.key());
            return store.all().stream()
                    .map(product -> product.as(choices.get(product.id())))
                    .filter(product -> product.enabled() && !product.offered().isEmpty() && filter.lets(product))
                    .toList();
        });
    }

    /// A product that a company offers.
    Product offered(CompanyRef company, String productId) {
        return database.inCompany(company.key(), () -> existing(company.key(), productId));
    }

    /// The same in the transaction of the company that is open.
    Product existing(CompanyKey company, String productId) {
        Product product = offered(company, Set.of(productId)).get(productId);
        if (product == null) {
            throw Product.unknown(productId);
        }
        return product;
    }

    /// Those of some products that a company offers, by id, in the transaction of the company that is open.
    Map<String, Product> offered(CompanyKey company, Collection<String> productIds) {
        Map<String, Choice> choices = store.choices(company);
        Map<String, Product> offered = new HashMap<>();
        store.find(productIds).forEach((id, product) -> {
            Product own = product.as(choices.get(id));
            if (own.enabled()) {
                offered.put(id, own);
            }
        });
        return offered;
    }

    /// A product as nobody in particular sees it, for its pictures.
    Product find(String productId) {
        Product product =
                database.inRegistry(() -> store.find(Set.of(productId)).get(productId));
        if (product == null) {
            throw Product.unknown(productId);
        }
        return product;
    }

    /// Everything, also what is not offered.
    List<Product> all() {
        return database.inRegistry(store::all);
    }

    /// Puts a product into the catalogue, or another in its place.
    Product save(Product product) {
        return database.inRegistry(() -> {
            if (!store.save(product, clock.instant())) {
                throw Refusal.of(
                        ShopError.PRODUCT_OTHERWISE, "a denomination's id belongs to another product of the catalogue");
            }
            return existingAnywhere(product.id());
        });
    }

    private Product existingAnywhere(String productId) {
        Product product = store.find(Set.of(productId)).get(productId);
        if (product == null) {
            throw Product.unknown(productId);
        }
        return product;
    }

    /// What a company makes of each product.
    List<Choice> choices(CompanyRef company) {
        return database.inCompany(company.key(), () -> {
            Map<String, Choice> made = store.choices(company.key());
            return store.all().stream()
                    .map(product -> made.getOrDefault(product.id(), new Choice(product.id(), true, null)))
                    .toList();
        });
    }

    /// Switches a product on or off, or sets its discount; what was ordered before stays as it was.
    Choice choose(
            CompanyRef company, String productId, Change<Boolean> enabled, Change<Integer> discount, String actor) {
        return database.inCompany(company.key(), () -> {
            existingAnywhere(productId);
            Choice before = store.lockChoice(company.key(), productId);
            Choice known = before == null ? new Choice(productId, true, null) : before;
            Choice after = new Choice(productId, enabled.or(known.enabled()), discount.orNullable(known.discount()));
            store.save(company.key(), after, business.now(company.key()), actor);
            return after;
        });
    }
}
