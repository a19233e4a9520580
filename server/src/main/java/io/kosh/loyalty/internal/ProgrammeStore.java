package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// `loyalty.programme` and its versions.
@Component
final class ProgrammeStore {
    private static final String SELECT = """
            select programme.id, programme.public_id, programme.card_account_id, programme.periods_from,
                programme.created_at, version.version, version.valid_from, version.actor, version.terms
            from loyalty.programme
            join loyalty.programme_version as version
                on version.company_id = programme.company_id and version.programme_id = programme.id
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    ProgrammeStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Writes a programme without a version and answers its key; null where the id is taken.
    @Nullable
    Long insert(CompanyKey company, String id, String accountId, LocalDate periodsFrom, Instant at) {
        return jdbc.sql("""
                        insert into loyalty.programme (company_id, public_id, card_account_id, periods_from, created_at)
                        values (?, ?, ?, ?, ?) on conflict (company_id, public_id) do nothing returning id""")
                .params(company.value(), id, accountId, periodsFrom, SqlTimes.column(at))
                .query(Long.class)
                .optional()
                .orElse(null);
    }

    void insertVersion(CompanyKey company, Programme made) {
        jdbc.sql("""
                        insert into loyalty.programme_version (company_id, programme_id, version, valid_from, actor,
                            terms)
                        values (?, ?, ?, ?, ?, ?::jsonb)""")
                .params(
                        company.value(),
                        made.key(),
                        made.version(),
                        SqlTimes.column(made.validFrom()),
                        made.actor(),
                        json.writeValueAsString(made.terms()))
                .update();
    }

    /// The latest version.
    @Nullable
    Programme find(CompanyKey company, String id) {
        return jdbc.sql(SELECT + """
                        where programme.company_id = ? and programme.public_id = ?
                        order by version.version desc limit 1""")
                .params(company.value(), id)
                .query((row, _) -> programme(row))
                .optional()
                .orElse(null);
    }

    /// The latest version by key.
    @Nullable
    Programme find(CompanyKey company, long key) {
        return jdbc.sql(SELECT + """
                        where programme.company_id = ? and programme.id = ?
                        order by version.version desc limit 1""")
                .params(company.value(), key)
                .query((row, _) -> programme(row))
                .optional()
                .orElse(null);
    }

    /// The version in force at a moment.
    @Nullable
    Programme find(CompanyKey company, String id, Instant at) {
        return jdbc.sql(SELECT + """
                        where programme.company_id = ? and programme.public_id = ? and version.valid_from <= ?
                        order by version.version desc limit 1""")
                .params(company.value(), id, SqlTimes.column(at))
                .query((row, _) -> programme(row))
                .optional()
                .orElse(null);
    }

    /// Keeps others from making a version until the transaction ends.
    void lock(CompanyKey company, String id) {
        jdbc.sql("select id from loyalty.programme where company_id = ? and public_id = ? for update")
                .params(company.value(), id)
                .query(_ -> {});
    }

    /// Every programme in its latest version, oldest first.
    List<Programme> page(CompanyKey company, Page.Request page) {
        return jdbc.sql("""
                        select distinct on (shown.id) shown.* from (""" + SELECT + """
                            where programme.company_id = ? and programme.id > ?) as shown
                        order by shown.id, shown.version desc limit ?""")
                .params(company.value(), Objects.requireNonNullElse(page.after(), 0L), page.fetch())
                .query((row, _) -> programme(row))
                .list();
    }

    /// The versions of a programme, newest first.
    List<Programme> versions(CompanyKey company, String id, Page.Request page) {
        return jdbc.sql(SELECT + """
                        where programme.company_id = ? and programme.public_id = ? and version.version < ?
                        order by version.version desc limit ?""")
                .params(company.value(), id, Objects.requireNonNullElse(page.after(), Long.MAX_VALUE), page.fetch())
                .query((row, _) -> programme(row))
                .list();
    }

    private Programme programme(ResultSet row) throws SQLException {
        return new Programme(
                row.getLong("id"),
                row.getString("public_id"),
                row.getString("card_account_id"),
                row.getObject("periods_from", LocalDate.class),
                SqlTimes.instant(row, "created_at"),
                row.getLong("version"),
                SqlTimes.instant(row, "valid_from"),
                row.getString("actor"),
                json.readValue(row.getString("terms"), ProgrammeTerms.class));
    }
}
