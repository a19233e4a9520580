package io.kosh.identity.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.partner` and the companies that each acts for.
@Component
final class PartnerStore {
    private final JdbcClient jdbc;

    PartnerStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Null where the public id is taken.
    @Nullable
    Partner insert(String partnerId, String name, Instant at) {
        return jdbc.sql("""
                insert into identity.partner (public_id, name, created_at) values (?, ?, ?)
                on conflict (public_id) do nothing returning *
                """)
                .params(partnerId, name, SqlTimes.column(at))
                .query(PartnerStore::partner)
                .optional()
                .orElse(null);
    }

    @Nullable
    Partner find(String partnerId) {
        return jdbc.sql("select * from identity.partner where public_id = ?")
                .params(partnerId)
                .query(PartnerStore::partner)
                .optional()
                .orElse(null);
    }

    @Nullable
    Partner lock(String partnerId) {
        return jdbc.sql("select * from identity.partner where public_id = ? for update")
                .params(partnerId)
                .query(PartnerStore::partner)
                .optional()
                .orElse(null);
    }

    void saveStatus(long key, AccessState status) {
        jdbc.sql("update identity.partner set status = ? where id = ?")
                .params(status.name(), key)
                .update();
    }

    List<Partner> page(Page.Request page) {
        return jdbc.sql("select * from identity.partner where id > ? order by id limit ?")
                .params(page.after() == null ? 0L : page.after(), page.fetch())
                .query(PartnerStore::partner)
                .list();
    }

    void link(long partner, CompanyKey company) {
        jdbc.sql("""
                insert into identity.partner_company (partner_id, company_id) values (?, ?) on conflict do nothing
                """).params(partner, company.value()).update();
    }

    void unlink(long partner, CompanyKey company) {
        jdbc.sql("delete from identity.partner_company where partner_id = ? and company_id = ?")
                .params(partner, company.value())
                .update();
    }

    List<String> companyIds(long partner) {
        return jdbc.sql("""
                select o.public_id from identity.partner_company l join identity.company o on o.id = l.company_id
                where l.partner_id = ? order by l.position
                """)
                .params(partner)
                .query((row, _) -> row.getString("public_id"))
                .list();
    }

    private static Partner partner(ResultSet row, int ignored) throws SQLException {
        return new Partner(
                row.getLong("id"),
                row.getString("public_id"),
                row.getString("name"),
                AccessState.valueOf(row.getString("status")),
                SqlTimes.instant(row, "created_at"));
    }
}
