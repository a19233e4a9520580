package io.kosh.loyalty.internal.shop;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.shop.VoucherRefund.Item;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// `loyalty.voucher_refund`; written under the lock of its order.
@Component
final class VoucherRefundStore {
    private static final String SELECT = "select * from loyalty.voucher_refund where company_id = ? and order_id = ? ";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    VoucherRefundStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(CompanyKey company, long order, VoucherRefund refund) {
        jdbc.sql("""
                        insert into loyalty.voucher_refund (company_id, order_id, number, reference, request, amount_minor,
                            reason, actor, at, items)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?::jsonb)""")
                .params(company.value(), order, refund.number(), refund.reference(), refund.request())
                .params(refund.amount(), refund.reason(), refund.actor(), SqlTimes.column(refund.at()))
                .param(json.writeValueAsString(refund.items()))
                .update();
    }

    @Nullable
    VoucherRefund find(CompanyKey company, long order, String reference) {
        return jdbc.sql(SELECT + "and reference = ?")
                .params(company.value(), order, reference)
                .query((row, _) -> refund(row))
                .optional()
                .orElse(null);
    }

    int count(CompanyKey company, long order) {
        return jdbc.sql("select count(*) from loyalty.voucher_refund where company_id = ? and order_id = ?")
                .params(company.value(), order)
                .query(Integer.class)
                .single();
    }

    /// An order's refunds, oldest first.
    List<VoucherRefund> page(CompanyKey company, long order, Page.Request page) {
        return jdbc.sql(SELECT + "and number > ? order by number limit ?")
                .params(company.value(), order, Objects.requireNonNullElse(page.after(), 0L), page.fetch())
                .query((row, _) -> refund(row))
                .list();
    }

    private VoucherRefund refund(ResultSet row) throws SQLException {
        return new VoucherRefund(
                row.getInt("number"),
                row.getString("reference"),
                row.getString("request"),
                row.getLong("amount_minor"),
                row.getString("reason"),
                row.getString("actor"),
                SqlTimes.instant(row, "at"),
                List.of(json.readValue(row.getString("items"), Item[].class)));
    }
}
