package io.kosh.sandbox.internal;

import io.kosh.kernel.CompanyKey;
import io.kosh.platform.SqlTimes;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.core.simple.JdbcClient.StatementSpec;
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

    private static final String MATCHING = """
            select id, at, business_at, kind, request_id, method, path, status, detail::text
            from sandbox.event
            where company_id = :company and id > :after and id < :before
                and (:request::text is null or request_id = :request) and (:kind::text is null or kind = :kind)
                and (:path::text is null or starts_with(path, :path)) and (:status::int is null or status = :status)
            """;

    /// After an id, oldest first.
    List<Event> after(CompanyKey company, Event.Filter filter, @Nullable Long after, int most) {
        return matching(MATCHING + "order by id limit :most", company, filter, most)
                .param("after", Objects.requireNonNullElse(after, 0L))
                .param("before", Long.MAX_VALUE)
                .query((row, _) -> event(row))
                .list();
    }

    /// Before an id, newest first.
    List<Event> latest(CompanyKey company, Event.Filter filter, long before, int most) {
        return matching(MATCHING + "order by id desc limit :most", company, filter, most)
                .param("after", 0L)
                .param("before", before)
                .query((row, _) -> event(row))
                .list();
    }

    private StatementSpec matching(String sql, CompanyKey company, Event.Filter filter, int most) {
        return jdbc.sql(sql)
                .param("company", company.value())
                .param("request", filter.requestId())
                .param("kind", filter.kind())
                .param("path", filter.path())
                .param("status", filter.status())
                .param("most", most);
    }

    private Event event(ResultSet row) throws SQLException {
        return new Event(
                row.getLong("id"),
                SqlTimes.instant(row, "at"),
                SqlTimes.instant(row, "business_at"),
                row.getString("kind"),
                row.getString("request_id"),
                row.getString("method"),
                row.getString("path"),
                row.getObject("status", Integer.class),
                json.readValue(row.getString("detail"), DETAIL));
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
