package io.kosh.gateway.internal;

import io.kosh.kernel.CompanyKey;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// Whether orders and their payments have changed, over `gateway.payment_order` and `gateway.payment`.
@Component
final class WatchStore {
    private final JdbcClient jdbc;

    WatchStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A number per order that is another one after a change of it or its payments.
    Map<Long, Long> changes(CompanyKey company, Collection<Long> orderKeys) {
        Map<Long, Long> changes = new HashMap<>();
        Long[] keys = orderKeys.toArray(Long[]::new);
        jdbc.sql("""
                        select each.id, sum(each.version + (extract(epoch from each.modified_at) * 1000)::bigint)::bigint
                        from (
                            select id, version, modified_at from gateway.payment_order
                            where company_id = ? and id = any(?)
                            union all
                            select order_id, version, modified_at from gateway.payment
                            where company_id = ? and order_id = any(?)
                        ) as each group by each.id""")
                .param(company.value())
                .param(keys)
                .param(company.value())
                .param(keys)
                .query(row -> {
                    changes.put(row.getLong(1), row.getLong(2));
                });
        return changes;
    }
}
