package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.CoinEvent.Configuration;
import io.kosh.loyalty.internal.CoinEvent.FieldChange;
import io.kosh.loyalty.internal.CoinEvent.Rules;
import io.kosh.platform.Page;
import io.kosh.platform.RoundTrip;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// Coin configurations and the history of their changes.
@Component
final class CoinEventStore {
    private static final TypeReference<List<FieldChange>> CHANGES = new TypeReference<>() {};
    private static final String COLUMNS = """
            select public_id, id, company_id, configuration, event, amount, expires_after_days, budget, daily_user_cap,
                active, created_at
            from loyalty.coin_event
            """;

    private final JdbcClient jdbc;
    private final JsonMapper json;

    CoinEventStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// One kept change of a configuration: 1 is its creation.
    record KeptChange(long number, Instant at, String actor, List<FieldChange> changes) {}

    /// What a new configuration starts from.
    record NewEvent(String id, Configuration configuration, String event, long amount, Rules rules, Instant at) {}

    /// Inserts; null where the company has an active configuration for the event already.
    @Nullable
    CoinEvent insert(CompanyKey company, NewEvent made) {
        return jdbc.sql("""
                        insert into loyalty.coin_event (company_id, public_id, configuration, event, amount,
                            expires_after_days, budget, daily_user_cap, active, created_at)
                        values (?, ?, ?, ?, ?, ?, ?, ?, true, ?)
                        on conflict (company_id, event) where active do nothing
                        returning public_id, id, company_id, configuration, event, amount, expires_after_days, budget,
                            daily_user_cap, active, created_at""")
                .params(company.value(), made.id(), made.configuration().name(), made.event(), made.amount())
                .param(made.rules().expiresAfterDays())
                .param(made.rules().budget())
                .param(made.rules().dailyUserCap())
                .param(SqlTimes.column(made.at()))
                .query((row, _) -> event(row))
                .optional()
                .orElse(null);
    }

    /// A configuration that the company of the transaction may see: its own, or a DEFAULT.
    @Nullable
    CoinEvent find(String id) {
        return jdbc.sql(COLUMNS + "where public_id = ?")
                .param(id)
                .query((row, _) -> event(row))
                .optional()
                .orElse(null);
    }

    /// A configuration of the company, locked until the transaction ends.
    @Nullable
    CoinEvent findForUpdate(CompanyKey company, String id) {
        return jdbc.sql(COLUMNS + "where company_id = ? and public_id = ? for update")
                .params(company.value(), id)
                .query((row, _) -> event(row))
                .optional()
                .orElse(null);
    }

    /// The configurations in force by event: the company's own, else the platform's DEFAULT. Events without one are
    /// left out. They are there when the trip was made.
    Map<String, CoinEvent> inForce(RoundTrip trip, CompanyKey company, Collection<String> names) {
        String[] asked = names.toArray(String[]::new);
        Map<String, CoinEvent> found = HashMap.newHashMap(asked.length);
        // A name is a text of a fixed width: it does not hold up the trip, and no id is longer.
        trip.read(
                """
                        select array_position(?::text[], event), public_id::name, id, company_id, configuration::name,
                            amount, expires_after_days, budget, daily_user_cap, created_at
                        from loyalty.coin_event
                        where event = any(?::text[]) and active and (company_id = ? or configuration = 'DEFAULT')
                        order by company_id = ?""",
                row -> {
                    // The company's own comes last and so replaces the default.
                    String event = asked[row.getInt(1) - 1];
                    found.put(
                            event,
                            new CoinEvent(
                                    row.getString(2),
                                    row.getLong(3),
                                    new CompanyKey(row.getLong(4)),
                                    Configuration.valueOf(row.getString(5)),
                                    event,
                                    row.getLong(6),
                                    new Rules(
                                            row.getObject(7, Long.class),
                                            row.getObject(8, Long.class),
                                            row.getObject(9, Long.class)),
                                    true,
                                    SqlTimes.instant(row, 10)));
                },
                asked,
                asked,
                company.value(),
                company.value());
        return found;
    }

    /// Whether the company has an active configuration of its own for an event.
    boolean isInForce(CompanyKey company, String event) {
        return jdbc.sql("select exists (select from loyalty.coin_event where company_id = ? and event = ? and active)")
                .params(company.value(), event)
                .query(Boolean.class)
                .single();
    }

    /// A company's own configurations and the platform's defaults.
    List<CoinEvent> list(CompanyKey company, @Nullable Boolean active, Page.Request page) {
        return jdbc.sql(COLUMNS + """
                        where (company_id = ? or configuration = 'DEFAULT') and id > ?
                            and (?::boolean is null or active = ?)
                        order by id limit ?""")
                .params(company.value(), Objects.requireNonNullElse(page.after(), 0L))
                .param(active)
                .param(active)
                .param(page.fetch())
                .query((row, _) -> event(row))
                .list();
    }

    void save(CoinEvent event) {
        jdbc.sql("""
                        update loyalty.coin_event
                        set configuration = ?, event = ?, amount = ?, expires_after_days = ?, budget = ?,
                            daily_user_cap = ?, active = ?
                        where company_id = ? and id = ?""")
                .params(event.configuration().name(), event.event(), event.amount())
                .param(event.rules().expiresAfterDays())
                .param(event.rules().budget())
                .param(event.rules().dailyUserCap())
                .params(event.active(), event.company().value(), event.key())
                .update();
    }

    /// Keeps a change and returns its number. The configuration's row is locked or new, so that numbers follow each
    /// other without gaps.
    long keep(CoinEvent event, List<FieldChange> changes, String actor, Instant at) {
        return jdbc.sql("""
                        insert into loyalty.coin_event_change (company_id, event_id, number, at, actor, changes)
                        select ?, ?, coalesce(max(number), 0) + 1, ?, ?, ?::jsonb
                        from loyalty.coin_event_change where company_id = ? and event_id = ?
                        returning number""")
                .params(event.company().value(), event.key(), SqlTimes.column(at), actor)
                .param(json.writeValueAsString(changes))
                .params(event.company().value(), event.key())
                .query(Long.class)
                .single();
    }

    List<KeptChange> changes(CoinEvent event, Page.Request page) {
        return jdbc.sql("""
                        select number, at, actor, changes from loyalty.coin_event_change
                        where company_id = ? and event_id = ? and number > ? order by number limit ?""")
                .params(
                        event.company().value(),
                        event.key(),
                        Objects.requireNonNullElse(page.after(), 0L),
                        page.fetch())
                .query((row, _) -> new KeptChange(
                        row.getLong("number"),
                        SqlTimes.instant(row, "at"),
                        row.getString("actor"),
                        json.readValue(row.getString("changes"), CHANGES)))
                .list();
    }

    private static CoinEvent event(ResultSet row) throws SQLException {
        return new CoinEvent(
                row.getString("public_id"),
                row.getLong("id"),
                new CompanyKey(row.getLong("company_id")),
                Configuration.valueOf(row.getString("configuration")),
                row.getString("event"),
                row.getLong("amount"),
                new Rules(
                        row.getObject("expires_after_days", Long.class),
                        row.getObject("budget", Long.class),
                        row.getObject("daily_user_cap", Long.class)),
                row.getBoolean("active"),
                SqlTimes.instant(row, "created_at"));
    }
}
