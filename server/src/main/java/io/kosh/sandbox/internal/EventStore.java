package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/// `sandbox.event`.
@Component
@SandboxOnly
final class EventStore {
    private static final TypeReference<Map<String, Object>> DETAIL = new TypeReference<>() {};

    private final JdbcClient jdbc;
    private final JsonMapper json;

    EventStore(JdbcClient jdbc, JsonMapper json) {
        this.jdbc = jdbc;
        this.json = json;
    }

    /// Many in one statement, whose ids are in their order.
    void insert(CompanyKey company, List<Event> events) {
        String[] details = events.stream()
                .map(event -> json.writeValueAsString(event.detail()))
                .toArray(String[]::new);
        Integer[] sizes = new Integer[details.length];
        for (int i = 0; i < details.length; i++) {
            sizes[i] = details[i].getBytes(StandardCharsets.UTF_8).length;
        }
        jdbc.sql("""
                        insert into sandbox.event
                            (company_id, at, business_at, kind, request_id, method, path, status, detail, bytes)
                        select ?, at, business_at, kind, request_id, method, path, status, detail::jsonb, bytes
                        from unnest(?::timestamptz[], ?::timestamptz[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::int[], ?::text[], ?::int[]) with ordinality
                            as event (at, business_at, kind, request_id, method, path, status, detail, bytes, place)
                        order by place""")
                .param(company.value())
                .param(events.stream().map(event -> event.at().toString()).toArray(String[]::new))
                .param(events.stream()
                        .map(event -> event.businessAt().toString())
                        .toArray(String[]::new))
                .param(events.stream().map(Event::kind).toArray(String[]::new))
                .param(events.stream().map(Event::requestId).toArray(String[]::new))
                .param(events.stream().map(Event::method).toArray(String[]::new))
                .param(events.stream().map(Event::path).toArray(String[]::new))
                .param(events.stream().map(Event::status).toArray(Integer[]::new))
                .param(details)
                .param(sizes)
                .update();
    }

    /// After an id, oldest first.
    List<Event> after(CompanyKey company, Event.Filter filter, @Nullable Long after, int most) {
        return jdbc.sql("""
                        select id, at, business_at, kind, request_id, method, path, status, detail::text
                        from sandbox.event
                        where company_id = ? and id > ?
                            and (?::text is null or request_id = ?) and (?::text is null or kind = ?)
                            and (?::text is null or starts_with(path, ?)) and (?::int is null or status = ?)
                        order by id limit ?""")
                .params(company.value(), Objects.requireNonNullElse(after, 0L))
                .param(filter.requestId())
                .param(filter.requestId())
                .param(filter.kind())
                .param(filter.kind())
                .param(filter.path())
                .param(filter.path())
                .param(filter.status())
                .param(filter.status())
                .param(most)
                .query((row, _) -> new Event(
                        row.getLong("id"),
                        SqlTimes.instant(row, "at"),
                        SqlTimes.instant(row, "business_at"),
                        row.getString("kind"),
                        row.getString("request_id"),
                        row.getString("method"),
                        row.getString("path"),
                        row.getObject("status", Integer.class),
                        json.readValue(row.getString("detail"), DETAIL)))
                .list();
    }

    /// The newest event's id, 0 before the first.
    long newest(CompanyKey company) {
        return jdbc.sql("select coalesce(max(id), 0) from sandbox.event where company_id = ?")
                .param(company.value())
                .query(Long.class)
                .single();
    }

    /// Forgets the oldest beyond a size.
    void keep(CompanyKey company, long mostBytes) {
        jdbc.sql("""
                        delete from sandbox.event where company_id = ? and id <= (
                            select id from (select id, sum(bytes) over (order by id desc) as total
                                from sandbox.event where company_id = ?) as sized
                            where total > ? order by id desc limit 1)""").params(company.value(), company.value(), mostBytes).update();
    }
}
