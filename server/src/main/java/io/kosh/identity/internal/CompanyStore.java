package io.kosh.identity.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.BodyRule;
import io.kosh.platform.CompanyRef;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `identity.company`.
@Component
final class CompanyStore {
    private final JdbcClient jdbc;

    CompanyStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    CompanyKey nextKey() {
        return new CompanyKey(jdbc.sql("select nextval('identity.company_id_seq')")
                .query(Long.class)
                .single());
    }

    /// False where the public id is taken.
    boolean insert(CompanyRef company, String name, Instant at) {
        return jdbc.sql("""
                insert into identity.company (id, public_id, name, created_at) values (?, ?, ?, ?)
                on conflict (public_id) do nothing
                """)
                        .params(company.key().value(), company.id(), name, SqlTimes.column(at))
                        .update()
                == 1;
    }

    @Nullable
    Company find(String companyId) {
        return jdbc.sql("select * from identity.company where public_id = ?")
                .params(companyId)
                .query(CompanyStore::company)
                .optional()
                .orElse(null);
    }

    @Nullable
    Company lock(String companyId) {
        return jdbc.sql("select * from identity.company where public_id = ? for update")
                .params(companyId)
                .query(CompanyStore::company)
                .optional()
                .orElse(null);
    }

    void saveStatus(CompanyKey key, AccessState status) {
        jdbc.sql("update identity.company set status = ? where id = ?")
                .params(status.name(), key.value())
                .update();
    }

    /// In a transaction on the registries or of the company.
    @Nullable
    String alertMail(CompanyKey key) {
        return jdbc.sql("select alert_mail from identity.company where id = ? and alert_mail is not null")
                .param(key.value())
                .query(String.class)
                .optional()
                .orElse(null);
    }

    void saveAlertMail(CompanyKey key, @Nullable String address) {
        jdbc.sql("update identity.company set alert_mail = ? where id = ?")
                .param(address)
                .param(key.value())
                .update();
    }

    /// Locked until the transaction ends.
    BodyRule lockBodyRule(CompanyKey key) {
        return BodyRule.valueOf(jdbc.sql("select body_rule from identity.company where id = ? for update")
                .param(key.value())
                .query(String.class)
                .single());
    }

    BodyRule bodyRule(CompanyKey key) {
        return BodyRule.valueOf(jdbc.sql("select body_rule from identity.company where id = ?")
                .param(key.value())
                .query(String.class)
                .single());
    }

    void saveBodyRule(CompanyKey key, BodyRule rule) {
        jdbc.sql("update identity.company set body_rule = ? where id = ?")
                .params(rule.name(), key.value())
                .update();
    }

    List<Company> page(Page.Request page) {
        return jdbc.sql("select * from identity.company where id > ? order by id limit ?")
                .params(page.after() == null ? 0L : page.after(), page.fetch())
                .query(CompanyStore::company)
                .list();
    }

    @Nullable
    CompanyRef active(CompanyKey key) {
        return jdbc.sql("select id, public_id from identity.company where id = ? and status = ?")
                .params(key.value(), AccessState.ACTIVE.name())
                .query((row, _) -> ref(row))
                .optional()
                .orElse(null);
    }

    /// One that is there.
    Company get(CompanyKey key) {
        return jdbc.sql("select * from identity.company where id = ?")
                .params(key.value())
                .query(CompanyStore::company)
                .single();
    }

    private static CompanyRef ref(ResultSet row) throws SQLException {
        return new CompanyRef(row.getString("public_id"), new CompanyKey(row.getLong("id")));
    }

    List<CompanyRef> all() {
        return jdbc.sql("select id, public_id from identity.company order by id")
                .query((row, _) -> ref(row))
                .list();
    }

    private static Company company(ResultSet row, int ignored) throws SQLException {
        return new Company(
                ref(row),
                row.getString("name"),
                AccessState.valueOf(row.getString("status")),
                SqlTimes.instant(row, "created_at"));
    }
}
