package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.Cart.Item;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.cart` and `loyalty.cart_item`.
@Component
final class CartStore {
    private final JdbcClient jdbc;

    CartStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A user's carts in the order in which they were made.
    List<Cart> of(CompanyKey company, String userId) {
        return filled(
                company,
                jdbc.sql("select * from loyalty.cart where company_id = ? and user_id = ? order by id")
                        .params(company.value(), userId)
                        .query(CartStore::empty)
                        .list());
    }

    /// The same, locked until the transaction ends.
    List<Cart> lockAll(CompanyKey company, String userId) {
        return filled(
                company,
                jdbc.sql("select * from loyalty.cart where company_id = ? and user_id = ? order by id for update")
                        .params(company.value(), userId)
                        .query(CartStore::empty)
                        .list());
    }

    @Nullable
    Cart lock(CompanyKey company, String userId, long id) {
        return jdbc.sql("select * from loyalty.cart where company_id = ? and user_id = ? and id = ? for update")
                .params(company.value(), userId, id)
                .query(CartStore::empty)
                .optional()
                .map(cart -> filled(company, List.of(cart)).getFirst())
                .orElse(null);
    }

    /// A user's cart of a product, made where there is none, locked until the transaction ends.
    Cart lockOrMake(CompanyKey company, String userId, String productId, Instant at) {
        // The update that changes nothing locks the row that is there.
        Cart cart = jdbc.sql("""
                        insert into loyalty.cart (company_id, user_id, product_id, created_at) values (?, ?, ?, ?)
                        on conflict (company_id, user_id, product_id) do update set user_id = excluded.user_id
                        returning *""")
                .params(company.value(), userId, productId, SqlTimes.column(at))
                .query(CartStore::empty)
                .single();
        return filled(company, List.of(cart)).getFirst();
    }

    /// A cart under a wanted id, for a seed.
    Cart make(CompanyKey company, Cart cart, Instant at) {
        jdbc.sql("insert into loyalty.cart (company_id, id, user_id, product_id, created_at) values (?, ?, ?, ?, ?)")
                .params(company.value(), cart.id(), cart.userId(), cart.productId(), SqlTimes.column(at))
                .update();
        save(company, cart);
        return cart;
    }

    private static Cart empty(ResultSet row, int ignored) throws SQLException {
        return new Cart(row.getLong("id"), row.getString("user_id"), row.getString("product_id"), Map.of());
    }

    private List<Cart> filled(CompanyKey company, List<Cart> carts) {
        Map<Long, Map<String, Item>> items = new LinkedHashMap<>();
        carts.forEach(cart -> items.put(cart.id(), new LinkedHashMap<>()));
        jdbc.sql("""
                        select cart_id, config_id, quantity, amount_minor, description from loyalty.cart_item
                        where company_id = ? and cart_id = any(?) order by config_id""")
                .param(company.value())
                .param(items.keySet().toArray(Long[]::new))
                .query(row -> {
                    Map<String, Item> own = items.get(row.getLong(1));
                    if (own != null) {
                        own.put(
                                row.getString(2),
                                new Item(row.getInt(3), row.getObject(4, Long.class), row.getString(5)));
                    }
                });
        List<Cart> filled = new ArrayList<>();
        for (Cart cart : carts) {
            filled.add(new Cart(cart.id(), cart.userId(), cart.productId(), items.getOrDefault(cart.id(), Map.of())));
        }
        return filled;
    }

    /// Writes what is in a cart; an empty one is forgotten.
    void save(CompanyKey company, Cart cart) {
        if (cart.items().isEmpty()) {
            delete(company, List.of(cart.id()));
            return;
        }
        jdbc.sql("delete from loyalty.cart_item where company_id = ? and cart_id = ?")
                .params(company.value(), cart.id())
                .update();
        cart.items()
                .forEach((id, item) -> jdbc.sql("""
                        insert into loyalty.cart_item (company_id, cart_id, config_id, quantity, amount_minor, description)
                        values (?, ?, ?, ?, ?, ?)""")
                        .params(company.value(), cart.id(), id, item.quantity())
                        .param(item.chosen())
                        .param(item.description())
                        .update());
    }

    void delete(CompanyKey company, List<Long> ids) {
        jdbc.sql("delete from loyalty.cart where company_id = ? and id = any(?)")
                .param(company.value())
                .param(ids.toArray(Long[]::new))
                .update();
    }
}
