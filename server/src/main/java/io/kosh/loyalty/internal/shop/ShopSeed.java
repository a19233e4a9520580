package io.kosh.loyalty.internal.shop;

import io.kosh.loyalty.internal.shop.Cart.Item;
import io.kosh.loyalty.internal.shop.Orders.Basket;
import io.kosh.loyalty.internal.shop.Orders.Wanted;
import io.kosh.platform.BusinessClock;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.CompanyRegistry;
import io.kosh.platform.Database;
import io.kosh.platform.SandboxSeed;
import java.time.Instant;
import java.util.Map;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/// A catalogue of sample brands, and the carts and the order that the documented examples name.
@Component
@Order(40)
final class ShopSeed implements SandboxSeed {
    private static final String USER = "EK8IHN4B";

    private final CompanyRegistry companies;
    private final Database database;
    private final Catalogue catalogue;
    private final CartStore carts;
    private final Orders orders;
    private final BusinessClock clock;

    ShopSeed(
            CompanyRegistry companies,
            Database database,
            Catalogue catalogue,
            CartStore carts,
            Orders orders,
            BusinessClock clock) {
        this.companies = companies;
        this.database = database;
        this.catalogue = catalogue;
        this.carts = carts;
        this.orders = orders;
        this.clock = clock;
    }

    @Override
    public void seed(Map<String, Object> facts) {
        CompanyRef company = companies.find("CEK1PU9AOO");
        if (company == null) {
            throw new IllegalStateException("the company of the documented rewards is missing");
        }
        SampleCatalogue.products().forEach(catalogue::save);
        database.inCompany(company.key(), () -> {
            Instant now = clock.now(company.key());
            carts.make(
                    company.key(),
                    new Cart(2133, USER, "PC235129857G58ZX", Map.of("PCN724771408NCGasd", new Item(2, null, ""))),
                    now);
            return carts.make(
                    company.key(),
                    new Cart(2191, USER, "PC7513531244A681", Map.of("PCN751457389RC1ST", new Item(2, null, ""))),
                    now);
        });
        // Its vouchers come when the server has begun to look for what is due.
        VoucherOrder order = orders.reserve(
                new Wanted(
                        new Shopper(company, USER),
                        new Basket.OfProduct("PC7700000005BREW", 50_000, 10),
                        "123445",
                        null,
                        null,
                        "sandbox"),
                "OR631764TS4UC");
        facts.put(
                "shop",
                Map.of(
                        "companyId",
                        company.id(),
                        "ekUserId",
                        USER,
                        "productCatalogId",
                        "PC7324536190LULHL",
                        "cartId",
                        2191,
                        "orderId",
                        order.id()));
    }
}
