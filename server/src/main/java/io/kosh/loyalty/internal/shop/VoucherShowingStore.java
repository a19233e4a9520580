package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.voucher_showing`: when the pages showed codes.
@Component
final class VoucherShowingStore {
    private final JdbcClient jdbc;

    VoucherShowingStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Writes that codes are shown by themselves; false where they were before.
    boolean insertFirst(CompanyKey company, long order, Instant at, @Nullable String requestId) {
        return jdbc.sql("""
                        insert into loyalty.voucher_showing (company_id, order_id, first, shown_at, request_id)
                        values (?, ?, true, ?, ?)
                        on conflict (company_id, order_id) where first do nothing""")
                        .params(company.value(), order, SqlTimes.column(at))
                        .param(requestId)
                        .update()
                == 1;
    }

    /// Writes that codes are shown because somebody asks.
    void insert(CompanyKey company, long order, Instant at, @Nullable String requestId) {
        jdbc.sql("""
                        insert into loyalty.voucher_showing (company_id, order_id, first, shown_at, request_id)
                        values (?, ?, false, ?, ?)""")
                .params(company.value(), order, SqlTimes.column(at))
                .param(requestId)
                .update();
    }
}
