package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.PaymentState;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Searches in `gateway.payment`.
@Component
final class AttemptSearchStore {
    private final JdbcClient jdbc;

    AttemptSearchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What a search asks for; null for all.
    record Criteria(
            @Nullable String paymentId,
            @Nullable Long orderKey,
            @Nullable PaymentState state,
            @Nullable PaymentMode mode,
            @Nullable Instant from,
            @Nullable Instant before) {

        Criteria of(long key) {
            return new Criteria(paymentId, key, state, mode, from, before);
        }
    }

    /// Newest first.
    List<Attempt> search(CompanyKey company, Criteria criteria, int offset, int limit) {
        StringBuilder sql = new StringBuilder(AttemptStore.SELECT);
        List<Object> parameters = criteria(company, criteria, sql);
        parameters.add(limit);
        parameters.add(offset);
        return jdbc.sql(sql.append("order by id desc limit ? offset ?").toString())
                .params(parameters)
                .query(AttemptStore.ATTEMPT)
                .list();
    }

    long count(CompanyKey company, Criteria criteria) {
        StringBuilder sql = new StringBuilder("select count(*) from gateway.payment where company_id = ? ");
        List<Object> parameters = criteria(company, criteria, sql);
        return jdbc.sql(sql.toString()).params(parameters).query(Long.class).single();
    }

    private static List<Object> criteria(CompanyKey company, Criteria criteria, StringBuilder sql) {
        List<Object> parameters = new ArrayList<>(List.of(company.value()));
        add(sql, parameters, "payment_id = ? ", criteria.paymentId());
        add(sql, parameters, "order_id = ? ", criteria.orderKey());
        PaymentState state = criteria.state();
        add(sql, parameters, "state = ? ", state == null ? null : state.name());
        PaymentMode mode = criteria.mode();
        add(sql, parameters, "mode = ? ", mode == null ? null : mode.name());
        Instant from = criteria.from();
        add(sql, parameters, "created_at >= ? ", from == null ? null : SqlTimes.column(from));
        Instant before = criteria.before();
        add(sql, parameters, "created_at < ? ", before == null ? null : SqlTimes.column(before));
        return parameters;
    }

    private static void add(StringBuilder sql, List<Object> parameters, String condition, @Nullable Object value) {
        if (value != null) {
            sql.append("and ").append(condition);
            parameters.add(value);
        }
    }
}
