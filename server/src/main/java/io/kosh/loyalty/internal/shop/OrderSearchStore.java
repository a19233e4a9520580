package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.voucher_order` by whatever a search is narrowed by.
@Component
final class OrderSearchStore {
    private final JdbcClient jdbc;
    private final OrderStore orders;

    OrderSearchStore(JdbcClient jdbc, OrderStore orders) {
        this.jdbc = jdbc;
        this.orders = orders;
    }

    /// A range of numbers; null is no bound.
    record Range(@Nullable Long from, @Nullable Long to) {}

    /// What is asked of one of an order's lines; null and empty say nothing.
    record OfLine(
            @Nullable String aggregator,
            @Nullable String sku,
            @Nullable String productId,
            List<String> brands,
            List<String> categories,
            Range discount,
            Range supplierDiscount) {
        boolean saysNothing() {
            return aggregator == null
                    && sku == null
                    && productId == null
                    && brands.isEmpty()
                    && categories.isEmpty()
                    && discount.equals(ANY)
                    && supplierDiscount.equals(ANY);
        }
    }

    /// What is asked of an order; null says nothing.
    ///
    /// @param users any of these
    /// @param price what it costs
    record OfOrder(
            @Nullable String id,
            @Nullable String reference,
            @Nullable String supplierOrderId,
            @Nullable List<String> users,
            @Nullable List<OrderState> states,
            Range price,
            @Nullable Instant from,
            @Nullable Instant to) {}

    static final Range ANY = new Range(null, null);

    /// @param newestFirst in which order
    record Filter(OfOrder order, OfLine line, boolean newestFirst) {}

    List<VoucherOrder> page(CompanyKey company, Filter filter, Part part) {
        Where where = new Where(company, filter);
        String way = filter.newestFirst() ? "desc" : "asc";
        return orders.filled(
                company,
                jdbc.sql("select placed.* from loyalty.voucher_order as placed " + where.sql
                                + " order by placed.created_at " + way + ", placed.id " + way + " offset ? limit ?")
                        .params(where.parameters)
                        .param(part.offset())
                        .param(part.limit())
                        .query(OrderStore::bare)
                        .list());
    }

    long count(CompanyKey company, Filter filter) {
        Where where = new Where(company, filter);
        return jdbc.sql("select count(*) from loyalty.voucher_order as placed " + where.sql)
                .params(where.parameters)
                .query(Long.class)
                .single();
    }

    /// The conditions that a filter really makes, so that each search uses the index that fits it.
    private static final class Where {
        private final StringBuilder sql = new StringBuilder("where placed.company_id = ?\n");
        private final List<Object> parameters = new ArrayList<>();

        Where(CompanyKey company, Filter filter) {
            parameters.add(company.value());
            OfOrder order = filter.order();
            and("placed.public_id = ?", order.id());
            and("placed.reference = ?", order.reference());
            and("placed.supplier_order_id = ?", order.supplierOrderId());
            List<String> users = order.users();
            and("placed.user_id = any(?)", users == null ? null : users.toArray(String[]::new));
            List<OrderState> states = order.states();
            and(
                    "placed.state = any(?)",
                    states == null ? null : states.stream().map(Enum::name).toArray(String[]::new));
            and("placed.price_minor", order.price());
            Instant from = order.from();
            Instant to = order.to();
            and("placed.created_at >= ?", from == null ? null : SqlTimes.column(from));
            and("placed.created_at <= ?", to == null ? null : SqlTimes.column(to));
            if (!filter.line().saysNothing()) {
                sql.append("and exists (select from loyalty.voucher_order_line as line"
                        + " where line.company_id = placed.company_id and line.order_id = placed.id\n");
                line(filter.line());
                sql.append(")\n");
            }
        }

        /// Brands and categories ignore case, as the catalogue's do. Row-level security lets no index be used
        /// for that: these conditions follow the line's key, which leaves the few lines of an order.
        private void line(OfLine line) {
            and("line.aggregator = ?", line.aggregator());
            and("line.sku = ?", line.sku());
            and("line.product_id = ?", line.productId());
            and(
                    "lower(line.brand) in (select lower(asked) from unnest(?::text[]) as asked)",
                    line.brands().isEmpty() ? null : line.brands().toArray(String[]::new));
            and(
                    "lower(line.category) in (select lower(asked) from unnest(?::text[]) as asked)",
                    line.categories().isEmpty() ? null : line.categories().toArray(String[]::new));
            and("line.discount", line.discount());
            and("line.supplier_discount", line.supplierDiscount());
        }

        private void and(String column, Range range) {
            and(column + " >= ?", range.from());
            and(column + " <= ?", range.to());
        }

        private void and(String condition, @Nullable Object value) {
            if (value != null) {
                sql.append("and ").append(condition).append('\n');
                parameters.add(value);
            }
        }
    }
}
