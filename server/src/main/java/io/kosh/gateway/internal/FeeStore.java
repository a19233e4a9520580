package io.kosh.gateway.internal;

import io.kosh.gateway.PaymentMode;
import io.kosh.gateway.internal.FeeTable.Price;
import io.kosh.gateway.internal.FeeTable.Sort;
import io.kosh.kernel.CompanyKey;
import io.kosh.kernel.Rate;
import io.kosh.platform.Page;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `gateway.fee_rule` of companies, and what counts for all of them: `gateway.usual_fee`, `gateway.gst_rate`.
@Component
final class FeeStore {
    private final JdbcClient jdbc;

    FeeStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// What one key costs, on which days, and who says so.
    ///
    /// @param until  the last day; null for no end
    /// @param source where it stands, such as a contract's or a notification's number
    record Rule(
            FeeTable.Key key,
            Price price,
            LocalDate from,
            @Nullable LocalDate until,
            String source) {}

    /// A company's rule as it was made.
    record Made(long number, Rule rule, Instant at, String by) {}

    /// The tax on fees from a day on.
    record Tax(LocalDate from, Rate rate, String source) {}

    /// The rules of a day: a company's own before the usual ones, later ones before earlier ones.
    FeeTable table(CompanyKey company, LocalDate day) {
        Map<FeeTable.Key, Price> rules = new HashMap<>();
        jdbc.sql("""
                select distinct on (sort, mode, qualifier) sort, mode, qualifier, basis_points, fixed_minor, cap_minor
                from (select 1 as own, id, sort, mode, qualifier, basis_points, fixed_minor, cap_minor, valid_from
                      from gateway.fee_rule
                      where company_id = :company and valid_from <= :day
                        and (valid_until is null or valid_until >= :day)
                      union all
                      select 0, 0, sort, mode, qualifier, basis_points, fixed_minor, cap_minor, valid_from
                      from gateway.usual_fee
                      where valid_from <= :day) rule
                order by sort, mode, qualifier, own desc, valid_from desc, id desc
                """).param("company", company.value()).param("day", day).query(row -> {
            rules.put(key(row), price(row));
        });
        return new FeeTable(rules, gst(day));
    }

    private Rate gst(LocalDate day) {
        return jdbc.sql("""
                select basis_points from gateway.gst_rate where valid_from <= ? order by valid_from desc limit 1""")
                .param(day)
                .query((row, _) -> new Rate(row.getInt("basis_points")))
                .optional()
                .orElse(new Rate(0));
    }

    /// Its number.
    long insert(CompanyKey company, Rule rule, String by, Instant at) {
        return jdbc.sql("""
                insert into gateway.fee_rule (company_id, sort, mode, qualifier, basis_points, fixed_minor, cap_minor,
                    valid_from, valid_until, source, made_at, made_by)
                values (:company, :sort, :mode, :qualifier, :rate, :fixed, :cap::bigint, :from, :until::date, :source,
                    :at, :by)
                returning id
                """)
                .param("company", company.value())
                .param("sort", rule.key().sort().name())
                .param("mode", rule.key().mode().name())
                .param("qualifier", rule.key().qualifier())
                .param("rate", rule.price().rate().basisPoints())
                .param("fixed", rule.price().fixed())
                .param("cap", rule.price().cap())
                .param("from", rule.from())
                .param("until", rule.until())
                .param("source", rule.source())
                .param("at", SqlTimes.column(at))
                .param("by", by)
                .query(Long.class)
                .single();
    }

    /// Every rule that a company ever had, the newest first.
    List<Made> page(CompanyKey company, Page.Request page) {
        return jdbc.sql("""
                select * from gateway.fee_rule where company_id = ? and id < ? order by id desc limit ?""")
                .params(company.value(), Objects.requireNonNullElse(page.after(), Long.MAX_VALUE), page.fetch())
                .query((row, _) -> new Made(
                        row.getLong("id"),
                        new Rule(
                                key(row),
                                price(row),
                                row.getObject("valid_from", LocalDate.class),
                                row.getObject("valid_until", LocalDate.class),
                                row.getString("source")),
                        SqlTimes.instant(row, "made_at"),
                        row.getString("made_by")))
                .list();
    }

    /// False where another rate begins on that day.
    boolean insert(Tax tax) {
        return jdbc.sql("""
                insert into gateway.gst_rate (valid_from, basis_points, source) values (?, ?, ?)
                on conflict do nothing""")
                        .params(tax.from(), tax.rate().basisPoints(), tax.source())
                        .update()
                == 1;
    }

    /// Every rate of the tax, the latest first.
    List<Tax> taxes() {
        return jdbc.sql("select valid_from, basis_points, source from gateway.gst_rate order by valid_from desc")
                .query((row, _) -> new Tax(
                        row.getObject("valid_from", LocalDate.class),
                        new Rate(row.getInt("basis_points")),
                        row.getString("source")))
                .list();
    }

    private static FeeTable.Key key(ResultSet row) throws SQLException {
        return new FeeTable.Key(
                Sort.valueOf(row.getString("sort")),
                PaymentMode.valueOf(row.getString("mode")),
                row.getString("qualifier"));
    }

    private static Price price(ResultSet row) throws SQLException {
        return new Price(
                new Rate(row.getInt("basis_points")),
                row.getLong("fixed_minor"),
                row.getObject("cap_minor", Long.class));
    }
}
