package io.kosh.cards.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `cards.card_control`.
@Component
final class CardControlStore {
    /// The columns that [#controls] reads, of `cards.card_control as control` where there is one.
    static final String COLUMNS =
            "control.pos, control.online, control.atm, control.international, control.contactless,"
                    + " control.limits, control.shadow";

    /// How many they are.
    static final int COUNT = 7;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CardControlStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// The controls of a card with who made them.
    record Kept(SpendControls controls, String createdBy, Instant createdAt, Instant modifiedAt) {}

    /// The controls of a card, null where nothing was ever said of it.
    @Nullable
    Kept find(CompanyKey company, long card) {
        return jdbc.sql("select " + COLUMNS + """
                        , created_by, created_at, modified_at from cards.card_control as control
                        where company_id = ? and card_id = ?""")
                .params(company.value(), card)
                .query((row, _) -> new Kept(
                        controls(row, 0),
                        row.getString("created_by"),
                        SqlTimes.instant(row, "created_at"),
                        SqlTimes.instant(row, "modified_at")))
                .optional()
                .orElse(null);
    }

    /// Who changed something, and when.
    record Change(String actor, boolean admin, Instant at) {}

    /// Writes the controls of a locked card, and what they were.
    void save(CompanyKey company, long card, SpendControls was, SpendControls now, Change change) {
        jdbc.sql("""
                        insert into cards.card_control (company_id, card_id, pos, online, atm, international,
                            contactless, limits, shadow, created_by, created_at, modified_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?::jsonb, ?::jsonb, ?, ?, ?)
                        on conflict (company_id, card_id) do update set pos = excluded.pos, online = excluded.online,
                            atm = excluded.atm, international = excluded.international,
                            contactless = excluded.contactless, limits = excluded.limits, shadow = excluded.shadow,
                            modified_at = excluded.modified_at""")
                .params(company.value(), card, now.pos(), now.online(), now.atm(), now.international())
                .params(now.contactless(), limits(now.perTransaction(), now.limits()))
                .params(limits(now.shadow().perTransaction(), now.shadow().limits()), change.actor())
                .params(SqlTimes.column(change.at()), SqlTimes.column(change.at()))
                .update();
        jdbc.sql("""
                        insert into cards.card_control_change (company_id, card_id, actor, admin, was, became, changed_at)
                        values (?, ?, ?, ?, ?::jsonb, ?::jsonb, ?)""")
                .params(company.value(), card, change.actor(), change.admin(), all(was), all(now))
                .param(SqlTimes.column(change.at()))
                .update();
    }

    private String limits(@Nullable Long perTransaction, Map<SpendLimit, Long> limits) {
        return json.writeValueAsString(named(perTransaction, limits));
    }

    private static Map<String, Object> named(@Nullable Long perTransaction, Map<SpendLimit, Long> limits) {
        Map<String, Object> named = new TreeMap<>();
        if (perTransaction != null) {
            named.put(SpendControls.PER_TRANSACTION, perTransaction);
        }
        limits.forEach((limit, each) -> named.put(limit.field(), each));
        return named;
    }

    private String all(SpendControls controls) {
        Map<String, Object> all = named(controls.perTransaction(), controls.limits());
        all.put("posAllowed", controls.pos());
        all.put("onlineAllowed", controls.online());
        all.put("atmAllowed", controls.atm());
        all.put("internationalAllowed", controls.international());
        all.put("contactlessAllowed", controls.contactless());
        ShadowLimits shadow = controls.shadow();
        if (!shadow.sayNothing()) {
            all.put("shadow", named(shadow.perTransaction(), shadow.limits()));
        }
        return json.writeValueAsString(all);
    }

    /// The controls whose columns begin after some others; the usual ones where there are none.
    SpendControls controls(ResultSet row, int before) throws SQLException {
        String limits = row.getString(before + 6);
        if (limits == null) {
            return SpendControls.USUAL;
        }
        ShadowLimits enforced = limits(limits);
        return new SpendControls(
                row.getBoolean(before + 1),
                row.getBoolean(before + 2),
                row.getBoolean(before + 3),
                row.getBoolean(before + 4),
                row.getBoolean(before + 5),
                enforced.perTransaction(),
                enforced.limits(),
                limits(row.getString(before + 7)));
    }

    private ShadowLimits limits(String text) {
        JsonNode named = json.readTree(text);
        Map<SpendLimit, Long> counted = new EnumMap<>(SpendLimit.class);
        for (SpendLimit limit : SpendLimit.values()) {
            if (named.has(limit.field())) {
                counted.put(limit, named.get(limit.field()).asLong());
            }
        }
        JsonNode most = named.get(SpendControls.PER_TRANSACTION);
        return new ShadowLimits(most == null ? null : most.asLong(), counted);
    }
}
