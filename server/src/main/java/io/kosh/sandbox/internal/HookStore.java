package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// `sandbox.hook` and `sandbox.received`.
@Component
@SandboxOnly
final class HookStore {
    private static final TypeReference<Map<String, List<String>>> HEADERS = new TypeReference<>() {};
    private static final int KEPT = 1_000;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    HookStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    void insert(CompanyKey company, Hook hook) {
        jdbc.sql("insert into sandbox.hook (company_id, id, label, created_at) values (?, ?, ?, ?)")
                .params(company.value(), hook.id())
                .param(hook.label())
                .param(SqlTimes.column(hook.createdAt()))
                .update();
    }

    int count(CompanyKey company) {
        return jdbc.sql("select count(*)::int from sandbox.hook where company_id = ?")
                .param(company.value())
                .query(Integer.class)
                .single();
    }

    List<Hook> all(CompanyKey company) {
        return jdbc.sql("select * from sandbox.hook where company_id = ? order by created_at, id")
                .param(company.value())
                .query((row, _) -> hook(row))
                .list();
    }

    /// Locked until the transaction ends; null where the company has none such.
    @Nullable
    Hook lock(CompanyKey company, String id) {
        return jdbc.sql("select * from sandbox.hook where company_id = ? and id = ? for update")
                .params(company.value(), id)
                .query((row, _) -> hook(row))
                .optional()
                .orElse(null);
    }

    private static Hook hook(ResultSet row) throws SQLException {
        return new Hook(
                row.getString("id"),
                row.getString("label"),
                new Hook.Behaviour(
                        row.getInt("status"),
                        Duration.ofMillis(row.getLong("delay_millis")),
                        row.getObject("times", Integer.class)),
                SqlTimes.instant(row, "created_at"));
    }

    void behave(CompanyKey company, String id, Hook.Behaviour behaviour) {
        jdbc.sql("update sandbox.hook set status = ?, delay_millis = ?, times = ? where company_id = ? and id = ?")
                .params(behaviour.status(), behaviour.delay().toMillis())
                .param(behaviour.times())
                .params(company.value(), id)
                .update();
    }

    /// Keeps a delivery, and the newest ones before it.
    void receive(CompanyKey company, String hook, Hook.Delivery delivery, int answered) {
        jdbc.sql("""
                        insert into sandbox.received
                            (company_id, hook_id, at, method, query, headers, body, answered, size)
                        values (?, ?, ?, ?, ?, ?::jsonb, ?, ?, ?)""")
                .params(company.value(), hook, SqlTimes.column(delivery.at()), delivery.method())
                .param(delivery.query())
                .params(json.writeValueAsString(delivery.headers()))
                .params(delivery.body().bytes(), answered, delivery.body().size())
                .update();
        jdbc.sql("""
                        delete from sandbox.received where company_id = ? and hook_id = ? and id <= (
                            select id from sandbox.received where company_id = ? and hook_id = ?
                            order by id desc offset ? limit 1)""").params(company.value(), hook, company.value(), hook, KEPT).update();
    }

    private static final String RECEIVED = """
            select id, at, method, query, headers::text, substr(body, 1, :kept) as body,
                coalesce(size, length(body)) as size, answered
            from sandbox.received
            where company_id = :company and hook_id = :hook and id > :after order by id\s""";

    List<Hook.Received> received(CompanyKey company, String hook, Page.Request page) {
        return received(company, hook, "limit :most")
                .param("after", Objects.requireNonNullElse(page.after(), 0L))
                .param("most", page.fetch())
                .query((row, _) -> received(row))
                .list();
    }

    /// Newest first.
    List<Hook.Received> latest(CompanyKey company, String hook, int most) {
        return received(company, hook, "desc limit :most")
                .param("after", 0L)
                .param("most", most)
                .query((row, _) -> received(row))
                .list();
    }

    private StatementSpec received(CompanyKey company, String hook, String order) {
        return jdbc.sql(RECEIVED + order)
                .param("kept", Hook.Body.KEPT)
                .param("company", company.value())
                .param("hook", hook);
    }

    private Hook.Received received(ResultSet row) throws SQLException {
        return new Hook.Received(
                row.getLong("id"),
                new Hook.Delivery(
                        SqlTimes.instant(row, "at"),
                        row.getString("method"),
                        row.getString("query"),
                        json.readValue(row.getString("headers"), HEADERS),
                        Hook.Body.of(row.getBytes("body"), row.getLong("size"))),
                row.getInt("answered"));
    }

    /// How many each catcher holds.
    Map<String, Integer> counts(CompanyKey company) {
        Map<String, Integer> counts = new HashMap<>();
        jdbc.sql("select hook_id, count(*)::int from sandbox.received where company_id = ? group by hook_id")
                .param(company.value())
                .query(row -> {
                    counts.put(row.getString(1), row.getInt(2));
                });
        return counts;
    }

    int clear(CompanyKey company, String hook) {
        return jdbc.sql("delete from sandbox.received where company_id = ? and hook_id = ?")
                .params(company.value(), hook)
                .update();
    }
}
