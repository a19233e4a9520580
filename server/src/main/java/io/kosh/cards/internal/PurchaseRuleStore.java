package io.kosh.cards.internal;

import io.kosh.cards.PurchaseChannel;
import io.kosh.cards.internal.PurchaseRule.Conditions;
import io.kosh.cards.internal.PurchaseRule.Mode;
import io.kosh.kernel.CompanyKey;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/// `cards.purchase_rule` and `cards.category_rule`.
@Component
final class PurchaseRuleStore {
    private static final String COLUMNS = """
            public_id, name, mode, categories, channels, amount_above, minute_from, minute_to, international,
            created_by, created_at, id
            """;

    private final JdbcClient jdbc;

    PurchaseRuleStore(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /// A rule with its internal key, by which lists are paged.
    record Kept(long key, PurchaseRule rule) {}

    /// The rules that decide, in the order in which they were made; there when the trip was made.
    List<PurchaseRule> deciding(RoundTrip trip, CompanyKey company) {
        List<PurchaseRule> rules = new ArrayList<>();
        trip.read(
                "select " + COLUMNS + "from cards.purchase_rule where company_id = ? and mode <> 'OFF' order by id",
                row -> rules.add(kept(row).rule()),
                company.value());
        return rules;
    }

    /// The company's own rules of categories; there when the trip was made.
    List<CategoryRule> categories(RoundTrip trip, CompanyKey company) {
        List<CategoryRule> rules = new ArrayList<>();
        trip.read(CATEGORIES, row -> rules.add(categoryRule(row)), company.value());
        return rules;
    }

    private static final String CATEGORIES = """
            select account_type, valid_from, categories, minute_from, minute_to from cards.category_rule
            where company_id = ? order by account_type, valid_from""";

    List<CategoryRule> categories(CompanyKey company) {
        return jdbc.sql(CATEGORIES)
                .param(company.value())
                .query((row, _) -> categoryRule(row))
                .list();
    }

    private static CategoryRule categoryRule(ResultSet row) throws SQLException {
        return new CategoryRule(
                AccountType.valueOf(row.getString(1)),
                row.getObject(2, LocalDate.class),
                List.of((String[]) row.getArray(3).getArray()),
                new Hours(row.getInt(4), row.getInt(5)));
    }

    /// Sets a company's rule of categories; one of the same type and day is replaced.
    void save(CompanyKey company, CategoryRule rule, String actor, Instant at) {
        jdbc.sql("""
                        insert into cards.category_rule (company_id, account_type, valid_from, categories, minute_from,
                            minute_to, created_by, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?)
                        on conflict (company_id, account_type, valid_from) do update
                            set categories = excluded.categories, minute_from = excluded.minute_from,
                                minute_to = excluded.minute_to, created_by = excluded.created_by,
                                created_at = excluded.created_at""")
                .params(company.value(), rule.type().name(), rule.from())
                .param(rule.categories().toArray(String[]::new))
                .params(rule.hours().from(), rule.hours().to(), actor, SqlTimes.column(at))
                .update();
    }

    void insert(CompanyKey company, PurchaseRule rule) {
        Conditions conditions = rule.conditions();
        Hours hours = conditions.hours();
        jdbc.sql("""
                        insert into cards.purchase_rule (company_id, public_id, name, mode, categories, channels,
                            amount_above, minute_from, minute_to, international, created_by, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
                .params(company.value(), rule.id(), rule.name(), rule.mode().name())
                .param(conditions.categories().toArray(String[]::new))
                .param(conditions.channels().stream().map(Enum::name).toArray(String[]::new))
                .param(conditions.above())
                .param(hours == null ? null : hours.from())
                .param(hours == null ? null : hours.to())
                .param(conditions.international())
                .params(rule.createdBy(), SqlTimes.column(rule.createdAt()))
                .update();
    }

    /// A rule, locked until the transaction ends; null where the company has none with this id.
    @Nullable
    PurchaseRule lock(CompanyKey company, String ruleId) {
        return jdbc.sql("select " + COLUMNS
                        + "from cards.purchase_rule where company_id = ? and public_id = ? for update")
                .params(company.value(), ruleId)
                .query((row, _) -> kept(row).rule())
                .optional()
                .orElse(null);
    }

    void setMode(CompanyKey company, String ruleId, Mode mode) {
        jdbc.sql("update cards.purchase_rule set mode = ? where company_id = ? and public_id = ?")
                .params(mode.name(), company.value(), ruleId)
                .update();
    }

    /// In the order in which they were made.
    List<Kept> page(CompanyKey company, Page.Request page) {
        Long after = page.after();
        return jdbc.sql("select " + COLUMNS
                        + "from cards.purchase_rule where company_id = ? and id > ? order by id limit ?")
                .params(company.value(), after == null ? 0 : after, page.fetch())
                .query((row, _) -> kept(row))
                .list();
    }

    private static Kept kept(ResultSet row) throws SQLException {
        Integer from = row.getObject(7, Integer.class);
        Integer to = row.getObject(8, Integer.class);
        return new Kept(
                row.getLong(12),
                new PurchaseRule(
                        row.getString(1),
                        row.getString(2),
                        Mode.valueOf(row.getString(3)),
                        new Conditions(
                                List.of((String[]) row.getArray(4).getArray()),
                                Arrays.stream((String[]) row.getArray(5).getArray())
                                        .map(PurchaseChannel::valueOf)
                                        .toList(),
                                row.getObject(6, Long.class),
                                from == null || to == null ? null : new Hours(from, to),
                                row.getObject(9, Boolean.class)),
                        row.getString(10),
                        SqlTimes.instant(row, 11)));
    }
}
