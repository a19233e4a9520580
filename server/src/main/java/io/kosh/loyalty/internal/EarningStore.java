package io.kosh.loyalty.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.loyalty.internal.Earning.Answer;
import io.kosh.loyalty.internal.Earning.Grants;
import io.kosh.loyalty.internal.Earning.Reversal;
import io.kosh.platform.SqlTimes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/// `loyalty.programme_event`.
@Component
final class EarningStore {
    private final JdbcClient jdbc;
    private final JsonMapper json;

    EarningStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// What makes an event one effect.
    ///
    /// @param programme key of the programme
    /// @param request   what must be the same when the id comes again
    record Name(long programme, String eventId, String request) {}

    /// Takes an event's id; false where it is taken, after whoever took it has ended.
    boolean claim(CompanyKey company, Name name, String cardId, Programme version, Instant occurredAt, Instant now) {
        return jdbc.sql("""
                        insert into loyalty.programme_event (company_id, programme_id, event_id, request_hash, card_id,
                            version, occurred_at, recorded_at, state, points, qualifying, grants, answer)
                        values (?, ?, ?, sha256(convert_to(?, 'UTF8')), ?, ?, ?, ?, 'VALUED', 0, 0, '{}', '{}')
                        on conflict do nothing""")
                        .params(company.value(), name.programme(), name.eventId(), name.request(), cardId)
                        .params(version.version(), SqlTimes.column(occurredAt), SqlTimes.column(now))
                        .update()
                == 1;
    }

    void save(CompanyKey company, long programme, Earning earning) {
        jdbc.sql("""
                        update loyalty.programme_event
                        set points = ?, qualifying = ?, period_ends = ?, grants = ?::jsonb, answer = ?::jsonb,
                            reversal = ?::jsonb, state = ?
                        where company_id = ? and programme_id = ? and event_id = ?""")
                .params(earning.points(), earning.qualifying())
                .param(earning.periodEnds())
                .params(json.writeValueAsString(earning.grants()), json.writeValueAsString(earning.answer()))
                .param(earning.reversal() == null ? null : json.writeValueAsString(earning.reversal()))
                .param(earning.reversal() == null ? "VALUED" : "REVERSED")
                .params(company.value(), programme, earning.eventId())
                .update();
    }

    /// An event, and whether it was named by the same request.
    @Nullable
    Earning find(CompanyKey company, Name name) {
        return read(company, name, "");
    }

    /// The same, locked until the transaction ends.
    @Nullable
    Earning lock(CompanyKey company, Name name) {
        return read(company, name, " for update");
    }

    private @Nullable Earning read(CompanyKey company, Name name, String lock) {
        return jdbc.sql("""
                        select event_id, card_id, request_hash = sha256(convert_to(?, 'UTF8')) as same, points, qualifying,
                            period_ends, grants, answer, reversal
                        from loyalty.programme_event
                        where company_id = ? and programme_id = ? and event_id = ?""" + lock)
                .params(name.request(), company.value(), name.programme(), name.eventId())
                .query((row, _) -> earning(row))
                .optional()
                .orElse(null);
    }

    /// What stands of the points that each programme gave, by its public id.
    Map<String, Long> given(CompanyKey company) {
        Map<String, Long> given = new HashMap<>();
        jdbc.sql("""
                        select programme.public_id, coalesce(sum(event.points), 0)::bigint
                        from loyalty.programme left join loyalty.programme_event as event
                            on event.company_id = programme.company_id and event.programme_id = programme.id
                        where programme.company_id = ? group by programme.public_id""").param(company.value()).query(row -> {
            given.put(row.getString(1), row.getLong(2));
        });
        return given;
    }

    private Earning earning(ResultSet row) throws SQLException {
        String reversal = row.getString("reversal");
        return new Earning(
                row.getString("event_id"),
                row.getString("card_id"),
                row.getBoolean("same"),
                row.getLong("points"),
                row.getLong("qualifying"),
                row.getObject("period_ends", LocalDate.class),
                json.readValue(row.getString("grants"), Grants.class),
                json.readValue(row.getString("answer"), Answer.class),
                reversal == null ? null : json.readValue(reversal, Reversal.class));
    }
}
