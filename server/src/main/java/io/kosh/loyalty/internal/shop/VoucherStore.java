package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.time.Instant;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `loyalty.voucher`: which vouchers an order has. Their codes are in the vault.
@Component
final class VoucherStore {
    private final JdbcClient jdbc;

    VoucherStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A voucher.
    ///
    /// @param number within the line, from 1
    /// @param token  of code and PIN in the vault
    record Kept(int line, int number, String token, Instant expiresAt) {}

    void insert(CompanyKey company, long order, List<Kept> vouchers) {
        vouchers.forEach(each -> jdbc.sql("""
                        insert into loyalty.voucher (company_id, order_id, line, number, token, expires_at)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(company.value(), order, each.line(), each.number(), each.token())
                .param(SqlTimes.column(each.expiresAt()))
                .update());
    }

    List<Kept> of(CompanyKey company, long order) {
        return jdbc.sql("""
                        select line, number, token, expires_at from loyalty.voucher
                        where company_id = ? and order_id = ? order by line, number""")
                .params(company.value(), order)
                .query((row, _) -> new Kept(row.getInt(1), row.getInt(2), row.getString(3), SqlTimes.instant(row, 4)))
                .list();
    }
}
