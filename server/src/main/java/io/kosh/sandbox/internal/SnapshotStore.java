package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.ledger.ChainHead;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `sandbox.snapshot` with its rows, and the generations of companies' states.
@Component
@SandboxOnly
final class SnapshotStore {
    private final JdbcClient jdbc;

    SnapshotStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Copies the company's rows of some tables, all at one moment; tells how many. Stops at `most`.
    long copy(CompanyKey company, String name, List<String> tables, long most) {
        return jdbc.sql("select sandbox.save_company(?, ?, ?, ?)")
                .params(company.value(), name, tables.toArray(String[]::new), most)
                .query(Long.class)
                .single();
    }

    /// Replaces the company's rows of some tables by those of a snapshot, or by nothing.
    void replace(CompanyKey company, @Nullable String name, List<String> tables) {
        jdbc.sql("select sandbox.replace_company(?, ?, ?)")
                .param(company.value())
                .param(name)
                .param(tables.toArray(String[]::new))
                .query(Long.class)
                .single();
    }

    /// What is compared.
    ///
    /// @param closed those of the tables of which nothing but the key is told
    record Compared(List<String> tables, List<String> closed) {}

    List<Snapshot.Difference> compare(CompanyKey company, String name, Compared compared, int most) {
        return jdbc.sql("""
                        select source, key::text,
                            case when source = any(closed) and before is not null then '{}'
                                else before::text end as before,
                            case when source = any(closed) and after is not null then '{}'
                                else after::text end as after
                        from sandbox.compare_company(?, ?, ?, ?), (select ?::text[] as closed) as asked limit ?""")
                .params(
                        company.value(),
                        name,
                        compared.tables().toArray(String[]::new),
                        most,
                        compared.closed().toArray(String[]::new),
                        most)
                .query((row, _) -> new Snapshot.Difference(
                        row.getString("source"), row.getString("key"), row.getString("before"), row.getString("after")))
                .list();
    }

    void insert(CompanyKey company, Snapshot snapshot) {
        jdbc.sql("""
                        insert into sandbox.snapshot (company_id, name, created_at, rows, frozen_at, offset_micros)
                        values (?, ?, ?, ?, ?, ?)""")
                .params(company.value(), snapshot.name(), SqlTimes.column(snapshot.createdAt()), snapshot.rows())
                .param(
                        snapshot.clock().frozenAt() == null
                                ? null
                                : SqlTimes.column(snapshot.clock().frozenAt()))
                .param(snapshot.clock().offset().toNanos() / 1_000)
                .update();
    }

    List<Snapshot> all(CompanyKey company) {
        return jdbc.sql("select * from sandbox.snapshot where company_id = ? order by created_at, name")
                .param(company.value())
                .query((row, _) -> snapshot(row))
                .list();
    }

    @Nullable
    Snapshot find(CompanyKey company, String name) {
        return jdbc.sql("select * from sandbox.snapshot where company_id = ? and name = ?")
                .params(company.value(), name)
                .query((row, _) -> snapshot(row))
                .optional()
                .orElse(null);
    }

    private static Snapshot snapshot(ResultSet row) throws SQLException {
        return new Snapshot(
                row.getString("name"),
                SqlTimes.instant(row, "created_at"),
                row.getLong("rows"),
                new ClockState(
                        SqlTimes.optionalInstant(row, "frozen_at"),
                        Duration.of(row.getLong("offset_micros"), ChronoUnit.MICROS),
                        0));
    }

    boolean delete(CompanyKey company, String name) {
        jdbc.sql("delete from sandbox.snapshot_row where company_id = ? and snapshot = ?")
                .params(company.value(), name)
                .update();
        return jdbc.sql("delete from sandbox.snapshot where company_id = ? and name = ?")
                        .params(company.value(), name)
                        .update()
                == 1;
    }

    /// Begins the next generation of a company's state.
    Snapshot.Replacement replaced(CompanyKey company, @Nullable String snapshot, Instant at, @Nullable ChainHead head) {
        long generation = jdbc.sql("""
                        insert into sandbox.generation
                            (company_id, generation, at, snapshot, given_up_block, given_up_hash)
                        select ?, coalesce(max(generation), 0) + 1, ?, ?, ?, ?
                        from sandbox.generation where company_id = ? returning generation""")
                .params(company.value(), SqlTimes.column(at))
                .param(snapshot)
                .param(head == null ? null : head.number())
                .param(head == null ? null : head.hash())
                .param(company.value())
                .query(Long.class)
                .single();
        return new Snapshot.Replacement(generation, at, snapshot);
    }

    /// The generation of every company whose state was ever replaced. Runs across companies.
    Map<CompanyKey, Long> generations() {
        Map<CompanyKey, Long> generations = new HashMap<>();
        jdbc.sql("select company_id, max(generation) as generation from sandbox.generation group by company_id")
                .query(row -> {
                    generations.put(new CompanyKey(row.getLong("company_id")), row.getLong("generation"));
                });
        return generations;
    }
}
