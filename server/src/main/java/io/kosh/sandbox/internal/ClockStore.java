package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `sandbox.clock`, and the count of changes.
@Component
@SandboxOnly
final class ClockStore {
    private final JdbcClient jdbc;

    ClockStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// Every clock that was ever moved. Runs across companies.
    Map<CompanyKey, ClockState> all() {
        Map<CompanyKey, ClockState> clocks = new HashMap<>();
        jdbc.sql("select company_id, frozen_at, offset_micros, version from sandbox.clock")
                .query(row -> {
                    clocks.put(new CompanyKey(row.getLong("company_id")), state(row));
                });
        return clocks;
    }

    ClockState find(CompanyKey company) {
        return jdbc.sql("select frozen_at, offset_micros, version from sandbox.clock where company_id = ?")
                .param(company.value())
                .query((row, _) -> state(row))
                .optional()
                .orElse(ClockState.UNMOVED);
    }

    private static ClockState state(ResultSet row) throws SQLException {
        return new ClockState(
                SqlTimes.optionalInstant(row, "frozen_at"),
                Duration.of(row.getLong("offset_micros"), ChronoUnit.MICROS),
                row.getLong("version"));
    }

    void save(CompanyKey company, ClockState state) {
        jdbc.sql("""
                        insert into sandbox.clock (company_id, frozen_at, offset_micros, version) values (?, ?, ?, ?)
                        on conflict (company_id) do update set frozen_at = excluded.frozen_at,
                            offset_micros = excluded.offset_micros, version = excluded.version""")
                .param(company.value())
                .param(state.frozenAt() == null ? null : SqlTimes.column(state.frozenAt()))
                .param(state.offset().toNanos() / 1_000)
                .param(state.version())
                .update();
    }

    /// Takes the company's time and state for oneself; false where somebody else has them.
    boolean take(CompanyKey company, Instant now, Instant until) {
        return jdbc.sql("""
                        insert into sandbox.clock as clock (company_id, busy_until) values (?, ?)
                        on conflict (company_id) do update set busy_until = excluded.busy_until
                        where clock.busy_until is null or clock.busy_until < ?""")
                        .params(company.value(), SqlTimes.column(until), SqlTimes.column(now))
                        .update()
                == 1;
    }

    /// Keeps what was taken until a moment for longer; false where it ran out and somebody else took it.
    boolean keep(CompanyKey company, Instant until, Instant longer) {
        return jdbc.sql("update sandbox.clock set busy_until = ? where company_id = ? and busy_until = ?")
                        .params(SqlTimes.column(longer), company.value(), SqlTimes.column(until))
                        .update()
                == 1;
    }

    /// Lets go what was taken until a moment, unless somebody else has it by now.
    void letGo(CompanyKey company, Instant until) {
        jdbc.sql("update sandbox.clock set busy_until = null where company_id = ? and busy_until = ?")
                .params(company.value(), SqlTimes.column(until))
                .update();
    }

    long changes() {
        return jdbc.sql("select last_value from sandbox.change")
                .query(Long.class)
                .single();
    }

    void changed() {
        jdbc.sql("select nextval('sandbox.change')").query(Long.class).single();
    }
}
