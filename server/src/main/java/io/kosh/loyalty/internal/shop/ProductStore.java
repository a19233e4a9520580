package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.Product.Choice;
import io.kosh.loyalty.internal.shop.Product.Denomination;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.product` and `loyalty.product_config`, which no company owns, and `loyalty.product_choice`, which
/// one does.
@Component
final class ProductStore {
    private final JdbcClient jdbc;

    ProductStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// The whole catalogue in its order, as nobody in particular sees it.
    List<Product> all() {
        return products(jdbc.sql("select * from loyalty.product order by rank, brand, id"), null);
    }

    /// Some products by id; unknown ones are left out.
    Map<String, Product> find(Collection<String> ids) {
        Map<String, Product> found = new HashMap<>();
        String[] wanted = ids.toArray(String[]::new);
        products(jdbc.sql("select * from loyalty.product where id = any(?)").param(wanted), wanted)
                .forEach(product -> found.put(product.id(), product));
        return found;
    }

    private List<Product> products(JdbcClient.StatementSpec statement, String @Nullable [] ids) {
        Map<String, List<Denomination>> denominations = new HashMap<>();
        jdbc.sql("""
                        select * from loyalty.product_config where product_id = any(?) or ?::boolean
                        order by most_minor is not null, amount_minor, id""")
                .param(ids == null ? new String[0] : ids)
                .param(ids == null)
                .query(row -> {
                    denominations
                            .computeIfAbsent(row.getString("product_id"), _ -> new ArrayList<>())
                            .add(denomination(row));
                });
        return statement
                .query((row, _) -> product(row, denominations.getOrDefault(row.getString("id"), List.of())))
                .list();
    }

    private static Denomination denomination(ResultSet row) throws SQLException {
        return new Denomination(
                row.getString("id"),
                row.getString("sku"),
                row.getLong("amount_minor"),
                row.getObject("most_minor", Long.class),
                row.getInt("discount"),
                row.getInt("supplier_discount"),
                row.getInt("max_quantity"),
                row.getObject("stock", Long.class),
                row.getBoolean("active"));
    }

    private static Product product(ResultSet row, List<Denomination> denominations) throws SQLException {
        return new Product(
                row.getString("id"),
                row.getString("brand"),
                row.getString("aggregator"),
                row.getString("category"),
                row.getString("description"),
                row.getString("terms"),
                row.getString("how_to_redeem"),
                row.getInt("expiry_days"),
                row.getInt("rank"),
                row.getBoolean("enabled"),
                row.getInt("hue"),
                denominations);
    }

    /// Writes a product over what is there under its id. Its denominations that are not named stay, and are not
    /// offered any more. False where one of them belongs to another product.
    boolean save(Product product, Instant at) {
        jdbc.sql("""
                        insert into loyalty.product (id, brand, aggregator, category, description, terms, how_to_redeem,
                            expiry_days, rank, enabled, hue, changed_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (id) do update set (brand, aggregator, category, description, terms, how_to_redeem,
                            expiry_days, rank, enabled, hue, changed_at) = (excluded.brand, excluded.aggregator,
                            excluded.category, excluded.description, excluded.terms, excluded.how_to_redeem,
                            excluded.expiry_days, excluded.rank, excluded.enabled, excluded.hue, excluded.changed_at)""")
                .params(product.id(), product.brand(), product.aggregator(), product.category())
                .params(product.description(), product.terms(), product.howToRedeem(), product.expiryDays())
                .params(product.rank(), product.enabled(), product.hue(), SqlTimes.column(at))
                .update();
        jdbc.sql("update loyalty.product_config set active = false where product_id = ?")
                .param(product.id())
                .update();
        return product.denominations().stream().allMatch(each -> save(product.id(), each));
    }

    private boolean save(String product, Denomination each) {
        return jdbc.sql("""
                        insert into loyalty.product_config as config (id, product_id, sku, amount_minor, most_minor,
                            discount, supplier_discount, max_quantity, stock, active)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (id) do update set (sku, amount_minor, most_minor, discount, supplier_discount,
                            max_quantity, stock, active, stock_set) = (excluded.sku, excluded.amount_minor, excluded.most_minor,
                            excluded.discount, excluded.supplier_discount, excluded.max_quantity, excluded.stock,
                            excluded.active, config.stock_set
                                + case when config.stock is distinct from excluded.stock then 1 else 0 end)
                        where config.product_id = excluded.product_id""")
                        .params(each.id(), product, each.sku(), each.amount())
                        .param(each.most())
                        .params(each.discount(), each.supplierDiscount(), each.maxQuantity())
                        .param(each.stock())
                        .param(each.active())
                        .update()
                == 1;
    }

    /// Takes vouchers out of the stock, in the order of their ids, so that no two orders wait for each other.
    ///
    /// @param order  whose lines keep which count they were taken from
    /// @param wanted how many by denomination
    /// @return the denomination of which too few are left, null where all are taken
    @Nullable
    String takeStock(CompanyKey company, long order, SortedMap<String, Integer> wanted) {
        for (var each : wanted.entrySet()) {
            int taken = jdbc.sql("""
                            update loyalty.product_config set stock = stock - ?
                            where id = ? and (stock is null or stock >= ?)""")
                    .params(each.getValue(), each.getKey(), each.getValue())
                    .update();
            if (taken == 0) {
                return each.getKey();
            }
        }
        jdbc.sql("""
                        update loyalty.voucher_order_line as line set stock_set = config.stock_set
                        from loyalty.product_config as config
                        where line.company_id = ? and line.order_id = ? and config.id = line.config_id
                            and config.stock is not null""").params(company.value(), order).update();
        return null;
    }

    /// Puts vouchers back that were taken and not sold. Nothing comes back to a count that was set since: whoever set
    /// it knew what was there.
    void returnStock(CompanyKey company, long order, SortedMap<String, Integer> unsold) {
        unsold.forEach((id, count) ->
                jdbc.sql("""
                        update loyalty.product_config as config set stock = config.stock + ?
                        from loyalty.voucher_order_line as line
                        where config.id = ? and line.company_id = ? and line.order_id = ? and line.config_id = config.id
                            and line.stock_set = config.stock_set""").params(count, id, company.value(), order).update());
    }

    /// What a company makes of products, by product.
    Map<String, Choice> choices(CompanyKey company) {
        Map<String, Choice> choices = new HashMap<>();
        jdbc.sql("select product_id, enabled, discount from loyalty.product_choice where company_id = ?")
                .param(company.value())
                .query(row -> {
                    choices.put(
                            row.getString(1),
                            new Choice(row.getString(1), row.getBoolean(2), row.getObject(3, Integer.class)));
                });
        return choices;
    }

    /// What a company makes of a product, locked until the transaction ends.
    @Nullable
    Choice lockChoice(CompanyKey company, String productId) {
        return jdbc.sql("""
                        select enabled, discount from loyalty.product_choice
                        where company_id = ? and product_id = ? for update""")
                .params(company.value(), productId)
                .query((row, _) -> new Choice(productId, row.getBoolean(1), row.getObject(2, Integer.class)))
                .optional()
                .orElse(null);
    }

    void save(CompanyKey company, Choice choice, Instant at, String actor) {
        jdbc.sql("""
                        insert into loyalty.product_choice (company_id, product_id, enabled, discount, changed_at, changed_by)
                        values (?, ?, ?, ?, ?, ?)
                        on conflict (company_id, product_id) do update set (enabled, discount, changed_at, changed_by) =
                            (excluded.enabled, excluded.discount, excluded.changed_at, excluded.changed_by)""")
                .params(company.value(), choice.productId(), choice.enabled())
                .param(choice.discount())
                .params(SqlTimes.column(at), actor)
                .update();
    }
}
