package io.kosh.gateway.internal;

import io.kosh.gateway.OrderState;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `gateway.payment_order` by whatever a search is narrowed by.
@Component
final class PaymentOrderSearchStore {
    private final JdbcClient jdbc;
    private final PaymentOrderStore orders;

    PaymentOrderSearchStore(JdbcClient jdbc, PaymentOrderStore orders) {
        this.jdbc = jdbc;
        this.orders = orders;
    }

    /// What is asked of an order; null and empty say nothing.
    ///
    /// @param amountFrom in paise
    record Filter(
            List<String> orderIds,
            List<String> merchantOrderIds,
            List<OrderState> states,
            @Nullable Long amountFrom,
            @Nullable Long amountTo,
            Span created,
            Span modified,
            @Nullable String email,
            @Nullable String phoneNumber) {}

    /// A span of time, with both ends; null is no bound.
    record Span(@Nullable Instant from, @Nullable Instant to) {}

    /// By what orders are put in order.
    enum Order {
        CREATED("created_at"),
        MODIFIED("modified_at"),
        AMOUNT("amount_minor");

        private final String column;

        Order(String column) {
            this.column = column;
        }
    }

    /// Which part of what was found.
    record Part(long offset, long limit, Order order, boolean descending) {}

    List<PaymentOrder> page(CompanyKey company, Filter filter, Part part) {
        Where where = new Where(company, filter);
        String way = part.descending() ? "desc" : "asc";
        return jdbc.sql("select " + PaymentOrderStore.COLUMNS + " from gateway.payment_order " + where.sql
                        + " order by " + part.order().column + " " + way + ", id " + way + " offset ? limit ?")
                .params(where.parameters)
                .param(part.offset())
                .param(part.limit())
                .query(orders::order)
                .list();
    }

    long count(CompanyKey company, Filter filter) {
        Where where = new Where(company, filter);
        return jdbc.sql("select count(*) from gateway.payment_order " + where.sql)
                .params(where.parameters)
                .query(Long.class)
                .single();
    }

    /// The conditions that a filter really makes, so that each search uses the index that fits it.
    private static final class Where {
        private final StringBuilder sql = new StringBuilder("where company_id = ?\n");
        private final List<Object> parameters = new ArrayList<>();

        Where(CompanyKey company, Filter filter) {
            parameters.add(company.value());
            any("order_id", filter.orderIds());
            any("merchant_order_id", filter.merchantOrderIds());
            any("state", filter.states().stream().map(Enum::name).toList());
            and("amount_minor >= ?", filter.amountFrom());
            and("amount_minor <= ?", filter.amountTo());
            span("created_at", filter.created());
            span("modified_at", filter.modified());
            and("lower(email) = lower(?)", filter.email());
            and("phone_number = ?", filter.phoneNumber());
        }

        private void any(String column, List<String> values) {
            and(column + " = any(?)", values.isEmpty() ? null : values.toArray(String[]::new));
        }

        private void span(String column, Span span) {
            Instant from = span.from();
            Instant to = span.to();
            and(column + " >= ?", from == null ? null : SqlTimes.column(from));
            and(column + " <= ?", to == null ? null : SqlTimes.column(to));
        }

        private void and(String condition, @Nullable Object value) {
            if (value != null) {
                sql.append("and ").append(condition).append('\n');
                parameters.add(value);
            }
        }
    }
}
