package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.Cart.Edit;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.Database;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.stereotype.Component;

/// Filling carts. Nothing is reserved by it: prices and stock count when it is ordered.
@Component
final class Carts {
    private final Database database;
    private final CartStore store;
    private final Catalogue catalogue;
    private final BusinessClock clock;

    Carts(Database database, CartStore store, Catalogue catalogue, BusinessClock clock) {
        this.database = database;
        this.store = store;
        this.catalogue = catalogue;
        this.clock = clock;
    }

    /// A cart with the product that it is of.
    record Filled(Cart cart, Product product) {
        List<Cart.Priced> items() {
            return cart.priced(product);
        }

        /// The cart with what is not offered now, which no order takes.
        Cart rest() {
            Map<String, Cart.Item> rest = new LinkedHashMap<>(cart.items());
            items().forEach(each -> rest.remove(each.denomination().id()));
            return new Cart(cart.id(), cart.userId(), cart.productId(), rest);
        }

        int quantity() {
            return items().stream().mapToInt(each -> each.item().quantity()).sum();
        }

        long total() {
            return items().stream().mapToLong(Cart.Priced::total).sum();
        }

        long savings() {
            return items().stream().mapToLong(Cart.Priced::savings).sum();
        }
    }

    /// A user's carts; what the company does not offer any more is left out, and is back with the product.
    List<Filled> of(Shopper shopper) {
        CompanyKey company = shopper.company().key();
        return database.inCompany(company, () -> filled(company, store.of(company, shopper.userId())));
    }

    /// In the transaction of the company that is open.
    List<Filled> filled(CompanyKey company, List<Cart> carts) {
        Set<String> products = new HashSet<>();
        carts.forEach(cart -> products.add(cart.productId()));
        Map<String, Product> offered = products.isEmpty() ? Map.of() : catalogue.offered(company, products);
        List<Filled> filled = new ArrayList<>();
        for (Cart cart : carts) {
            Product product = offered.get(cart.productId());
            if (product != null && !cart.priced(product).isEmpty()) {
                filled.add(new Filled(cart, product));
            }
        }
        return filled;
    }

    /// Puts more into the cart of a product.
    Filled add(Shopper shopper, String productId, List<Edit> items) {
        CompanyKey company = shopper.company().key();
        return database.inCompany(company, () -> {
            Product product = catalogue.existing(company, productId);
            Cart cart = store.lockOrMake(company, shopper.userId(), productId, clock.now(company));
            return saved(company, product, cart.with(product, items, true));
        });
    }

    /// Sets items of a cart, and leaves the others.
    Filled update(Shopper shopper, long cartId, List<Edit> items) {
        CompanyKey company = shopper.company().key();
        return database.inCompany(company, () -> {
            Cart cart = store.lock(company, shopper.userId(), cartId);
            if (cart == null) {
                throw Cart.unknown(cartId);
            }
            Product product = catalogue.existing(company, cart.productId());
            return saved(company, product, cart.with(product, items, false));
        });
    }

    private Filled saved(CompanyKey company, Product product, Cart cart) {
        store.save(company, cart);
        return new Filled(cart, product);
    }
}
