package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// `sandbox.scenario`.
@Component
@SandboxOnly
final class ScenarioStore {
    private static final String COLUMNS =
            "select company_id, id, name, rule::text, seed, times, tried, used, created_at from sandbox.scenario ";

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ScenarioStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Those that are not used up. Runs across companies.
    Map<CompanyKey, List<Scenario>> active() {
        Map<CompanyKey, List<Scenario>> active = new HashMap<>();
        jdbc.sql(COLUMNS + "where used < times order by company_id, id").query(row -> {
            active.computeIfAbsent(new CompanyKey(row.getLong("company_id")), _ -> new ArrayList<>())
                    .add(scenario(row));
        });
        return active;
    }

    private Scenario scenario(ResultSet row) throws SQLException {
        return new Scenario(
                row.getLong("id"),
                ScenarioKind.valueOf(row.getString("name")),
                json.readValue(row.getString("rule"), Scenario.Rule.class),
                row.getLong("seed"),
                row.getInt("times"),
                row.getInt("tried"),
                row.getInt("used"),
                SqlTimes.instant(row, "created_at"));
    }

    Scenario insert(CompanyKey company, Scenario scenario) {
        return jdbc.sql("""
                        insert into sandbox.scenario (company_id, name, rule, seed, times, created_at)
                        values (?, ?, ?::jsonb, ?, ?, ?)
                        returning company_id, id, name, rule::text, seed, times, tried, used, created_at""")
                .params(company.value(), scenario.kind().name(), json.writeValueAsString(scenario.rule()))
                .params(scenario.seed(), scenario.times(), SqlTimes.column(scenario.createdAt()))
                .query((row, _) -> scenario(row))
                .single();
    }

    List<Scenario> page(CompanyKey company, Page.Request page) {
        return jdbc.sql(COLUMNS + "where company_id = ? and id > ? order by id limit ?")
                .params(company.value(), Objects.requireNonNullElse(page.after(), 0L), page.fetch())
                .query((row, _) -> scenario(row))
                .list();
    }

    /// Newest first.
    List<Scenario> latest(CompanyKey company, int most) {
        return jdbc.sql(COLUMNS + "where company_id = ? order by id desc limit ?")
                .params(company.value(), most)
                .query((row, _) -> scenario(row))
                .list();
    }

    int count(CompanyKey company) {
        return jdbc.sql("select count(*)::int from sandbox.scenario where company_id = ?")
                .param(company.value())
                .query(Integer.class)
                .single();
    }

    int delete(CompanyKey company, @Nullable Long id) {
        return jdbc.sql("delete from sandbox.scenario where company_id = ? and (?::bigint is null or id = ?)")
                .param(company.value())
                .param(id)
                .param(id)
                .update();
    }

    /// Counts one that fits; tells how many did, null where the scenario is used up.
    @Nullable
    Integer tried(CompanyKey company, long id) {
        return jdbc.sql("""
                        update sandbox.scenario set tried = tried + 1
                        where company_id = ? and id = ? and used < times returning tried""")
                .params(company.value(), id)
                .query(Integer.class)
                .optional()
                .orElse(null);
    }

    void used(CompanyKey company, long id) {
        jdbc.sql("update sandbox.scenario set used = used + 1 where company_id = ? and id = ?")
                .params(company.value(), id)
                .update();
    }
}
